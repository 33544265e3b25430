"""The policy: dated weights, limits and tiers, read from YAML and checked key by key."""

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from chunfeng.engine.terms import TERMS
from chunfeng.kit.texts import Text, text

DEFAULT = Path(__file__).with_name("policy.yaml")
Share = Annotated[float, Field(ge=0, le=1)]
Km = Annotated[float, Field(ge=0, le=500)]
Age = Annotated[int, Field(ge=16, le=80)]
Reach = Literal["village", "township", "county", "prefecture", "province", "outside"]
Category = Literal[
    "exited", "unstable", "at_risk", "sudden", "subsistence", "zero_employment", "relocated"
]
Status = Literal[
    "employed", "workshop", "public_welfare", "casual", "own_business", "farming", "studying"
]


class PolicyError(ValueError):
    """A policy file that cannot be used; ``text`` names the key and what is wrong."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.to("en"))
        self.text = message


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


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
        if abs(sum(getattr(self, name) for name in TERMS) - 1) > 1e-6:
            raise ValueError("the weights must add up to exactly 1")
        return self


class Ages(_Part):
    """Statutory ages in years, and how they rise."""

    men: Age
    women: Age
    rise_from: date
    rise_every_months: Annotated[int, Field(ge=1, le=12)]
    men_at_most: Age
    women_at_most: Age


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


class Floor(_Part):
    """Lowest lawful pay, yuan."""

    month: Annotated[float, Field(ge=0)]
    hour: Annotated[float, Field(ge=0)]


class Tier(_Part):
    """One step of who is served first."""

    name_zh: Annotated[str, Field(min_length=1)]
    name_en: Annotated[str, Field(min_length=1)]
    categories: tuple[Category, ...]
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

    stable: tuple[Status, ...]


class Policy(_Part):
    """Everything a programme decides about docking."""

    name: Annotated[str, Field(min_length=1)]
    valid_from: date
    version: Annotated[int, Field(ge=1)]
    weights: Weights
    ages: Ages
    commute: Commute
    distance: Distance
    near: Near
    far: Far
    reach: UnknownReach
    hours: Hours
    pay_floor: Mapping[str, Floor]
    tiers: Annotated[tuple[Tier, ...], Field(min_length=1, max_length=20)]
    public_welfare: PublicWelfare
    weak: Weak
    occupation: OccupationFit
    stability: Stability
    statuses: Statuses

    @property
    def digest(self) -> str:
        """Sixteen hex digits that change with any value."""
        canonical = self.model_dump_json().encode()
        return hashlib.sha256(canonical).hexdigest()[:16]

    def floor(self, region: int) -> Floor:
        """The pay floor of a 12-digit region code's province."""
        return self.pay_floor.get(str(region // 10**10), self.pay_floor["all"])

    @model_validator(mode="after")
    def _provinces(self) -> "Policy":
        wrong = [k for k in self.pay_floor if k != "all" and not (k.isdigit() and len(k) == 2)]
        if "all" not in self.pay_floor or wrong:
            raise ValueError("pay_floor needs the key all, and else two-digit province codes")
        return self


def load_policy(path: Path | None = None) -> Policy:
    """The default policy, with the keys of a file in place of its own; PolicyError otherwise."""
    values = _read(DEFAULT)
    if path is not None:
        values = _merged(values, _read(path))
    try:
        return Policy.model_validate(values)
    except ValidationError as error:
        raise PolicyError(_explain(error)) from None


def _read(path: Path) -> dict[str, Any]:
    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise PolicyError(
            text(
                "The policy file {file} cannot be read as YAML: {why}",
                file=path.name,
                why=str(error).splitlines()[0],
            )
        ) from None
    if not isinstance(values, dict):
        raise PolicyError(text("The policy file {file} holds no keys.", file=path.name))
    return values


def _merged(base: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    """Mappings are merged key by key; anything else is replaced."""
    out = dict(base)
    for key, value in change.items():
        both = isinstance(value, dict) and isinstance(base.get(key), dict)
        out[key] = _merged(base[key], value) if both else value
    return out


def _explain(error: ValidationError) -> Text:
    first = error.errors(include_url=False)[0]
    key = ".".join(map(str, first["loc"])) or "policy"
    if first["type"] == "extra_forbidden":
        return text(
            "Policy key {key} is not known. Known keys stand in docs/reference/policy.md.", key=key
        )
    if first["type"] == "missing":
        return text("Policy key {key} is missing.", key=key)
    return text(
        "Policy key {key}: {value} cannot be used ({why}).",
        key=key,
        value=_short(first["input"]),
        why=first["msg"],
    )


def _short(value: object) -> str:
    shown = str(value)
    return shown if len(shown) <= 60 else shown[:57] + "…"
