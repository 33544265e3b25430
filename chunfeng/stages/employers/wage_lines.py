"""The ledger of the lowest lawful pay: the lines of regions, entered from notices, taken back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Case, F, FloatField, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from chunfeng.foundation.access import Context, Role
from chunfeng.foundation.audit.recording import record
from chunfeng.foundation.places.current import places
from chunfeng.foundation.places.errors import PlaceError
from chunfeng.foundation.places.place import uppers
from chunfeng.kit.texts import text
from chunfeng.stages.employers.models import WageFloor
from chunfeng.stages.employers.refusals import NotAllowed, NotFound, Refused, Wrong
from chunfeng.stages.employers.wages import FULL_MONTH, Floor, Floors, digits, national

EARLIEST = date(1994, 1, 1)  # the Labour Law's minimum wage
FAR_AHEAD = 366  # days
PAGE, MOST = 50, 10_000
MOST_YUAN = 100_000
_ABOVE = (10**10, 10**8, 10**6, 10**3)  # codes of a province, prefecture, county, township share


class Standing(StrEnum):
    """How a line stands on a day."""

    NOW = "now"
    TO_COME = "to_come"
    OVER = "over"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Told:
    """What a notice says: yuan a month and an hour, the first day, which notice it is."""

    valid_from: date
    month: float
    hour: float
    source: str


def floors(at: Iterable[int] | None = None) -> Floors:
    """The ledger's lines that count, and the nation's that come with the product. One statement.

    at: only those that may hold at these places (region codes); a county has few, the nation many.
    """
    rows = WageFloor.objects.filter(withdrawn_at=None)
    if at is not None:
        rows = rows.filter(region__in={code for place in at for code in (place, *uppers(place))})
    columns = ("region", "valid_from", "month", "hour", "source")
    own = [_line(**row) for row in rows.values(*columns)]
    return Floors(floors=(*_nation(), *own))


def least_at(place: F, on: date, part_time: Q) -> Case:
    """The lowest lawful pay an hour of a row of work, as SQL. place: its column of region codes.

    part_time: the condition under which the hourly line holds.
    """
    above: Any = [place, *(place / step * step for step in _ABOVE)]
    nearest = WageFloor.objects.filter(
        withdrawn_at=None, valid_from__lte=on, region__in=above
    ).order_by("-region", "-valid_from")
    nation = max((line for line in _nation() if line.since <= on), key=lambda line: line.since)

    def line(name: str) -> Coalesce:
        own = Subquery(nearest.values(name)[:1], output_field=FloatField())
        return Coalesce(own, Value(getattr(nation, name)), output_field=FloatField())

    return Case(
        When(part_time, then=line("hour")),
        default=line("month") / Value(FULL_MONTH),
        output_field=FloatField(),
    )


def _nation() -> Sequence[Floor]:
    """The nation's lines; those of regions stand in the ledger, wherever there is a register."""
    return [line for line in national().floors if line.region == ""]


def in_force(on: date) -> tuple[Floor, ...]:
    """The newest line of every region that has begun by a day, by region."""
    newest: dict[str, Floor] = {}
    for line in sorted(floors().floors, key=lambda line: line.since):
        if line.since <= on:
            newest[line.region] = line
    return tuple(newest[region] for region in sorted(newest))


def page(
    *, by: Context, on: date, number: int = 1, size: int = PAGE
) -> tuple[list[tuple[WageFloor, Standing]], int]:
    """(lines with how they stand on a day, how many in all), the newest first.

    Those of the post's region, inside it and above, also what was taken back.
    """
    above = {by.lo // step * step for step in _ABOVE}
    mine = Q(region__range=(by.lo, by.hi)) | Q(region__in=above)
    found, first = WageFloor.objects.filter(mine), (number - 1) * size
    rows = found.order_by("-valid_from", "region", "-entered_at")[first : first + size]
    holding = {(line.region, line.since) for line in in_force(on)}
    return [(row, _standing(row, holding, on)) for row in rows], found.count()


def _standing(row: WageFloor, holding: set[tuple[str, date]], on: date) -> Standing:
    if row.withdrawn_at is not None:
        return Standing.WITHDRAWN
    if row.valid_from > on:
        return Standing.TO_COME
    held = (digits(row.region), row.valid_from) in holding
    return Standing.NOW if held else Standing.OVER


def line(wanted: UUID, *, by: Context) -> WageFloor | None:
    """One of those inside the post's region."""
    return WageFloor.objects.filter(id=wanted, region__range=(by.lo, by.hi)).first()


def may_write(by: Context) -> bool:
    """Whether a post enters lines."""
    return by.role is Role.COUNTY


def enter(region: int, told: Told, *, by: Context, at: datetime) -> UUID:
    """Enters a line of a region inside the post's; its id."""
    if not (may_write(by) and by.covers(region)):
        raise NotAllowed
    _must_be_right(region, told, at)
    if WageFloor.objects.filter(
        region=region, valid_from=told.valid_from, withdrawn_at=None
    ).exists():
        raise Wrong("valid_from", text("There is a line from this day on. Take it back first."))
    made = WageFloor.objects.create(
        id=uuid4(),
        region=region,
        valid_from=told.valid_from,
        month=told.month,
        hour=told.hour,
        source=" ".join(told.source.split())[:120],
        entered_by=by.user,
        entered_at=at,
    )
    _tell("wage_line.entered", made, by, at)
    return made.id


def withdraw(wanted: UUID, *, reason: str, by: Context, at: datetime) -> None:
    """Takes a line back: it counts no more, and stays in the list with the reason."""
    if not may_write(by):
        raise NotAllowed
    inside = WageFloor.objects.filter(id=wanted, region__range=(by.lo, by.hi))
    held = inside.select_for_update(of=("self",)).first()
    if held is None:
        raise NotFound
    if held.withdrawn_at is not None:
        raise Refused(text("This line was taken back already."))
    why = " ".join(reason.split())[:200]
    if not why:
        raise Wrong("reason", text("Say why."))
    inside.update(withdrawn_by=by.user, withdrawn_at=at, withdrawn_reason=why)
    _tell("wage_line.withdrawn", held, by, at, reason=why)


def _line(*, region: int, valid_from: date, month: float, hour: float, source: str) -> Floor:
    told = {
        "region": digits(region),
        "from": valid_from,
        "month": month,
        "hour": hour,
        "source": {"zh": source, "en": source},
        "general_practice": False,
        "called": _name(region),
    }
    return Floor.model_validate(told)


def _name(region: int) -> str:
    try:
        return places().get(region).name
    except PlaceError:  # closed since
        return digits(region)


def _must_be_right(region: int, told: Told, at: datetime) -> None:
    days = (told.valid_from - timezone.localdate(at)).days
    if told.valid_from < EARLIEST or days > FAR_AHEAD:
        raise Wrong("valid_from", text("Check the year: {day}.", day=told.valid_from.isoformat()))
    if not told.source.strip():
        raise Wrong("source", text("Say which notice the line comes from."))
    first = min(line.since for line in national().floors)  # what was lawful before is not known
    least = national().on(max(told.valid_from, first), region)
    for name in ("month", "hour"):
        figure, lowest = getattr(told, name), getattr(least, name)
        if not lowest <= figure <= MOST_YUAN:
            said = text("No region's line is below {least} yuan. Check the notice.", least=lowest)
            raise Wrong(name, said)


def _tell(kind: str, held: WageFloor, by: Context, at: datetime, **more: str) -> None:
    detail = {
        "valid_from": held.valid_from.isoformat(),
        "month": held.month,
        "hour": held.hour,
        **more,
    }
    record(kind, by=by, at=at, region=held.region, subject=("wage_line", held.id), detail=detail)
