"""The ways a message leaves, a file each; CHUNFENG_SMS names one of them, or none.

A gateway is one file more: ``channels/<name>.py`` with a function ``send``, a ``Channel``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.core.checks import CheckMessage, Error

from chunfeng.foundation.messaging import rules

NONE, CONSOLE = "none", "console"


@dataclass(frozen=True, slots=True, repr=False)
class Letter:
    """A message as a channel is handed it. id: the same one, should it be handed over twice."""

    id: UUID
    at: datetime
    phone: str
    phone_mask: str
    body: str


class NotTaken(Exception):
    """The channel does not take it now; it is tried again. reason: a short code, no text."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Unwanted(NotTaken):
    """The channel never will take it: the number does not exist, the words are not let through."""


class Channel(Protocol):
    """Sends a message and gives the operator's receipt, at most 80 signs and nobody's phone.

    Within ``rules.CHANNEL_SECONDS``; NotTaken or Unwanted where it did not. It should refuse an id
    that it took before: after a crash a message may come a second time.
    """

    def __call__(self, letter: Letter, /) -> str:
        """The receipt."""


def known() -> list[str]:
    """The names of the channels there are."""
    return sorted(module.name for module in iter_modules(__path__))


def chosen() -> tuple[str, Channel] | None:
    """The channel of this installation with its name; None where messages only wait."""
    name = settings.SMS
    if name == NONE:
        return None
    if _fault(name):
        raise LookupError(_fault(name))
    channel: Channel = import_module(f"{__name__}.{name}").send
    return name, channel


def check_channel(**_: Any) -> Sequence[CheckMessage]:
    """Django's system check: migrations and web refuse to start with a channel that is none."""
    faults = (_fault(settings.SMS), _fault_of_hours(settings.SMS_HOURS))
    return [Error(fault, id="chunfeng.E002") for fault in faults if fault]


def _fault_of_hours(said: str) -> str:
    try:
        rules.hours(said)
    except ValueError:
        return "CHUNFENG_SMS_HOURS is two hours of a day, as 7-21 (0-24: at any hour)"
    return ""


def _fault(name: str) -> str:
    if name != NONE and name not in known():
        return f"CHUNFENG_SMS is {NONE} or one of {', '.join(known())}"
    if name == CONSOLE and not settings.DEMO:
        return "CHUNFENG_SMS=console writes words into a log: it is for the demo alone"
    return ""
