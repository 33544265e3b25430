"""Days and limits of casework on a day: dated data in ``policy.yaml``."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field

from chunfeng.kit.texts import Declared

NATIONAL = Path(__file__).with_name("policy.yaml")
PLANS = ("workshop", "local", "away", "public_welfare", "casual", "own_business")
WITHIN = ("wage_arrears", "injury", "health", "other")


class Part(BaseModel):
    """A part of the file: no key that is not declared, no value of another type."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=True)


class Source(Part):
    """Where values come from; general practice is no rule of the nation."""

    zh: str
    en: str
    general_practice: bool


class Dated(Part):
    """Numbers from a day on."""

    since: date = Field(alias="from")
    value: Annotated[tuple[int, ...], Field(strict=False, min_length=1)]
    source: str


class Value(Part):
    """What is asked for: its unit and its numbers by day."""

    unit: str
    values: Annotated[tuple[Dated, ...], Field(strict=False, min_length=1)]


class PolicyFile(Part):
    """The whole file."""

    sources: Mapping[str, Source]
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class StableRule:
    """When work is stable; all in days. window: how far back is looked."""

    days: int
    window: int
    gap: int
    confirmed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An income line: yuan a year for each of a household, and where it comes from."""

    yuan: int
    source: Declared
    general_practice: bool


@dataclass(frozen=True, slots=True)
class InForce:
    """The policy of a day."""

    file: PolicyFile
    day: date

    def number(self, name: str) -> int:
        """One number: ``grace``, ``within_injury`` …"""
        return self._held(name).value[0]

    @property
    def plans(self) -> Mapping[str, tuple[int, ...]]:
        """{kind of work: on which days after its begin somebody is asked}."""
        return {kind: self._held(f"plan_{kind}").value for kind in PLANS}

    @property
    def stable(self) -> StableRule:
        """When work is stable."""
        return StableRule(
            days=self.number("stable_days"),
            window=self.number("stable_window"),
            gap=self.number("stable_gap"),
            confirmed=self.number("stable_confirmed"),
        )

    def within(self, difficulty: str) -> int:
        """Days to do something about a kind of difficulty."""
        return self.number(f"within_{difficulty if difficulty in WITHIN else 'other'}")

    @property
    def line(self) -> Line:
        """The income line of the day's year."""
        held = self._held("line")
        source = self.file.sources[held.source]
        return Line(
            yuan=held.value[0],
            source=Declared(source.zh, source.en),
            general_practice=source.general_practice,
        )

    def _held(self, name: str) -> Dated:
        """The numbers that hold on the day; before the first of them those hold."""
        values = sorted(self.file.values[name].values, key=lambda dated: dated.since)
        return next((v for v in reversed(values) if v.since <= self.day), values[0])


@cache
def _national() -> PolicyFile:
    return PolicyFile.model_validate(yaml.safe_load(NATIONAL.read_text(encoding="utf-8")))


def on(day: date) -> InForce:
    """The policy of a day."""
    return InForce(_national(), day)
