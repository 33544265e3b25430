"""Who is told, in the same transaction, when an employer may no longer employ.

``config.wiring`` enters the listeners: a stage downstream reacts without being imported here.
"""

from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from chunfeng.foundation.access import Context


class Listener(Protocol):
    """Told of an employer and the reason."""

    def __call__(self, employer: UUID, reason: str, *, by: Context, at: datetime) -> Any: ...


listeners: list[Listener] = []


def stopped(employer: UUID, reason: str, *, by: Context, at: datetime) -> None:
    """Tells every listener that an employer was suspended or closed, and why."""
    for listener in listeners:
        listener(employer, reason, by=by, at=at)
