"""The life of a message: waiting, being sent, then sent, failed or dropped."""

from enum import StrEnum

from chunfeng.kit.texts import Text, text


class State(StrEnum):
    """Where a message stands."""

    WAITING = "waiting"
    SENDING = "sending"  # a worker has it, or broke off with it
    SENT = "sent"
    FAILED = "failed"  # the channel would not take it
    DROPPED = "dropped"  # it was not to be sent any more

    @property
    def label(self) -> Text:
        """The state to show."""
        return _NAMES[self]


LIVE = frozenset({State.WAITING, State.SENDING})
ENDED = frozenset(State) - LIVE
_NAMES = {
    State.WAITING: text("Waits to be sent"),
    State.SENDING: text("Is being sent"),
    State.SENT: text("Sent"),
    State.FAILED: text("Could not be sent"),
    State.DROPPED: text("Not sent"),
}
EXPIRED, OPTED_OUT, BROKE_OFF = "expired", "opted_out", "broke_off"
_WHY = {
    EXPIRED: text("Its time had passed before it could be sent."),
    OPTED_OUT: text("This phone wants no notices."),
}
_CHANNEL = text("The operator did not take it.")


def why(failed_for: str) -> Text | None:
    """Why a message was not sent, in a sentence; None where there is nothing to say."""
    return _WHY.get(failed_for, _CHANNEL) if failed_for else None
