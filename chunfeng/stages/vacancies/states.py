"""The lifecycle of a vacancy. Full and expired are no states: seats and dates say so."""

from collections.abc import Mapping
from enum import StrEnum

from chunfeng.kit.texts import Text, text


class State(StrEnum):
    """Where a vacancy stands; only a published one of a verified employer is public."""

    DRAFT = "draft"
    REVIEW = "review"
    PUBLISHED = "published"
    PAUSED = "paused"
    CLOSED = "closed"


NEXT: Mapping[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.REVIEW, State.CLOSED}),
    State.REVIEW: frozenset({State.PUBLISHED, State.DRAFT, State.CLOSED}),
    State.PUBLISHED: frozenset({State.PAUSED, State.REVIEW, State.CLOSED}),
    State.PAUSED: frozenset({State.PUBLISHED, State.REVIEW, State.CLOSED}),
    State.CLOSED: frozenset({State.DRAFT, State.REVIEW}),
}
NAMES: Mapping[State, Text] = {
    State.DRAFT: text("Draft"),
    State.REVIEW: text("Waits for review"),
    State.PUBLISHED: text("Published"),
    State.PAUSED: text("Paused"),
    State.CLOSED: text("No longer offered"),
}
STATES = tuple(str(state) for state in State)


class InterestState(StrEnum):
    """Where somebody's interest stands."""

    ASKED = "asked"  # the code sent to the phone has not come back
    OPEN = "open"
    HANDLED = "handled"
    DROPPED = "dropped"


INTEREST_NAMES: Mapping[InterestState, Text] = {
    InterestState.ASKED: text("Phone not confirmed"),
    InterestState.OPEN: text("To be called"),
    InterestState.HANDLED: text("Called"),
    InterestState.DROPPED: text("Taken back"),
}
INTEREST_STATES = tuple(str(state) for state in InterestState)
