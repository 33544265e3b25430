"""What an officer may say to a proposal."""

from collections.abc import Mapping
from enum import StrEnum

from chunfeng.kit.texts import Text, text


class Verdict(StrEnum):
    """The officer's answer; only the first lets the place be offered."""

    OFFER = "offer"
    OTHER_OPTION = "other_option"
    NOT_NOW = "not_now"
    WRONG_FACT = "wrong_fact"

    @property
    def label(self) -> Text:
        """The answer to show."""
        return VERDICT_NAMES[self]


VERDICT_NAMES: Mapping[Verdict, Text] = {
    Verdict.OFFER: text("To be offered"),
    Verdict.OTHER_OPTION: text("Another place suits better"),
    Verdict.NOT_NOW: text("Not now"),
    Verdict.WRONG_FACT: text("A fact is wrong"),
}
VERDICTS = tuple(str(verdict) for verdict in Verdict)


class PolicyState(StrEnum):
    """Where a version of the policy stands; of approved ones the latest begun is in force."""

    DRAFT = "draft"
    APPROVED = "approved"
    SUPERSEDED = "superseded"  # another one was approved for the same region and day
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> Text:
        """The state to show."""
        return POLICY_STATES[self]


POLICY_STATES: Mapping[PolicyState, Text] = {
    PolicyState.DRAFT: text("Proposed"),
    PolicyState.APPROVED: text("Approved"),
    PolicyState.SUPERSEDED: text("Replaced"),
    PolicyState.WITHDRAWN: text("Withdrawn"),
}


class Change(StrEnum):
    """What became of somebody's proposal from one run to the next."""

    STAYED = "stayed"
    MOVED = "moved"
    NEW = "new"
    GONE = "gone"


class Why(StrEnum):
    """Why a proposal is not what it was."""

    PLACED = "placed"  # it stayed, or there was none before
    OPTION_GONE = "option_gone"  # the vacancy is no longer offered
    BETTER_OPTION = "better_option"  # the new place scores more than the old one did
    OVER_ASKED = "over_asked"  # others gain more from the old place
    NO_LONGER_SUITS = "no_longer_suits"  # limits exclude it now, or it fits less than it did
