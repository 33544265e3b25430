"""Why something on links and letters was not done."""

from chunfeng.stages.people.refusals import NotAllowed, NotFound, Refused

__all__ = ["NotAllowed", "NotFound", "Refused"]
