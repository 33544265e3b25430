"""What a key opens beyond what anybody may have."""

from collections.abc import Mapping
from enum import StrEnum

from chunfeng.kit.texts import Text, text


class Scope(StrEnum):
    """One thing a key may be good for. Everything it opens is public; what grows is how much."""

    BULK = "public_bulk"
    CHANGES = "changes"

    @property
    def label(self) -> Text:
        """What it opens, to show."""
        return SCOPE_NAMES[self]


SCOPE_NAMES: Mapping[Scope, Text] = {
    Scope.BULK: text("Daily snapshots and long pages"),
    Scope.CHANGES: text("Feed of changes"),
}


class KeyState(StrEnum):
    """Where a key stands on a day."""

    NOW = "now"
    TO_COME = "to_come"
    OVER = "over"
    REVOKED = "revoked"

    @property
    def label(self) -> Text:
        """The state to show."""
        return STATE_NAMES[self]


STATE_NAMES: Mapping[KeyState, Text] = {
    KeyState.NOW: text("Works"),
    KeyState.TO_COME: text("Works later"),
    KeyState.OVER: text("Run out"),
    KeyState.REVOKED: text("Taken back"),
}
