"""The shape of a docking report: the JSON that ``--json`` writes, with units and meanings.

Names, villages, ID numbers and phones are not in it: a person is a row of the ledger.
"""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from chunfeng.foundation.intake.ledger import Severity
from chunfeng.foundation.places import Scale
from chunfeng.stages.docking.result import Empty, LeverKind, Why

Rows = Annotated[int, Field(ge=0, description="Rows of the ledger's sheet that hold data")]
SheetRow = Annotated[int, Field(ge=0, description="Row number in the ledger's own sheet, from 1")]
Region = Annotated[int, Field(description="12-digit code of a region")]
Score = Annotated[int, Field(description="Points; a pair has 1 to 10000")]
Km = Annotated[float, Field(ge=0, description="Kilometres by road")]
Said = Annotated[str, Field(description="A sentence in the report's language")]
Number = Annotated[int, Field(ge=0)]
TierNumber = Annotated[int, Field(ge=0, description="Index into summary.tiers; 0 is served first")]
ScaleName = Annotated[
    str,
    Field(
        description="How far from home the work is: the smallest region both lie in",
        json_schema_extra={"enum": [scale.name.lower() for scale in Scale]},
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRead:
    """A ledger that was docked."""

    file: str
    sheet: str
    rows: Rows
    usable: Annotated[int, Field(ge=0, description="Rows that could be read as a line")]


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyUsed:
    """The policy the plan follows; the digest changes with any of its values."""

    name: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineUsed:
    """The software, and the pairs of person and vacancy that passed every limit."""

    version: str
    pairs: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person: a row of the person ledger, and its own number for the person."""

    row: SheetRow
    person_no: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Vacancy:
    """A vacancy: a row of the vacancy ledger, and what it is called."""

    row: SheetRow
    vacancy_no: str | None
    employer: str | None
    title: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonGiven:
    """A term's share in a score; the points of all terms add up to the score."""

    term: str
    points: Score
    text: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class OverAskedOption:
    """A better-scored option that others gain more from."""

    vacancy: Vacancy
    score: Score
    short_by: Annotated[int, Field(description="Points by which others gain more")]


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitCounted:
    """A limit and how many it excluded."""

    limit: str
    number: Number
    text: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementLine:
    """One proposal."""

    person: Person
    vacancy: Vacancy
    township: Region
    contact_order: Annotated[int, Field(ge=1, description="Order of calling in the township")]
    tier: TierNumber
    score: Score
    distance_km: Km
    distance_approximate: bool
    scale: ScaleName
    pay_month: Annotated[float | None, Field(description="Yuan a month; null when unknown")]
    reasons: list[ReasonGiven]
    over_asked: list[OverAskedOption]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnplacedLine:
    """A person without a proposal. ``change`` is the smallest that would give an option."""

    person: Person
    township: Region
    tier: TierNumber | None
    why: Why
    reason: Said
    excluded: list[LimitCounted]
    change: Said | None
    nearest: Vacancy | None
    nearest_km: Km | None
    next_step: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptyLine:
    """A vacancy with seats left."""

    vacancy: Vacancy
    headcount: Number
    filled: Number
    why: Empty
    reason: Said
    excluded: list[LimitCounted]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverLine:
    """A change that would place more people, confirmed by solving again with it."""

    kind: LeverKind
    text: Said
    place: Region | None
    vacancy: Vacancy | None
    people_gained: int
    score_gained: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueLine:
    """A wrong or doubtful cell; personal values are hidden. ``row`` 0 means the whole sheet."""

    file: str
    sheet: str
    row: SheetRow
    column: Annotated[str, Field(description="Column letter; empty when no cell is meant")]
    header: str
    value: str
    severity: Severity
    problem: Said
    mend: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class TierLine:
    """People looked for in a tier, and those placed."""

    name: str
    people: Number
    placed: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class TownshipLine:
    """People of a township; placed and the four reasons add up to ``people``."""

    code: Region
    name: str
    people: Number
    placed: Number
    no_option: Number
    over_asked: Number
    answered: Number
    not_docked: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelLine:
    """Vacancies and seats of a way into work; null where the ledger gives none."""

    channel: str | None
    vacancies: Number
    seats: Number
    filled: Number
    empty: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryFigures:
    """The figures; placed and unplaced add up to usable, filled and empty to seats."""

    headline: Said
    people: Rows
    usable: Annotated[int, Field(ge=0, description="People who could be read and judged")]
    looked_for: Annotated[int, Field(ge=0, description="Usable people who were docked")]
    placed: Number
    unplaced: Number
    vacancies: Rows
    usable_vacancies: Number
    seats: Number
    filled: Number
    empty: Number
    tiers: list[TierLine]
    townships: list[TownshipLine]
    channels: list[ChannelLine]
    scales: dict[ScaleName, Number]
    why: dict[str, Number]
    limits: Annotated[list[LimitCounted], Field(description="Pairs each limit excluded")]
    issues: dict[str, Number]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A docking run: the same facts as in the workbook, for other programs."""

    format: Literal["chunfeng-docking-1"]
    on: Annotated[str, Field(description="Day of the run, YYYY-MM-DD")]
    language: Literal["zh", "en"]
    policy: PolicyUsed
    engine: EngineUsed
    people: LedgerRead
    vacancies: LedgerRead
    status: Annotated[
        str,
        Field(
            description="Proven best, within the gap asked for, or stopped at the time limit",
            json_schema_extra={"enum": ["optimal", "gap", "time_limit"]},
        ),
    ]
    value: Annotated[int, Field(description="Sum of the scores of all placements")]
    bound: Annotated[float, Field(description="A sum that no plan can pass")]
    gap: Annotated[
        float | None, Field(description="(bound - value) / value; null when nobody is placed")
    ]
    summary: SummaryFigures
    placements: Annotated[list[PlacementLine], Field(description="In contact order")]
    unplaced: Annotated[list[UnplacedLine], Field(description="In ledger order")]
    empty: list[EmptyLine]
    levers: Annotated[list[LeverLine], Field(description="Most people gained first")]
    issues: list[IssueLine]
    notes: Annotated[list[str], Field(description="How the files were read")]
