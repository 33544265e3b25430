"""The life of a run: queued, running, then done, failed or cancelled."""

from enum import StrEnum

from chunfeng.kit.texts import Text, text


class State(StrEnum):
    """Where a run stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def label(self) -> Text:
        """The state to show."""
        return _NAMES[self]


LIVE = frozenset({State.QUEUED, State.RUNNING})
ENDED = frozenset(State) - LIVE
_NAMES = {
    State.QUEUED: text("Waiting"),
    State.RUNNING: text("Running"),
    State.DONE: text("Done"),
    State.FAILED: text("Stopped with a problem"),
    State.CANCELLED: text("Cancelled"),
}
