"""Where living workshops are, against those who seek work near home: by region, on a day.

A workshop lives while its recognition is in force and its site open. It counts where its site is,
whoever answers for it.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from chunfeng.foundation.access import Context, Right
from chunfeng.foundation.places import Place, PlaceError
from chunfeng.foundation.places.current import places
from chunfeng.foundation.places.place import STEPS
from chunfeng.kit.cells import LEAST, hidden
from chunfeng.stages.employers import proofs
from chunfeng.stages.employers.models import Payroll, Recognition
from chunfeng.stages.employers.states import EmployerState, RecognitionState
from chunfeng.stages.employers.vocabulary import Recognised
from chunfeng.stages.people import queries as people

COUNTY, TOWN = 3, 4  # levels
LATELY = 2  # months that are over: an older payroll says nothing of today
HEADS = ("seekers", "workers", "target")  # columns that count people


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """A living workshop. month: of its newest payroll of late; None: there is none to be seen."""

    recognition: UUID
    employer: UUID
    name: str
    site: str
    place: int
    sub_kind: str
    number: str
    valid_until: date | None
    seats: int | None
    point: tuple[float, float] | None
    month: date | None = None
    workers: int | None = None
    target: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A region below: a township, or a county with its townships counted.

    place None: workshops whose site names no township. seekers: who seek work near home only. The
    counts of people are None where they are hidden. unsaid: workshops that do not state seats.
    """

    place: Place | None
    towns: int
    covered: int
    workshops: int
    by_kind: Mapping[str, int]
    seats: int
    unsaid: int
    seekers: int | None
    workers: int | None
    target: int | None

    @property
    def rate(self) -> float | None:
        """Seats for each hundred who seek work near home only."""
        return 100 * self.seats / self.seekers if self.seekers else None


@dataclass(frozen=True, slots=True)
class Table:
    """The regions below one, and all of it together."""

    rows: Sequence[Row]
    total: Row


def table(at: Place, *, by: Context, on: date) -> Table:
    """The regions right below a county, prefecture or province, inside the post's.

    A post that sees counts only has counts of few people hidden, and what gives them away.
    """
    rows = _rows(at, by, on)
    made = Table(rows, _total(rows))
    return _small_hidden(made, at, by, on) if by.rights.d1 is Right.AGGREGATE else made


def workshops(span: tuple[int, int], *, on: date) -> list[Workshop]:
    """The living workshops whose site lies in a range of regions, by place and name."""
    open_ = Q(site__closed_on=None) | Q(site__closed_on__gt=on)
    in_force = Q(valid_until=None) | Q(valid_until__gte=on)
    rows = Recognition.objects.filter(
        open_,
        in_force,
        kind=Recognised.WORKSHOP,
        state=RecognitionState.RECOGNISED,
        employer__state=EmployerState.VERIFIED,
        site__place__range=span,
    ).order_by("site__place", "employer__name_key", "id")
    found = rows.values(
        "id", "employer_id", "employer__name", "sub_kind", "number", "valid_until", "site_id",
        "site__name", "site__place", "site__seats", "site__lon", "site__lat",
    )  # fmt: skip
    return _with_payroll({row["site_id"]: _workshop(row) for row in found}, on)


def _workshop(row: Mapping[str, Any]) -> Workshop:
    lon, lat = row["site__lon"], row["site__lat"]
    return Workshop(
        recognition=row["id"],
        employer=row["employer_id"],
        name=row["employer__name"],
        site=row["site__name"],
        place=row["site__place"],
        sub_kind=row["sub_kind"],
        number=row["number"],
        valid_until=row["valid_until"],
        seats=row["site__seats"],
        point=(lon, lat) if lon is not None and lat is not None else None,
    )


def _with_payroll(found: Mapping[UUID, Workshop], on: date) -> list[Workshop]:
    months = proofs.window(on, LATELY)
    rows = Payroll.objects.filter(site__in=found, month__in=months, workers__gt=0)
    newest: dict[UUID, Any] = {
        site: {"month": month, "workers": workers, "target": target}
        for site, month, workers, target in rows.order_by("month").values_list(
            "site_id", "month", "workers", "target_workers"
        )
    }
    return [replace(one, **newest.get(site, {})) for site, one in found.items()]


def _rows(at: Place, by: Context, on: date) -> list[Row]:
    below = [place for place in places().children(at.code) if by.covers(place.code)]
    if not below:
        return []
    step = STEPS[below[0].level]
    span = (max(at.span[0], by.lo), min(at.span[1], by.hi))
    held: dict[int | None, list[Workshop]] = {}
    known = {place.code for place in below}
    for one in workshops(span, on=on):
        held.setdefault(_unit(one.place, step, known), []).append(one)
    seekers = people.seekers_tied_to_home(span, step=step, on=on)
    rows = [_row(place, held.get(place.code, ()), seekers.get(place.code, 0)) for place in below]
    return [*rows, _row(None, held[None], 0)] if None in held else rows


def _unit(code: int, step: int, known: Collection[int]) -> int | None:
    """The region below a place lies in; None where it says no more than the region above."""
    unit = code // step * step
    if unit in known:
        return unit
    try:
        unit = places().get(code).code // step * step  # of a region that followed a closed one
    except PlaceError:
        return None
    return unit if unit in known else None


def _row(place: Place | None, held: Sequence[Workshop], seekers: int) -> Row:
    towns = {town.code for town in _towns(place)} if place else set()
    with_one = {_unit(one.place, STEPS[TOWN], towns) for one in held}
    return Row(
        place=place,
        towns=len(towns),
        covered=len(with_one & towns),
        workshops=len(held),
        by_kind=Counter(one.sub_kind for one in held),
        seats=sum(one.seats or 0 for one in held),
        unsaid=sum(one.seats is None for one in held),
        seekers=seekers,
        workers=sum(one.workers or 0 for one in held),
        target=sum(one.target or 0 for one in held),
    )


def _towns(place: Place) -> list[Place]:
    """The townships of a region; a township itself."""
    if place.level >= TOWN:
        return [place]
    return [town for below in places().children(place.code) for town in _towns(below)]


def _total(rows: Sequence[Row]) -> Row:
    by_kind: Counter[str] = Counter()
    for row in rows:
        by_kind.update(row.by_kind)
    sums = {
        name: sum(getattr(row, name) for row in rows)
        for name in ("towns", "covered", "workshops", "seats", "unsaid", *HEADS)
    }
    return Row(place=None, by_kind=by_kind, **sums)


def _small_hidden(made: Table, at: Place, by: Context, on: date) -> Table:
    """Without counts of few people, seen together with the tables above it in the post."""
    above = _in_the_table_above(at, by, on)
    rows, total = list(made.rows), made.total
    for name in HEADS:
        # That nobody is paid where there is no workshop is no secret.
        cells = {
            number: getattr(row, name)
            for number, row in enumerate(rows)
            if row.workshops or name == "seekers"
        }
        shut = above is not None and getattr(above, name) is None
        gone = cells.keys() if shut else hidden(cells)
        blank: Any = {name: None}
        rows = [replace(row, **blank) if k in gone else row for k, row in enumerate(rows)]
        if shut or getattr(total, name) < LEAST:
            total = replace(total, **blank)
    return Table(rows, total)


def _in_the_table_above(at: Place, by: Context, on: date) -> Row | None:
    if at.code == by.lo or at.parent is None or not by.covers(at.parent):
        return None
    upper = table(places().get(at.parent), by=by, on=on)
    return next((row for row in upper.rows if row.place and row.place.code == at.code), None)
