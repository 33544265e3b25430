"""The lowest lawful pay of a day in a region: dated data in ``minimum_wages.yaml``."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field, ValidationError, model_validator

from chunfeng.kit.texts import Declared
from chunfeng.stages.employers.policy_file import (
    REGION_DIGITS,
    Part,
    PolicyError,
    Region,
    Said,
    Words,
)

NATIONAL = Path(__file__).with_name("minimum_wages.yaml")
Yuan = Annotated[float, Field(gt=0, le=100_000)]


class Floor(Part):
    """Lowest lawful pay from a day on. month: yuan a month. hour: yuan an hour."""

    region: Region
    since: date = Field(alias="from")
    month: Yuan
    hour: Yuan
    source: Said
    general_practice: bool

    @property
    def why(self) -> Declared:
        """Where the figures come from."""
        return Declared(self.source.zh, self.source.en)


class _Units(Part):
    month: Words
    hour: Words


class Floors(Part):
    """Every floor, one of them for the nation."""

    units: _Units
    floors: Annotated[tuple[Floor, ...], Field(strict=False, min_length=1)]

    @model_validator(mode="after")
    def _whole(self) -> "Floors":
        stands = [(floor.region, floor.since) for floor in self.floors]
        if len(stands) != len(set(stands)):
            raise ValueError("two floors of one region and day")
        if not any(floor.region == "" for floor in self.floors):
            raise ValueError("no floor for the nation")
        wrong = [region for region, _ in stands if len(region) not in REGION_DIGITS]
        if wrong:
            raise ValueError(f"no region has the digits {wrong[0]}")
        return self

    def on(self, day: date, region: int) -> Floor | None:
        """The floor of the nearest region that had one by the day; None before the first."""
        code = f"{region:012d}"
        fit = [f for f in self.floors if f.since <= day and code.startswith(f.region)]
        return max(fit, key=lambda floor: (len(floor.region), floor.since), default=None)


def read(path: Path) -> Floors:
    """The floors of a file; PolicyError when it cannot be used."""
    try:
        return Floors.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise PolicyError(f"{path.name}: {where}: {first['msg']}") from None


@cache
def national() -> Floors:
    """The floors that come with the product."""
    return read(NATIONAL)


def floor_on(day: date, region: int) -> Floor | None:
    """The lowest lawful pay of a day in a region (a 12-digit code)."""
    return national().on(day, region)
