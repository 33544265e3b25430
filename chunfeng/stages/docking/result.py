"""What a docking run says: who is placed where and why, who is not, what helps.

Rows are indices into the ledgers that were docked (not sheet row numbers). Everything a page, a
workbook or a JSON file shows is read from here; nothing is worked out twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chunfeng.foundation.intake.ledger import Issue, Ledger
from chunfeng.foundation.places import Scale
from chunfeng.kit.texts import Text


class Why(StrEnum):
    """Why a person has no placement."""

    NOT_DOCKED = "not_docked"  # not looked for: unwilling, under age, at school, in a stable job …
    NO_OPTION = "no_option"  # no vacancy passes every limit
    OVER_ASKED = "over_asked"  # options exist, others gain more from them
    ANSWERED = "answered"  # a place is offered already, or every option was answered lately


# In the order of every list: those first whom a change would help.
WHYS = (Why.NO_OPTION, Why.OVER_ASKED, Why.ANSWERED, Why.NOT_DOCKED)


class Empty(StrEnum):
    """Why seats stay empty."""

    NOBODY_ELIGIBLE = "nobody_eligible"
    FEWER_THAN_SEATS = "fewer_than_seats"  # all who are eligible are placed somewhere, some here
    DID_BETTER = "did_better"  # the eligible all have better places
    NOT_USED = "not_used"  # the vacancy was left out: pay below the floor, closed …


class LeverKind(StrEnum):
    """What could be changed to place more people."""

    SEATS = "seats"
    CLASS = "class"
    LIMIT = "limit"
    WORKSHOP = "workshop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One part of a score: the words and its share in points (all parts add up to the score)."""

    term: str
    text: Text
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OverAsked:
    """A better-scored option that others gain more from; ``short_by`` in score points."""

    vacancy: int
    score: int
    short_by: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """Something else for a person, and why not proposed; no score where a limit excludes it."""

    vacancy: int
    score: int | None
    distance_km: float
    reasons: Sequence[Text]
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """One proposed line. ``score`` is 1..10000; ``pay_month`` yuan; ``distance_km`` by road."""

    person: int
    vacancy: int
    tier: int
    score: int
    distance_km: float
    distance_approximate: bool
    scale: Scale
    pay_month: float | None
    reasons: Sequence[Reason]
    over_asked: Sequence[OverAsked]
    contact_order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many of something a limit excluded."""

    limit: str
    text: Text
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplaced:
    """A person without a placement: the limits that excluded most, and the smallest change."""

    person: int
    tier: int | None
    why: Why
    reason: Text
    excluded: Sequence[Count]
    change: Text | None
    nearest: int | None
    nearest_km: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptySeats:
    """A vacancy with seats left, and what excludes most people from it."""

    vacancy: int
    headcount: int
    filled: int
    why: Empty
    reason: Text
    excluded: Sequence[Count]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """A change and what it gains, confirmed by solving again with it."""

    kind: LeverKind
    text: Text
    place: int | None
    vacancy: int | None
    people_gained: int
    score_gained: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """How good the plan is: the score reached, the bound nobody can pass, and the gap."""

    value: int
    bound: float
    gap: float
    status: str
    pairs: int
    tier_placed: Sequence[int]
    tier_people: Sequence[int]
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Docking:
    """A whole run. ``placements`` are in contact order; the others in ledger order."""

    people: Ledger
    vacancies: Ledger
    on: date
    policy_name: str
    policy_digest: str
    tier_names: Sequence[Text]
    placements: Sequence[Placement]
    unplaced: Sequence[Unplaced]
    empty: Sequence[EmptySeats]
    levers: Sequence[Lever]
    issues: Sequence[Issue]
    notes: Sequence[Text]
    excluded_pairs: Mapping[str, int]
    proof: Proof
