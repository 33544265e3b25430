"""The limits that rules measure against: dated policy data in ``rules/limits.yaml``."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

NATIONAL = Path(__file__).parent / "rules" / "limits.yaml"


class LimitsError(ValueError):
    """A file of limits that cannot be used."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one day; units stand in the file."""

    school_age: int
    work_age: int
    labour_age_end: int
    public_post_age_end: int
    pay_least: float
    pay_most: float
    pay_low: float
    person_posts: int
    household_posts: int
    generation_years: int
    severe_grade: int
    unstable_work_words: tuple[str, ...]

    @property
    def labour_ages(self) -> range:
        """The ages counted as labour."""
        return range(self.work_age, self.labour_age_end)


@dataclass(frozen=True, eq=False)
class Policy:
    """Limits with the days they begin, per name from the earliest."""

    dated: Mapping[str, tuple[tuple[date, Any], ...]]

    def at(self, on: date) -> Limits:
        """The limits that hold on a day; before the first day of one, its first value."""
        return Limits(**{name: _held(steps, on) for name, steps in self.dated.items()})


@cache
def national() -> Policy:
    """The limits that stand in the rule pack."""
    return load(NATIONAL)


def load(path: Path) -> Policy:
    """The limits of a file; LimitsError when one is missing, not known or has no value."""
    declared = yaml.safe_load(path.read_text(encoding="utf-8"))
    names = {field.name for field in fields(Limits)}
    if declared.keys() != names:
        raise LimitsError(f"{path.name}: {sorted(declared.keys() ^ names)}")
    return Policy({name: _steps(name, entry["values"]) for name, entry in declared.items()})


def _steps(name: str, values: Mapping[date, Any]) -> tuple[tuple[date, Any], ...]:
    if not values:
        raise LimitsError(f"{name}: no value")
    steps = sorted(values.items())
    return tuple((begins, tuple(v) if isinstance(v, list) else v) for begins, v in steps)


def _held(steps: tuple[tuple[date, Any], ...], on: date) -> Any:
    held = [value for begins, value in steps if begins <= on]
    return held[-1] if held else steps[0][1]
