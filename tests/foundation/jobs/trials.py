"""Jobs to try: each row's effect is one event, which can be neither changed nor lost."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from threading import Event as Signal

from chunfeng.foundation.access import Context, Role, entered
from chunfeng.foundation.audit.kinds import KINDS
from chunfeng.foundation.audit.recording import record
from chunfeng.foundation.jobs.declare import HEAVY, Chunk, Chunks, job
from chunfeng.foundation.jobs.refusals import Refused
from chunfeng.foundation.jobs.work import Work
from chunfeng.kit.texts import text

COUNTY = frozenset({Role.COUNTY})
inside, go_on = Signal(), Signal()
KINDS["trial.row"] = text("Trial")


def effect(rows: range, by: Context, at: datetime) -> Mapping[str, int]:
    """One event a row."""
    for row in rows:
        record("trial.row", by=by, at=at, region=by.lo, detail={"row": row})
    return {"new": len(rows)}


def chunks(work: Work) -> Iterator[Chunk]:
    """As many chunks of as many rows as the run was started with."""
    many, rows = int(work.arguments["chunks"] or 0), int(work.arguments.get("rows") or 1)
    work.expect(many * rows)
    for n in range(many):
        apply = partial(effect, range(n * rows, (n + 1) * rows))
        yield Chunk(apply=apply, rows=rows, digest=str(n))


@job("trial.rows", text("Trial"), roles=COUNTY)
def rows(work: Work) -> Chunks:
    """Runs through."""
    yield from chunks(work)
    work.say(text("{n} people", n=work.counts.get("new", 0)))


@job("trial.heavy", text("Trial"), roles=COUNTY, queue=HEAVY)
def heavy(work: Work) -> Chunks:
    """The same on the other queue."""
    yield from chunks(work)


@job("trial.breaks", text("Trial"), roles=COUNTY)
def breaks(work: Work) -> Chunks:
    """Breaks off in one chunk, after its effect."""

    def broken(by: Context, at: datetime) -> None:
        effect(range(100, 103), by, at)
        raise KeyError("王小明 11010519491231002X")

    for n, chunk in enumerate(chunks(work)):
        yield Chunk(apply=broken) if n == work.arguments["at"] else chunk


@job("trial.stumbles", text("Trial"), roles=COUNTY)
def stumbles(work: Work) -> Chunks:
    """Breaks off twice at its second chunk, then twice at its fourth."""

    def broken(by: Context, at: datetime) -> None:
        raise KeyError

    bad = {1: 1, 2: 1, 3: 3, 4: 3}.get(work.run.fence)
    for n, chunk in enumerate(chunks(work)):
        yield replace(chunk, apply=broken) if n == bad else chunk


@job("trial.refused", text("Trial"), roles=COUNTY)
def refused(work: Work) -> Chunks:
    """Is refused in its second chunk; with a value that must not be kept where asked for."""

    def refuse(by: Context, at: datetime) -> None:
        effect(range(100, 103), by, at)
        value = "王小明" if work.arguments.get("personal") else 7
        raise Refused(text("There are {n} people.", n=value))

    yield from chunks(work)
    yield Chunk(apply=refuse)


@job("trial.waits", text("Trial"), roles=COUNTY)
def waits(work: Work) -> Chunks:
    """Stands still inside its second chunk, after the effect, until told to go on."""

    def wait(rows: range, by: Context, at: datetime) -> Mapping[str, int]:
        counts = effect(rows, by, at)
        if not inside.is_set():  # the first worker only
            inside.set()
            go_on.wait(20)
        return counts

    yield Chunk(apply=partial(effect, range(1)))
    yield Chunk(apply=partial(wait, range(1, 2)))
    yield Chunk(apply=partial(effect, range(2, 3)))


@job("trial.shifts", text("Trial"), roles=COUNTY)
def shifts(work: Work) -> Chunks:
    """Works on something that is another thing at every taking."""
    for n in range(4):
        yield Chunk(apply=partial(effect, range(n, n + 1)), digest=f"{work.run.fence}-{n}")


@job("trial.leaks", text("Trial"), roles=COUNTY)
def leaks(work: Work) -> Chunks:
    """Yields where it must not: inside a transaction of its own."""
    with entered(work.context()):
        yield Chunk(apply=partial(effect, range(1)))


@job("trial.reads", text("Trial"), roles=COUNTY)
def reads(work: Work) -> Chunks:
    """Reads under the post before its first chunk."""
    with entered(work.context()) as by:
        found = by.lo
    yield Chunk(apply=lambda by, at: {"lo": int(found == by.lo)})
