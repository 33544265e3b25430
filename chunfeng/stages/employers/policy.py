"""What a recognition asks for on a day in a region: dated data in ``policy.yaml``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from chunfeng.kit.texts import Declared
from chunfeng.stages.employers.policy_file import (
    Criteria,
    FlagLimits,
    PolicyError,
    PolicyFile,
    Said,
    read,
)

NATIONAL = Path(__file__).with_name("policy.yaml")
__all__ = ["NATIONAL", "InForce", "Limits", "Origin", "Policy", "PolicyError", "Terms", "national",
           "on"]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a value comes from. region: the first digits it holds for; empty is the nation."""

    name: Declared
    unit: str
    since: date
    region: str
    source: Declared
    general_practice: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is asked of one kind. Units stand in the file; shares are in percent."""

    workers_least: int
    target_share_least: int
    either: bool  # enough workers or the share of registered households is enough
    target_workers_least: int
    months_operated_least: int
    months_shown_least: int
    pay_floor: str
    paid_within: int
    insured_share_least: int
    seats_least: int
    notice_days: int
    valid_years: int
    review_months: int
    visit_months: int
    payroll_gap_most: int
    documents: Sequence[str]
    checklist: Sequence[str]
    origins: Mapping[str, Origin]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """From where on a flag goes up."""

    phone_employers_most: int
    unknown_target_most: int
    asked_times: int
    seen_apart_most: int


@dataclass(frozen=True, slots=True)
class CheckItem:
    """One thing looked at on a visit, and why."""

    code: str
    said: Declared
    why: Declared


@dataclass(frozen=True, slots=True)
class InForce:
    """The policy of a day in a region (a 12-digit code)."""

    file: PolicyFile
    day: date
    region: int

    def of(self, kind: str, variant: str = "") -> Terms:
        """What is asked of a kind: its sub-kind's or level's own value before the kind's.

        Then a region's before the nation's. KeyError for a kind that is not known.
        """
        if kind not in {known.code for known in self.file.kinds}:
            raise KeyError(kind)
        picked, origins = {}, {}
        for name in Criteria.model_fields:
            criterion = getattr(self.file.criteria, name)
            values = [v for v in criterion.values if v.of in (kind, f"{kind}/{variant}")]
            held = self._held(values)
            picked[name], origins[name] = held.value, self._origin(criterion, held)
        return Terms(**picked, origins=origins)

    @property
    def flags(self) -> Limits:
        """The limits of the flags."""
        names = FlagLimits.model_fields
        return Limits(
            **{name: self._held(getattr(self.file.flags, name).values).value for name in names}
        )

    @property
    def second_officer(self) -> str:
        """Whether another verifies than who entered: always, where_possible (there is one), no."""
        return str(self._held(self.file.verification.second_officer.values).value)

    def _held(self, values: Sequence[Any]) -> Any:
        """The value that holds: of the sub-kind, of the nearest region, of the latest day."""
        day, code = max(self.day, self.file.begins), f"{self.region:012d}"
        fit = [v for v in values if v.since <= day and code.startswith(v.region)]
        return max(fit, key=lambda v: ("/" in getattr(v, "of", ""), len(v.region), v.since))

    def _origin(self, criterion: Any, held: Any) -> Origin:
        source = self.file.sources[held.source]
        return Origin(
            name=_said(criterion),
            unit=criterion.unit,
            since=held.since,
            region=held.region,
            source=_said(source),
            general_practice=source.general_practice,
        )


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy file, for every day and region."""

    file: PolicyFile

    def on(self, day: date, region: int) -> InForce:
        """The policy of a day in a region."""
        return InForce(self.file, day, region)

    @property
    def kinds(self) -> Mapping[str, Declared]:
        """{code: name} of what may be recognised."""
        return {kind.code: _said(kind) for kind in self.file.kinds}

    def variants(self, kind: str) -> Mapping[str, Declared]:
        """{code: name} of a kind's sub-kinds or levels."""
        found = next((one for one in self.file.kinds if one.code == kind), None)
        return {one.code: _said(one) for one in found.variants} if found else {}

    def called(self, kind: str, variant: str = "") -> Declared:
        """The name of a sub-kind or level, else of the kind; one not known stands as it is."""
        plain = Declared(variant or kind, variant or kind)
        return self.variants(kind).get(variant) or self.kinds.get(kind, plain)

    def document(self, code: str) -> Declared:
        """What a document is called."""
        found = self.file.documents.get(code)
        return _said(found) if found else Declared(code, code)

    def checklist(self, codes: Sequence[str]) -> list[CheckItem]:
        """The items of a visit, with why each is looked at."""
        items = [(code, self.file.checklist[code]) for code in codes]
        return [
            CheckItem(code, _said(item), Declared(item.why_zh, item.why_en)) for code, item in items
        ]


@cache
def national() -> Policy:
    """The policy that comes with the product."""
    return Policy(read(NATIONAL))


def on(day: date, region: int) -> InForce:
    """The policy of a day in a region."""
    return national().on(day, region)


def _said(words: Said) -> Declared:
    return Declared(words.zh, words.en)
