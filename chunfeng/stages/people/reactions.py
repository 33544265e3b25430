"""Who is told, in the same transaction, when households or their people have changed; who is asked
before somebody is taken out of the register.

``config.wiring`` enters the listeners: a stage downstream reacts without being imported here.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from chunfeng.foundation.access import Context

Opened = Mapping[UUID, Mapping[str, str]]  # person: D4 values just entered, as sealed texts
Ties = Callable[[Collection[UUID]], set[UUID]]  # whom of some people a stage knows something of
Listener = Callable[[Collection[UUID], Opened, Context, datetime], Any]
Joined = Callable[[UUID, UUID, Context, datetime], Any]  # the record kept, the other one
listeners: list[Listener] = []
withdrawals: list[Callable[[UUID, str, Context, datetime], Any]] = []
merge_listeners: list[Joined] = []
undo_listeners: list[Joined] = []
ties: list[Ties] = []  # whoever is known downstream is not taken out of the register again


def changed(
    households: Collection[UUID], *, by: Context, at: datetime, opened: Opened | None = None
) -> None:
    """Tells every listener which households changed."""
    for listener in listeners:
        listener(households, opened or {}, by, at)


def withdrew(person: UUID, purpose: str, *, by: Context, at: datetime) -> None:
    """Tells every listener that somebody took back what they had agreed to."""
    for listener in withdrawals:
        listener(person, purpose, by, at)


def merged(keep: UUID, drop: UUID, *, by: Context, at: datetime) -> None:
    """Tells who follows that one record goes on as another; its spells have gone over already."""
    for listener in merge_listeners:
        listener(keep, drop, by, at)


def parted(keep: UUID, drop: UUID, *, by: Context, at: datetime) -> None:
    """Tells them that both records stand again as before the merge."""
    for listener in undo_listeners:
        listener(keep, drop, by, at)


def tied(people: Collection[UUID]) -> set[UUID]:
    """Whom of some people any stage downstream knows something of."""
    return set().union(*(known(people) for known in ties))
