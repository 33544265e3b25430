"""Who is told, in the same transaction, when an employer stops, is renamed, loses a recognition.

``config.wiring`` enters the listeners: a stage downstream reacts without being imported here.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from chunfeng.foundation.access import Context

if TYPE_CHECKING:
    from chunfeng.stages.employers.workplaces import Workplace


class Listener(Protocol):
    """Told of an employer and the reason."""

    def __call__(self, employer: UUID, reason: str, *, by: Context, at: datetime) -> Any: ...


class NameListener(Protocol):
    """Told of an employer and the name it is about to get."""

    def __call__(self, employer: UUID, name: str) -> Any: ...


class LossListener(Protocol):
    """Told of a place of work whose recognition is suspended or has ended, and the reason."""

    def __call__(self, place: "Workplace", reason: str, *, by: Context, at: datetime) -> Any: ...


class LiftListener(Protocol):
    """Told of a recognition whose suspension was lifted."""

    def __call__(self, recognition: UUID, *, by: Context, at: datetime) -> Any: ...


listeners: list[Listener] = []
name_listeners: list[NameListener] = []
loss_listeners: list[LossListener] = []
lift_listeners: list[LiftListener] = []


def stopped(employer: UUID, reason: str, *, by: Context, at: datetime) -> None:
    """Tells every listener that an employer was suspended or closed, and why."""
    for listener in listeners:
        listener(employer, reason, by=by, at=at)


def renamed(employer: UUID, name: str) -> None:
    """Tells every listener what an employer, which is locked, will be called."""
    for listener in name_listeners:
        listener(employer, name)


def recognition_lost(place: "Workplace", reason: str, *, by: Context, at: datetime) -> None:
    """Tells every listener that a recognition no longer holds, for now or for good."""
    for listener in loss_listeners:
        listener(place, reason, by=by, at=at)


def recognition_lifted(recognition: UUID, *, by: Context, at: datetime) -> None:
    """Tells every listener that a suspended recognition holds again."""
    for listener in lift_listeners:
        listener(recognition, by=by, at=at)
