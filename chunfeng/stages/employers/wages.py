"""The lowest lawful pay: dated lines of regions, and the one rule that says which of them holds.

The monthly line is for full-time work of 174 hours a month, overtime on top; piece work is turned
into time and held against the same. The hourly line is for part-time work: at most 4 hours a day
and 24 a week (Labour Contract Law art. 68; Provisions on Minimum Wages arts. 5 and 12).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field, PrivateAttr, ValidationError, model_validator

from chunfeng.kit.texts import Declared, Text, text
from chunfeng.stages.employers.policy_file import (
    REGION_DIGITS,
    Part,
    PolicyError,
    Region,
    Said,
    Words,
)

NATIONAL = Path(__file__).with_name("minimum_wages.yaml")
FULL_MONTH = 174.0  # hours: 21.75 days of 8
PART_DAY, PART_WEEK = 4.0, 24.0  # hours at most of part-time work
PART_MONTH = PART_WEEK * 52 / 12  # 104 hours
USUAL_DAYS = 6.0  # of a week, where nobody says
HALF_A_FEN = 0.005  # amounts are told to the fen
Yuan = Annotated[float, Field(gt=0, le=100_000)]


class Floor(Part):
    """The line of a region from a day on. month: yuan a month. hour: yuan an hour.

    called: the region's name, where the line comes from a ledger.
    """

    region: Region
    since: date = Field(alias="from")
    month: Yuan
    hour: Yuan
    source: Said
    general_practice: bool
    called: str = ""

    @property
    def why(self) -> Declared:
        """Where the figures come from."""
        return Declared(self.source.zh, self.source.en)

    @property
    def whose(self) -> Text:
        """Whose line it is."""
        name = self.called or self.region
        return text("the line of {region}", region=name) if name else text("the nation's line")


@dataclass(frozen=True, slots=True)
class Least:
    """The lowest lawful pay of some work: yuan an hour, and the line it follows from."""

    hour: float
    floor: Floor
    part_time: bool

    def above(self, paid: float | None) -> bool:
        """Whether so much an hour is less than the least; never where it is not known."""
        return paid is not None and paid < self.hour - HALF_A_FEN

    @property
    def line(self) -> Text:
        """Which line, whose, since when."""
        told = {"whose": self.floor.whose, "since": self.floor.since.isoformat()}
        if self.part_time:
            hour = f"{self.floor.hour:g}"
            return text("{whose} since {since}: {hour} yuan an hour, part-time", **told, hour=hour)
        month = f"{self.floor.month:g}"
        return text("{whose} since {since}: {month} yuan for 174 hours, full-time", **told,
                    month=month)  # fmt: skip


class _Units(Part):
    month: Words
    hour: Words


class Floors(Part):
    """Lines of regions, one of them the nation's."""

    floors: Annotated[tuple[Floor, ...], Field(strict=False, min_length=1)]
    _of: dict[str, list[Floor]] = PrivateAttr(default_factory=dict)  # region: its lines

    def model_post_init(self, _: object) -> None:
        """Sorts the lines by region."""
        for line in self.floors:
            self._of.setdefault(line.region, []).append(line)

    @model_validator(mode="after")
    def _whole(self) -> "Floors":
        must_be_whole(self.floors)
        return self

    def on(self, day: date, region: int) -> Floor | None:
        """The line of the nearest region that had one by the day; None before the first."""
        code = f"{region:012d}"
        for length in reversed(REGION_DIGITS):
            begun = [line for line in self._of.get(code[:length], ()) if line.since <= day]
            if begun:
                return max(begun, key=lambda line: line.since)
        return None

    def least(
        self, day: date, place: int, kind: str | None, hours: float | None, days: float | None
    ) -> Least | None:
        """The lowest lawful pay of work at a place; None where hours or line are not known.

        kind: the vacancy ledger's pay_kind. hours: a day. days: a week.
        """
        floor = self.on(day, place)
        if floor is None or (hours is None and kind != "hour"):
            return None
        return of_line(floor, kind, hours, days)

    def least_of_month(
        self, day: date, place: int, workers: int, hours: float | None
    ) -> Least | None:
        """The same of a month's payroll; hours: of all workers together."""
        floor = self.on(day, place)
        if floor is None:
            return None
        part_time = bool(hours and workers) and (hours or 0) / workers <= PART_MONTH
        return _least(floor, part_time)


class _File(Floors):
    """``minimum_wages.yaml``."""

    units: _Units


def must_be_whole(floors: Iterable[Floor]) -> None:
    """ValueError where two lines are of one region and day, or the nation has none."""
    stands = [(floor.region, floor.since) for floor in floors]
    if len(stands) != len(set(stands)):
        raise ValueError("two floors of one region and day")
    if not any(region == "" for region, _ in stands):
        raise ValueError("no floor for the nation")
    wrong = [region for region, _ in stands if len(region) not in REGION_DIGITS]
    if wrong:
        raise ValueError(f"no region has the digits {wrong[0]}")


def part_time(kind: str | None, hours: float | None, days: float | None) -> bool:
    """Whether work is paid by the hour, or its hours are known to be those of part-time work."""
    if kind == "hour":
        return True
    week = None if hours is None else hours * (USUAL_DAYS if days is None else days)
    return hours is not None and hours <= PART_DAY and (week or 0) <= PART_WEEK


def of_line(floor: Floor, kind: str | None, hours: float | None, days: float | None) -> Least:
    """THE rule: part-time work is held against the hourly line, any other against month/174."""
    return _least(floor, part_time(kind, hours, days))


def _least(floor: Floor, part: bool) -> Least:
    return Least(floor.hour if part else floor.month / FULL_MONTH, floor, part)


def digits(region: int) -> str:
    """The first digits of a region's code that say which it is; "" is the nation."""
    code = f"{region:012d}"
    return next((code[:n] for n in REGION_DIGITS if not int(code[n:] or 0)), code)


def read(path: Path) -> Floors:
    """The lines of a file; PolicyError when it cannot be used."""
    try:
        return _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise PolicyError(f"{path.name}: {where}: {first['msg']}") from None


@cache
def national() -> Floors:
    """The lines that come with the product."""
    return read(NATIONAL)
