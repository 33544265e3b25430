"""Decisions on plain values: what kind of work it becomes, and what a decline suggests."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from chunfeng.kit.texts import Text, text
from chunfeng.stages.people.status import SpellKind
from chunfeng.stages.placements.vocabulary import PersonReason

PART_DAY = 6.0  # hours: work of more takes the day
ANSWER_DAYS = 7  # an offer without a last day is good for so long
MOST_DAYS = 60
_KINDS: Mapping[str, SpellKind] = {
    "near": SpellKind.WORKSHOP,
    "public_welfare": SpellKind.PUBLIC_WELFARE,
    "temporary": SpellKind.CASUAL,
}
FULL_TIME = frozenset(
    {SpellKind.EMPLOYED, SpellKind.WORKSHOP, SpellKind.OWN_BUSINESS, SpellKind.PUBLIC_WELFARE}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A fact of the person to ask about after a decline. field: of the people's ledger."""

    field: str
    said: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A spell's kind and days; ended is the last day, None while it runs."""

    kind: str
    begun: date
    ended: date | None
    employer: str


_SUGGESTED: Mapping[PersonReason, tuple[Suggestion, ...]] = {
    PersonReason.PAY: (
        Suggestion(field="pay_min", said=text("Ask for the least pay the person would take.")),
    ),
    PersonReason.TOO_FAR: (
        Suggestion(field="wish_reach", said=text("Ask how far away the person would work.")),
        Suggestion(field="commute_km", said=text("Ask how long a daily way is possible.")),
    ),
    PersonReason.HOURS: (
        Suggestion(field="hours_window", said=text("Ask at which hours work is possible.")),
    ),
    PersonReason.CARE: (
        Suggestion(field="care", said=text("Ask who at home needs care, and when.")),
    ),
    PersonReason.HEALTH: (
        Suggestion(field="work_limits", said=text("Ask what work the body does not allow.")),
    ),
    PersonReason.OTHER_WORK: (
        Suggestion(field="status", said=text("Enter the work the person has found.")),
    ),
    PersonReason.OCCUPATION: (
        Suggestion(field="wish_occupations", said=text("Ask which kind of work is wanted.")),
    ),
    PersonReason.BOARD: (
        Suggestion(field="board_needed", said=text("Ask whether meals or housing are needed.")),
    ),
    PersonReason.COMPANY: (
        Suggestion(field="company", said=text("Ask who is to come along.")),
    ),
    PersonReason.LATER: (
        Suggestion(field="available_from", said=text("Ask from which day work is possible.")),
    ),
    PersonReason.NOT_REACHED: (
        Suggestion(field="phone", said=text("Check the telephone of the person.")),
    ),
}  # fmt: skip


def suggestions(reason: PersonReason) -> tuple[Suggestion, ...]:
    """What to ask and perhaps correct after a decline; nothing is changed by itself."""
    return _SUGGESTED.get(reason, ())


def spell_kind(channel: str) -> SpellKind:
    """What work of a way into work is in the register."""
    return _KINDS.get(channel, SpellKind.EMPLOYED)


def full_time(channel: str, hours_per_day: float | None, flexible: bool | None) -> bool:
    """Whether work takes the day; unknown hours are taken for a whole day's."""
    if flexible or spell_kind(channel) not in FULL_TIME:
        return False
    return hours_per_day is None or hours_per_day > PART_DAY


def clash(spells: Iterable[Span], begins: date) -> Span | None:
    """The full-time spell that a full-time one from this day on would overlap."""
    found = (
        spell
        for spell in spells
        if spell.kind in FULL_TIME and (spell.ended is None or spell.ended >= begins)
    )
    return min(found, key=lambda spell: spell.begun, default=None)


def last_day(given: date | None, today: date) -> date:
    """Until when an offer is answered."""
    return given or today + timedelta(days=ANSWER_DAYS)


def couple(one: str, other: str) -> bool:
    """Whether two relations to the head are those of a married couple."""
    return {one, other} == {"head", "spouse"}


def month_of(day: date) -> date:
    """The first day of a day's month."""
    return day.replace(day=1)


def next_month(first: date) -> date:
    """The first day of the month after."""
    return month_of(first + timedelta(days=31))
