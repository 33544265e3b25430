"""Messages to try, who writes them, and a channel that does as it is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from chunfeng.foundation.access import in_public
from chunfeng.foundation.database.walls import PORTAL
from chunfeng.foundation.messaging.channels import Letter
from chunfeng.foundation.messaging.models import Message
from chunfeng.foundation.messaging.operations import send
from chunfeng.foundation.messaging.sending import send_due
from chunfeng.foundation.messaging.templates import Template, declare
from chunfeng.kit.texts import text
from tests.cast import NOW, PINGLI
from tests.foundation.jobs.arranging import WORKER, login

PHONE, OTHER = "15412345678", "15487654321"
WORDS = text("Come, {name}, on {day}.")
NOTICE = declare(Template(kind="trial.notice", words=WORDS, longest={"name": 6, "day": 10}))
CODE = {"code": "445566", "site": text("Chunfeng")}
INVITED = {"name": "王小春", "day": "12月3日"}


@contextmanager
def public() -> Iterator[None]:
    """A transaction of the public pages' rights."""
    with login(PORTAL), in_public():
        yield


def code(keys: Any, *, phone: str = PHONE, at: datetime = NOW, key: str = "") -> bool:
    """A code somebody asks for on a public page."""
    given = {"region": PINGLI, "subject": None, "key": key or uuid4().hex, "keys": keys, "at": at}
    with public():
        return send("code", phone=phone, language="zh", values=CODE, **given)  # type: ignore[arg-type]


def notice(keys: Any, *, phone: str = PHONE, at: datetime = NOW, **more: Any) -> bool:
    """A notice put in by whoever's rights stand."""
    given = {"region": PINGLI, "subject": None, "key": uuid4().hex, "keys": keys, "at": at} | more
    return send("trial.notice", phone=phone, language="zh", values=INVITED, **given)


def round_at(at: datetime) -> int:
    """One round of the worker."""
    with login(WORKER):
        return send_due(lambda: at)


def later(**after: float) -> datetime:
    """A moment after now."""
    return NOW + timedelta(**after)


def outbox(key: str = "") -> list[Message]:
    """The messages as they are in the database, in the order they were put in."""
    with login(None):
        found = Message.objects.order_by("created_at", "key")
        return list(found.filter(key=key) if key else found)


class Told:
    """A channel that keeps what it is handed, and fails as often as it is told to."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []
        self.failures: list[Exception] = []

    def __call__(self, letter: Letter) -> str:
        self.letters.append(letter)
        if self.failures:
            raise self.failures.pop(0)
        return f"receipt-{len(self.letters)}"

    @property
    def bodies(self) -> list[str]:
        """What was said, in order."""
        return [letter.body for letter in self.letters]
