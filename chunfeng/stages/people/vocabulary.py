"""The words for what people's columns hold: the ledger's own, and codes no ledger column has."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache

from chunfeng.kit.texts import Declared, Text, text
from chunfeng.stages.people.sheets import PEOPLE


class Known(StrEnum):
    """Why a field holds a value or holds none."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    NOT_ASKED = "not_asked"

    @property
    def label(self) -> Text:
        """The state's name to show."""
        return KNOWN_NAMES[self]


class LeftReason(StrEnum):
    """Why somebody is no longer counted."""

    DIED = "died"
    MOVED_OUT = "moved_out"
    ARMY = "army"
    PRISON = "prison"
    ABROAD = "abroad"
    OTHER = "other"

    @property
    def label(self) -> Text:
        """The reason to show."""
        return LEFT_NAMES[self]


class Channel(StrEnum):
    """How somebody came to their work."""

    ORGANISED = "organised"
    FAMILY = "family"
    OWN = "own"
    OTHER = "other"

    @property
    def label(self) -> Text:
        """The channel's name to show."""
        return CHANNEL_NAMES[self]


class Evidence(StrEnum):
    """How well a spell is known, best first."""

    PAYROLL = "A"
    EMPLOYER = "B"
    FAMILY = "C"
    VILLAGE = "D"
    INFERRED = "E"

    @property
    def label(self) -> Text:
        """The grade's name to show."""
        return EVIDENCE_NAMES[self]


KNOWN_NAMES = {
    Known.KNOWN: text("Known"),
    Known.UNKNOWN: text("Asked, not known"),
    Known.REFUSED: text("Not willing to say"),
    Known.NOT_ASKED: text("Not asked"),
}
LEFT_NAMES = {
    LeftReason.DIED: text("Died"),
    LeftReason.MOVED_OUT: text("Household registration moved away"),
    LeftReason.ARMY: text("Joined the army"),
    LeftReason.PRISON: text("In prison"),
    LeftReason.ABROAD: text("Settled abroad"),
    LeftReason.OTHER: text("Another reason"),
}
CHANNEL_NAMES = {
    Channel.ORGANISED: text("Organised by an office"),
    Channel.FAMILY: text("Through family or friends"),
    Channel.OWN: text("Found it alone"),
    Channel.OTHER: text("Another way"),
}
EVIDENCE_NAMES = {
    Evidence.PAYROLL: text("Payroll or insurance"),
    Evidence.EMPLOYER: text("Confirmed by the employer"),
    Evidence.FAMILY: text("Told by the person and family"),
    Evidence.VILLAGE: text("Told by the village worker"),
    Evidence.INFERRED: text("Inferred"),
}


def heading(field: str) -> Declared:
    """What a ledger field is called."""
    column = PEOPLE.column(field)
    return Declared(column.zh, column.en)


@cache
def labels(field: str) -> Mapping[str, Declared]:
    """{code: word} of a ledger field with fixed values, in the ledger's order; else empty."""
    column = next((column for column in PEOPLE if column.field == field), None)
    choices = column.choices if column else ()
    return {choice.code: Declared(choice.zh, choice.en) for choice in choices}


def label(field: str, code: str) -> Text:
    """The word for a code; a code the ledger does not declare is shown as it stands."""
    return labels(field).get(code) or Text(code)
