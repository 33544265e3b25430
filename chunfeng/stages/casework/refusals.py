"""Why an operation of casework was not done; each says what stands and what to do."""

from chunfeng.kit.texts import text
from chunfeng.stages.people.refusals import NotAllowed, NotFound, Refused

__all__ = ["NotAllowed", "NotFound", "Over", "Refused"]


class Over(Refused):
    """The difficulty was settled before."""

    def __init__(self) -> None:
        super().__init__(text("This difficulty is settled already."))
