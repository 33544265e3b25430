"""Who is told, in the same transaction, when an employer may no longer employ, or is renamed.

``config.wiring`` enters the listeners: a stage downstream reacts without being imported here.
"""

from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from chunfeng.foundation.access import Context


class Listener(Protocol):
    """Told of an employer and the reason."""

    def __call__(self, employer: UUID, reason: str, *, by: Context, at: datetime) -> Any: ...


class NameListener(Protocol):
    """Told of an employer and the name it is about to get."""

    def __call__(self, employer: UUID, name: str) -> Any: ...


listeners: list[Listener] = []
name_listeners: list[NameListener] = []


def stopped(employer: UUID, reason: str, *, by: Context, at: datetime) -> None:
    """Tells every listener that an employer was suspended or closed, and why."""
    for listener in listeners:
        listener(employer, reason, by=by, at=at)


def renamed(employer: UUID, name: str) -> None:
    """Tells every listener what an employer, which is locked, will be called."""
    for listener in name_listeners:
        listener(employer, name)
