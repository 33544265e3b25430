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
listeners: list[Listener] = []
ties: list[Ties] = []  # whoever is known downstream is not taken out of the register again


def changed(
    households: Collection[UUID], *, by: Context, at: datetime, opened: Opened | None = None
) -> None:
    """Tells every listener which households changed."""
    for listener in listeners:
        listener(households, opened or {}, by, at)


def tied(people: Collection[UUID]) -> set[UUID]:
    """Whom of some people any stage downstream knows something of."""
    return set().union(*(known(people) for known in ties))
