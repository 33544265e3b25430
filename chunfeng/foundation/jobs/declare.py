"""How jobs and periodic work are declared; the workers find both in the apps' ``tasks`` modules."""

import re
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from procrastinate.contrib.django import app

from chunfeng.foundation.access import OFFICERS, Context, Role
from chunfeng.foundation.jobs.faults import quiet
from chunfeng.kit.texts import Text

if TYPE_CHECKING:
    from chunfeng.foundation.jobs.work import Work

DEFAULT, HEAVY = "default", "heavy"  # queues: short work; imports, one at a time per worker
_KIND = re.compile(r"[a-z]+\.[a-z_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A piece of a job whose effect is written whole, once, or not at all.

    apply: writes the effect (by, at) and may answer counts, which are added up in the result.
    rows: how far it takes the progress. digest: of what it works on, where that could change.
    """

    apply: Callable[[Context, datetime], Mapping[str, int] | None]
    rows: int = 1
    digest: str = ""


Chunks = Generator[Chunk, None, None]
Function = Callable[["Work"], Chunks]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A declared job: what it is called, who may start it, on which queue it waits."""

    kind: str
    name: Text
    function: Function
    roles: frozenset[Role]
    queue: str


_jobs: dict[str, Job] = {}


def job(
    kind: str, name: Text, *, roles: frozenset[Role] = OFFICERS, queue: str = DEFAULT
) -> Callable[[Function], Function]:
    """Declares a job: a generator of chunks, always the same ones in the same order.

    It may read between chunks, under ``with entered(work.context())``, but writes in chunks alone.
    """
    if not _KIND.fullmatch(kind):
        raise ValueError("a kind is called people.import, say")

    def declare(function: Function) -> Function:
        stands = _jobs.setdefault(
            kind, Job(kind=kind, name=name, function=function, roles=roles, queue=queue)
        )
        if stands.function is not function:
            raise ValueError(f"{kind} is declared twice")
        return function

    return declare


def declared_job(kind: str) -> Job | None:
    """The job of a kind."""
    return _jobs.get(kind)


def periodic(
    cron: str, name: str, *, alone: bool = True
) -> Callable[[Callable[[datetime], object]], Callable[[datetime], object]]:
    """Declares work done by the clock, under no post; it is handed the moment it was due.

    cron: five fields, or six with the seconds last; UTC. alone: never twice at the same time.
    """

    def declare(function: Callable[[datetime], object]) -> Callable[[datetime], object]:
        @quiet
        def due(timestamp: int) -> None:
            function(datetime.fromtimestamp(timestamp, UTC))

        lock = name if alone else None
        task = app.task(name=name, queue=DEFAULT, lock=lock, queueing_lock=name)(due)
        app.periodic(cron=cron)(task)
        return function

    return declare
