"""How far an export has come."""

from enum import StrEnum

from chunfeng.kit.texts import Text, text


class State(StrEnum):
    """An export waits for a second officer, or may be fetched until it expires."""

    WAITING = "waiting"
    READY = "ready"
    REFUSED = "refused"

    @property
    def label(self) -> Text:
        """The state to show."""
        return STATE_NAMES[self]


class Kind(StrEnum):
    """What comes out."""

    LEDGER = "ledger"  # a ledger that can be imported again
    NOTICE = "notice"  # a public notice 公示


STATE_NAMES = {
    State.WAITING: text("Waits for a second officer"),
    State.READY: text("Ready to fetch"),
    State.REFUSED: text("Refused"),
}
