"""The policy: dated weights, limits and tiers, read from YAML and checked key by key."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from chunfeng.engine.terms import TERMS
from chunfeng.kit.texts import text
from chunfeng.stages.docking.policy_file import PolicyError, WrongValueError, explain, read
from chunfeng.stages.employers.wages import Floor, Floors, must_be_whole, national

DEFAULT = Path(__file__).with_name("policy.yaml")
ALL = "all"
WHOLE_LINES = text(
    "pay_floor is a list of lines, one a region and day: region (its first digits), from, month,"
    " hour, source, general_practice."
)
Share = Annotated[float, Field(ge=0, le=1)]
Km = Annotated[float, Field(ge=0, le=500)]
Age = Annotated[int, Field(ge=16, le=80)]
Words = Annotated[str, Field(min_length=1, max_length=60)]
Reach = Literal["village", "township", "county", "prefecture", "province", "outside"]
Channel = Literal["near", "local", "cooperation", "base", "public_welfare", "temporary"]
PayKind = Literal["month", "day", "hour", "piece"]
Category = Literal[
    "exited",
    "unstable",
    "at_risk",
    "sudden",
    "subsistence",
    "zero_employment",
    "relocated",
    "general",
]
Status = Literal[
    "employed", "workshop", "public_welfare", "casual", "own_business", "farming", "studying"
]

__all__ = ["DEFAULT", "Policy", "PolicyError", "as_text", "from_text", "load_policy"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, strict=True)


class Weights(_Part):
    """Share of each term in the score; together 1."""

    pay: Share
    commute: Share
    occupation: Share
    hours: Share
    place: Share
    board: Share
    company: Share
    stability: Share

    @model_validator(mode="after")
    def _sum(self) -> "Weights":
        total = sum(getattr(self, name) for name in TERMS)
        if abs(total - 1) > 1e-6:
            raise WrongValueError(
                text("The weights add up to {total}, not to 1.", total=round(total, 6))
            )
        return self


class StatutoryAge(_Part):
    """A statutory age in years; it rises by a month every so many months, up to the highest."""

    age: Age
    rise_every_months: Annotated[int, Field(ge=1, le=12)]
    highest: Age

    @model_validator(mode="after")
    def _order(self) -> "StatutoryAge":
        if self.highest < self.age:
            raise WrongValueError(text("highest must not be below age."))
        return self


class StatutoryAges(_Part):
    """By sex, and the day from which they rise."""

    rise_from: date
    male: StatutoryAge
    female: StatutoryAge


class PastStatutoryAge(_Part):
    """Work that people past the statutory age may still take."""

    channels: Annotated[tuple[Channel, ...], Field(strict=False)]
    pay_kinds: Annotated[tuple[PayKind, ...], Field(strict=False)]


class Commute(_Part):
    """Daily commute one way, km."""

    default_km: Km
    default_vehicle_km: Km
    at_most_km: Km
    carer_km: Km
    carer_vehicle_km: Km
    km_per_minute: Annotated[float, Field(gt=0, le=2)]
    shuttle_extra_km: Km


class Distance(_Part):
    """From points to road km."""

    road_factor: Annotated[float, Field(ge=1, le=3)]
    same_township_km: Km
    same_county_km: Km


class Near(_Part):
    """What counts as near."""

    radius_km: Km


class Far(_Part):
    """How many options are kept further out."""

    options: Annotated[int, Field(ge=1, le=100_000)]


class UnknownReach(_Part):
    """How far people would go who were not asked."""

    unknown: Reach
    carer: Reach


class Hours(_Part):
    """Working time where a ledger gives none."""

    week_to_month: Annotated[float, Field(gt=4, lt=5)]
    days_per_week: Annotated[float, Field(gt=0, le=7)]
    hours_per_day: Annotated[float, Field(gt=0, le=24)]
    carer_hours: Annotated[float, Field(gt=0, le=24)]


class Vacancies(_Part):
    """What is taken of vacancies that do not say."""

    housed_channels: Annotated[tuple[Channel, ...], Field(strict=False)]
    grace_days: Annotated[int, Field(ge=0, le=366)]


class Tier(_Part):
    """One step of who is served first."""

    name_zh: Words
    name_en: Words
    categories: Annotated[tuple[Category, ...], Field(strict=False)]
    disability: bool = False
    one_per_household: bool = False


class PublicWelfare(_Part):
    """Public-welfare posts come last."""

    factor: Share


class Weak(_Part):
    """Weak or half capacity."""

    heaviest: Literal["light", "medium"]


class OccupationFit(_Part):
    """How much wishes, skills and experience count."""

    wanted: Share
    skill: Share
    experience: Share
    words: Share


class Stability(_Part):
    """Usual share still there after 90 days."""

    near: Share
    local: Share
    cooperation: Share
    base: Share
    public_welfare: Share
    temporary: Share


class Statuses(_Part):
    """Which work counts as stable."""

    stable: Annotated[tuple[Status, ...], Field(strict=False)]


class Churn(_Part):
    """When what was proposed before is proposed again."""

    points: Annotated[int, Field(ge=0, le=10_000)] = 200
    answered_days: Annotated[int, Field(ge=0, le=366)] = 30
    nightly_days: Annotated[int, Field(ge=1, le=366)] = 30


class Policy(_Part):
    """Everything a programme decides about docking."""

    name: Words
    valid_from: date
    version: Annotated[int, Field(ge=1)]
    weights: Weights
    statutory_age: StatutoryAges
    past_statutory_age: PastStatutoryAge
    commute: Commute
    distance: Distance
    near: Near
    far: Far
    reach: UnknownReach
    hours: Hours
    vacancies: Vacancies
    tiers: Annotated[tuple[Tier, ...], Field(strict=False, min_length=1, max_length=20)]
    public_welfare: PublicWelfare
    weak: Weak
    occupation: OccupationFit
    stability: Stability
    statuses: Statuses
    churn: Churn = Churn()  # runs kept before it was there have none
    pay_floor: Annotated[tuple[Floor, ...], Field(strict=False)] = ()  # of a file, or a run's own

    @property
    def digest(self) -> str:
        """Sixteen hex digits that change with any value."""
        canonical = self.model_dump_json().encode()
        return hashlib.sha256(canonical).hexdigest()[:16]

    @property
    def floors(self) -> Floors:
        """The lines of the lowest lawful pay: its own, beside those that come with the product."""
        whole = any(line.region == "" for line in self.pay_floor)
        return Floors(floors=self.pay_floor if whole else (*national().floors, *self.pay_floor))

    def with_lines(self, lines: Sequence[Floor]) -> "Policy":
        """The same with other lines of the lowest lawful pay."""
        return self.model_copy(update={"pay_floor": tuple(lines)})

    @field_validator("pay_floor", mode="before")
    @classmethod
    def _by_province(cls, told: object) -> object:
        """Lines as they were kept by province before there was a ledger of them, as lines."""
        if not isinstance(told, dict):
            return told
        try:
            return tuple(
                _of_province(str(key), line) for key, lines in told.items() for line in lines
            )
        except (TypeError, KeyError, AttributeError):
            raise WrongValueError(WHOLE_LINES) from None

    @field_validator("pay_floor")
    @classmethod
    def _one_a_day(cls, lines: tuple[Floor, ...]) -> tuple[Floor, ...]:
        own = [line for line in lines if line.region == ""]
        try:
            must_be_whole([*lines, *(() if own else national().floors)])
        except ValueError:
            raise WrongValueError(WHOLE_LINES) from None
        return lines


def _of_province(key: str, line: Mapping[str, object]) -> dict[str, object]:
    return {
        "region": "" if key == ALL else key,
        "from": line["valid_from"],
        "month": line["month"],
        "hour": line["hour"],
        "source": {"zh": "政策参数", "en": "policy"},
        "general_practice": key == ALL,
    }


def load_policy(path: Path | None = None) -> Policy:
    """The default policy, with the keys of a file in place of its own; PolicyError otherwise."""
    values = read(DEFAULT)
    if path is not None:
        values = _merged(values, read(path))
    try:
        return Policy.model_validate(values)
    except ValidationError as error:
        raise PolicyError(explain(error)) from None


def as_text(policy: Policy) -> str:
    """All values of a policy as YAML, the same for the same values."""
    return yaml.safe_dump(policy.model_dump(), allow_unicode=True)


def from_text(kept: str) -> Policy:
    """The policy that was kept by ``as_text``."""
    return Policy.model_validate(yaml.safe_load(kept))


def _merged(base: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    """Mappings are merged key by key; anything else, lists too, is replaced."""
    out = dict(base)
    for key, value in change.items():
        both = isinstance(value, dict) and isinstance(base.get(key), dict)
        out[key] = _merged(base[key], value) if both else value
    return out
