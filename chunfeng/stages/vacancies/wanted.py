"""What somebody looks for, and the words of the index it comes to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import cos, floor, radians
from uuid import UUID

from chunfeng.foundation.places.place import LEVEL_DIGITS
from chunfeng.stages.vacancies.cutting import cutter
from chunfeng.stages.vacancies.tokens import Alternative, tsquery_literal

PAYS = (1500, 2000, 2500, 3000, 3500, 4000, 4500, 5000, 6000, 8000, 10000, 15000)  # yuan a month
GROUPS = (1, 4, 7, 10)  # signs of an occupation's code, from its great group to itself
KM_A_DEGREE = 111.0  # of latitude, rather less than it is
CELLS_TO, SQUARES_TO = 30.0, 1000.0  # km up to which cells of 0.1° or squares of 1° are named


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody looks for; what is left out does not matter to them.

    near: lon, lat (WGS84 degrees), for distances and, with km, the circle. own: codes lo..hi of the
    township the point stands for where it is only a guess: what is there is nearest. region: codes
    lo..hi of where the work is. channel: any of these. occupation: a code like 6-05-01-03, or how
    one begins. pay_min: yuan a month. with_seats: only where a seat is left.
    """

    words: str = ""
    near: tuple[float, float] | None = None
    km: float | None = None
    own: tuple[int, int] | None = None
    region: tuple[int, int] | None = None
    channel: tuple[str, ...] = ()
    occupation: str = ""
    home_friendly: bool = False
    housing: bool = False
    pay_min: float | None = None
    employer: UUID | None = None
    with_seats: bool = True


def terms(wanted: Wanted) -> list[list[Alternative]]:
    """The words wanted: each list is met by any one of it."""
    return cutter().query_words(wanted.words)


def conditions(wanted: Wanted) -> Iterator[str]:
    """What the index is asked for: tsquery texts, all of which a vacancy meets."""
    words = tsquery_literal(terms(wanted))
    if words:
        yield words
    yield from map(_fact, _facts(wanted))
    if wanted.channel:
        yield any_of(f"@c{channel}" for channel in wanted.channel)
    if wanted.near and wanted.km is not None and (ground := within(wanted.near, wanted.km)):
        yield ground


def any_of(facts: Iterable[str]) -> str:
    """A tsquery text met by any of some facts."""
    return f"({' | '.join(map(_fact, facts))})"


def within(near: tuple[float, float], km: float) -> str:
    """Cells or squares that together cover a circle; nothing where it is too wide to name them."""
    if km > SQUARES_TO:
        return ""
    lon, lat = near
    letter, row, per = ("g", 10_000, 10) if km <= CELLS_TO else ("q", 1000, 1)
    up = km / KM_A_DEGREE
    aside = up / max(cos(radians(min(abs(lat) + up, 89.0))), 0.01)
    return any_of(
        f"@{letter}{y * row + x}"
        for y in range(floor((lat - up) * per), floor((lat + up) * per) + 1)
        for x in range(floor((lon - aside) * per), floor((lon + aside) * per) + 1)
    )


def whole_groups(occupation: str) -> str:
    """Of a code, or how one begins, the part that the index knows."""
    return next((occupation[:n] for n in reversed(GROUPS) if len(occupation) >= n), "")


def _facts(wanted: Wanted) -> Iterator[str]:
    if wanted.region and (covering := _covering(*wanted.region)):
        yield f"@r{covering}"
    if group := whole_groups(wanted.occupation):
        yield f"@o{group}"
    if wanted.home_friendly:
        yield "@home"
    if wanted.housing:
        yield "@housing"
    if wanted.employer:
        yield f"@e{wanted.employer}"
    if wanted.pay_min is not None and (least := [pay for pay in PAYS if pay <= wanted.pay_min]):
        yield f"@m{least[-1]}"


def _covering(low: int, high: int) -> str:
    """The code of the smallest region that holds the codes low..high, without its zeros."""
    for digits in sorted(LEVEL_DIGITS.values(), reverse=True):
        step = 10 ** (12 - digits)
        if low // step == high // step:
            return str(low // step)
    return ""


def _fact(name: str) -> str:
    return "'" + name.replace("\\", "\\\\").replace("'", "''") + "'"
