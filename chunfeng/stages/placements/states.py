"""The lifecycle of an offer. Ended and disputed are no states: dates and confirmations say so."""

from collections.abc import Mapping
from enum import StrEnum

from chunfeng.kit.texts import Text, text


class State(StrEnum):
    """Where an offer stands; a seat is held from agreed to begun."""

    MADE = "made"
    AGREED = "agreed"  # the person said yes
    CONFIRMED = "confirmed"  # the employer said yes too
    BEGUN = "begun"  # a spell of the register
    DECLINED = "declined"  # by the person or the employer
    LAPSED = "lapsed"  # expired, withdrawn, or the person left


NEXT: Mapping[State, frozenset[State]] = {
    State.MADE: frozenset({State.AGREED, State.DECLINED, State.LAPSED}),
    State.AGREED: frozenset({State.CONFIRMED, State.DECLINED, State.LAPSED}),
    State.CONFIRMED: frozenset({State.BEGUN, State.DECLINED, State.LAPSED}),
    State.BEGUN: frozenset(),
    State.DECLINED: frozenset(),
    State.LAPSED: frozenset(),
}
NAMES: Mapping[State, Text] = {
    State.MADE: text("Offered"),
    State.AGREED: text("The person agreed"),
    State.CONFIRMED: text("The employer agreed"),
    State.BEGUN: text("Work has begun"),
    State.DECLINED: text("Declined"),
    State.LAPSED: text("Offer lapsed"),
}
STATES = tuple(str(state) for state in State)
WAITING = (State.MADE, State.AGREED)  # for an answer: these expire
SEATED = (State.AGREED, State.CONFIRMED, State.BEGUN)
OPEN = (State.MADE, State.AGREED, State.CONFIRMED)
