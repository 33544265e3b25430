"""The shape of ``policy.yaml``: what may stand there, and that nothing is missing."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any, Generic, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

REGION_DIGITS = (0, 2, 4, 6, 9, 12)
Words = Annotated[str, Field(min_length=1, max_length=120)]
Code = Annotated[
    str, Field(pattern=r"^[a-z][a-z0-9_]{0,19}$")
]  # as the columns of the register hold them
Region = Annotated[str, Field(pattern=r"^\d{0,12}$")]  # the first digits of a code
Count = Annotated[int, Field(ge=0, le=10_000)]
Percent = Annotated[int, Field(ge=0, le=100)]
Codes = Annotated[tuple[Code, ...], Field(strict=False, min_length=1)]
V = TypeVar("V")


class PolicyError(ValueError):
    """A policy file that cannot be used: which key, and why."""


class Part(BaseModel):
    """A part of a policy file: no key that is not declared, no value of another type."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=True)


class Said(Part):
    """Words in both languages."""

    zh: Words
    en: Words


class Source(Said):
    """Where values come from; general practice is no rule of the nation."""

    general_practice: bool


class Variant(Said):
    """A sub-kind of a workshop, a level of a base."""

    code: Code


class Kind(Variant):
    """What may be recognised."""

    variants: Annotated[tuple[Variant, ...], Field(strict=False)]


class Item(Said):
    """One thing looked at on a visit, and why."""

    why_zh: Words
    why_en: Words


class Dated(Part, Generic[V]):
    """A value from a day on, for the nation or a region."""

    since: date = Field(alias="from")
    region: Region = ""
    value: V
    source: Code

    @model_validator(mode="after")
    def _region(self) -> "Dated[V]":
        if len(self.region) not in REGION_DIGITS:
            raise ValueError(f"region {self.region} has {len(self.region)} digits")
        return self


class OfKind(Dated[V], Generic[V]):
    """A value for a kind, or for a sub-kind or level: ``workshop/station``."""

    of: Annotated[str, Field(pattern=r"^[a-z_]+(/[a-z_]+)?$")]


class Criterion(Said, Generic[V]):
    """What is asked for, its unit, and its values."""

    unit: Words
    values: Annotated[tuple[OfKind[V], ...], Field(strict=False, min_length=1)]


class Limit(Said, Generic[V]):
    """A limit for every kind alike."""

    unit: Words
    values: Annotated[tuple[Dated[V], ...], Field(strict=False, min_length=1)]


class Criteria(Part):
    """Every criterion; one that is missing or not known is refused."""

    workers_least: Criterion[Count]
    target_share_least: Criterion[Percent]
    either: Criterion[bool]
    target_workers_least: Criterion[Count]
    months_operated_least: Criterion[Annotated[int, Field(ge=0, le=12)]]
    months_shown_least: Criterion[Annotated[int, Field(ge=0, le=12)]]
    pay_floor: Criterion[Literal["hour", "none"]]
    paid_within: Criterion[Count]
    insured_share_least: Criterion[Percent]
    seats_least: Criterion[Count]
    notice_days: Criterion[Count]
    valid_years: Criterion[Annotated[int, Field(ge=1, le=20)]]
    review_months: Criterion[Annotated[int, Field(ge=1, le=120)]]
    visit_months: Criterion[Annotated[int, Field(ge=1, le=120)]]
    payroll_gap_most: Criterion[Annotated[int, Field(ge=0, le=12)]]
    documents: Criterion[Codes]
    checklist: Criterion[Codes]


class FlagLimits(Part):
    """From where on a flag goes up."""

    phone_employers_most: Limit[Count]
    unknown_target_most: Limit[Count]
    asked_times: Limit[Annotated[int, Field(ge=1, le=100)]]
    seen_apart_most: Limit[Annotated[int, Field(ge=1, le=100)]]


class Verification(Part):
    """How employers are verified."""

    second_officer: Limit[Literal["always", "where_possible", "no"]]


class PolicyFile(Part):
    """The whole file, without a gap."""

    begins: date
    sources: dict[Code, Source]
    kinds: Annotated[tuple[Kind, ...], Field(strict=False, min_length=1)]
    criteria: Criteria
    flags: FlagLimits
    verification: Verification
    documents: dict[Code, Said]
    checklist: dict[Code, Item]

    @model_validator(mode="after")
    def _whole(self) -> "PolicyFile":
        kinds = [kind.code for kind in self.kinds]
        named = {f"{kind.code}/{one.code}" for kind in self.kinds for one in kind.variants}
        for name in Criteria.model_fields:
            values = getattr(self.criteria, name).values
            _known(name, [value.of for value in values], {*kinds, *named})
            _held(name, values, kinds, self.begins)
            _known(name, [value.source for value in values], self.sources)
        for part in (self.flags, self.verification):
            for name in type(part).model_fields:
                values = getattr(part, name).values
                _held(name, values, [""], self.begins)
                _known(name, [value.source for value in values], self.sources)
        for name in ("documents", "checklist"):
            listed = [code for one in getattr(self.criteria, name).values for code in one.value]
            _known(name, listed, getattr(self, name))
        return self


def read(path: Path) -> PolicyFile:
    """A policy file; PolicyError when a key is not known, missing, or of another type."""
    try:
        return PolicyFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise PolicyError(f"{path.name}: {where}: {first['msg']}") from None


def _known(name: str, used: list[str], allowed: Any) -> None:
    strange = sorted(set(used) - set(allowed))
    if strange:
        raise ValueError(f"{name}: {', '.join(strange)} is not known")


def _held(name: str, values: Any, kinds: list[str], begins: date) -> None:
    """Every kind has a value for the whole nation from the first day on, and none twice."""
    stands = [(getattr(value, "of", ""), value.region, value.since) for value in values]
    if len(stands) != len(set(stands)):
        raise ValueError(f"{name}: two values of one kind, region and day")
    first = {of for of, region, since in stands if not region and since <= begins}
    missing = [kind for kind in kinds if kind not in first]
    if missing:
        raise ValueError(f"{name}: no value for {', '.join(missing)} from {begins}")
