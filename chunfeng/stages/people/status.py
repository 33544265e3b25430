"""Labour status as of a day, derived from spells and facts; nobody types it in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from chunfeng.foundation.places import Scale, scale
from chunfeng.kit.texts import Text, text

LABOUR_AGES = range(16, 60)  # counted as labour, both sexes (since June 2019)
ABLE = frozenset({"ordinary", "skilled"})
UNABLE = frozenset({"lost", "none"})


class SpellKind(StrEnum):
    """What fills a spell. The order says which of several kinds of work comes first."""

    EMPLOYED = "employed"
    WORKSHOP = "workshop"
    OWN_BUSINESS = "own_business"
    PUBLIC_WELFARE = "public_welfare"
    CASUAL = "casual"
    FARMING = "farming"
    SCHOOL = "school"
    TRAINING = "training"

    @property
    def label(self) -> Text:
        """The kind's name to show."""
        return KIND_NAMES[self]


class LabourStatus(StrEnum):
    """What somebody does on a day."""

    NOT_IN_WORK = "not_in_work"
    TRANSFER = "transfer"
    CASUAL = "casual"
    FARMING = "farming"
    OWN_BUSINESS = "own_business"
    WORKSHOP = "workshop"
    PUBLIC_WELFARE = "public_welfare"
    TRAINING = "training"
    STUDYING = "studying"
    NOT_ABLE = "not_able"  # too young, or no capacity for work
    LOST_CONTACT = "lost_contact"
    LEFT = "left"

    @property
    def label(self) -> Text:
        """The status's name to show."""
        return STATUS_NAMES[self]


KIND_NAMES = {
    SpellKind.EMPLOYED: text("Employed"),
    SpellKind.WORKSHOP: text("In a workshop"),
    SpellKind.OWN_BUSINESS: text("Own business"),
    SpellKind.PUBLIC_WELFARE: text("Public-welfare post"),
    SpellKind.CASUAL: text("Casual work"),
    SpellKind.FARMING: text("Farming"),
    SpellKind.SCHOOL: text("At school"),
    SpellKind.TRAINING: text("In training"),
}
STATUS_NAMES = {
    LabourStatus.NOT_IN_WORK: text("Not in work"),
    LabourStatus.TRANSFER: text("Employed off the farm"),
    LabourStatus.CASUAL: text("Casual work"),
    LabourStatus.FARMING: text("Farming"),
    LabourStatus.OWN_BUSINESS: text("Own business"),
    LabourStatus.WORKSHOP: text("In a workshop"),
    LabourStatus.PUBLIC_WELFARE: text("Public-welfare post"),
    LabourStatus.TRAINING: text("In training"),
    LabourStatus.STUDYING: text("At school"),
    LabourStatus.NOT_ABLE: text("Not able to work for now"),
    LabourStatus.LOST_CONTACT: text("Contact lost"),
    LabourStatus.LEFT: text("Left the register"),
}
STATUS_OF_KIND = {
    SpellKind.EMPLOYED: LabourStatus.TRANSFER,
    SpellKind.WORKSHOP: LabourStatus.WORKSHOP,
    SpellKind.OWN_BUSINESS: LabourStatus.OWN_BUSINESS,
    SpellKind.PUBLIC_WELFARE: LabourStatus.PUBLIC_WELFARE,
    SpellKind.CASUAL: LabourStatus.CASUAL,
    SpellKind.FARMING: LabourStatus.FARMING,
    SpellKind.SCHOOL: LabourStatus.STUDYING,
    SpellKind.TRAINING: LabourStatus.TRAINING,
}
WORK = frozenset(SpellKind) - {SpellKind.SCHOOL, SpellKind.TRAINING}
PAID_WORK = WORK - {SpellKind.FARMING}
RANK = {str(kind): rank for rank, kind in enumerate(SpellKind)}


@dataclass(frozen=True, slots=True, kw_only=True)
class SpellFact:
    """A time of work, school or training; spells may run side by side.

    ``ended`` is the last day. ``place``: 12-digit region code. ``evidence``: A payroll … E
    inferred. ``primary`` is the one somebody counts by while several run.
    """

    kind: str
    begun: date
    ended: date | None = None
    place: int | None = None
    primary: bool = True
    evidence: str = "E"

    def covers(self, on: date) -> bool:
        """Whether the spell runs on a day."""
        return self.begun <= on and (self.ended is None or on <= self.ended)

    @property
    def is_work(self) -> bool:
        """Whether it is work, not school or training."""
        return self.kind in WORK


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFact:
    """What status needs to know of a person; None and "" are not known. Codes are the ledger's."""

    birth_date: date | None = None
    work_capacity: str = ""
    in_school: bool | None = None
    willing: str = ""
    left_on: date | None = None
    left_reason: str = ""
    lost_contact_on: date | None = None

    def left(self, on: date) -> bool:
        """Whether the person has died, moved away or otherwise left by a day."""
        return self.left_on is not None and self.left_on <= on

    def out_of_contact(self, on: date) -> bool:
        """Whether nobody reaches the person any more."""
        return self.lost_contact_on is not None and self.lost_contact_on <= on


def age_on(birth: date, day: date) -> int:
    """Completed years."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def primary_spell(spells: Iterable[SpellFact], on: date) -> SpellFact | None:
    """The spell that says what somebody does on a day: work before school before training.

    Among several of these: the one marked primary, then by kind, evidence and latest begin.
    """
    running = [spell for spell in spells if spell.kind in RANK and spell.covers(on)]
    return min(running, key=_order, default=None)


def working(spells: Iterable[SpellFact], on: date) -> bool:
    """Whether any work runs on a day, farming included."""
    return any(spell.kind in WORK and spell.covers(on) for spell in spells)


def labour_status(person: PersonFact, spells: Iterable[SpellFact], on: date) -> LabourStatus:
    """What a person does on a day."""
    if person.left(on):
        return LabourStatus.LEFT
    if person.out_of_contact(on):
        return LabourStatus.LOST_CONTACT
    spell = primary_spell(spells, on)
    if spell is not None and (spell.is_work or not person.in_school):
        return STATUS_OF_KIND[SpellKind(spell.kind)]
    if person.in_school:
        return LabourStatus.STUDYING
    return LabourStatus.NOT_IN_WORK if _may_work(person, on) else LabourStatus.NOT_ABLE


def labour_counted(person: PersonFact, on: date, ages: range = LABOUR_AGES) -> bool:
    """Whether a person counts as labour: of age, able, not in school, still here."""
    of_age = person.birth_date is not None and age_on(person.birth_date, on) in ages
    return of_age and person.work_capacity in ABLE and not person.in_school and not person.left(on)


def work_scale(home: int, spell: SpellFact) -> Scale | None:
    """How far from home a spell's place is; None where the place is not known."""
    if spell.place is None or not 0 <= spell.place < 10**12:
        return None
    return _scale(home, spell.place)


@dataclass(frozen=True, slots=True)
class HouseholdStatus:
    """Heads of one household on a day: who counts as labour, who works, who wants to."""

    labour: int
    working: int  # anyone still here, of any age
    willing: int  # of those counted as labour

    @property
    def has_labour(self) -> bool:
        """Whether anyone counts as labour."""
        return self.labour > 0

    @property
    def zero_employment(self) -> bool:
        """Whether somebody could and would work, and nobody does."""
        return self.has_labour and not self.working and self.willing > 0


NEAR_HOME = ("village", "township", "county")  # how far somebody would go: the own county at most
SEEKS = ("", "yes")  # wants work, or was not asked


def tied_to_home(
    status: LabourStatus, willing: str, care: Iterable[str], wish_reach: Sequence[str]
) -> bool:
    """Whether somebody seeks work and can take it up near home only.

    Not in work on the day (so old enough, and able to work or wanting to); not said to want none,
    now or at all; and either caring for somebody or going no further than the own county. What
    was not asked ties nobody.
    """
    cares = any(whom != "none" for whom in care)
    stays = bool(wish_reach) and set(wish_reach) <= set(NEAR_HOME)
    return status == LabourStatus.NOT_IN_WORK and willing in SEEKS and (cares or stays)


def household_status(
    members: Iterable[tuple[PersonFact, Sequence[SpellFact]]], on: date
) -> HouseholdStatus:
    """The status of a household from its members and their spells."""
    here = [(person, spells) for person, spells in members if not person.left(on)]
    labour = [person for person, _ in here if labour_counted(person, on)]
    return HouseholdStatus(
        labour=len(labour),
        working=sum(working(spells, on) for _, spells in here),
        willing=sum(person.willing == "yes" for person in labour),
    )


def _order(spell: SpellFact) -> tuple[object, ...]:
    studies = spell.kind == SpellKind.SCHOOL
    stage = 0 if spell.is_work else 1 if studies else 2
    return stage, not spell.primary, RANK[spell.kind], spell.evidence, -spell.begun.toordinal()


def _may_work(person: PersonFact, on: date) -> bool:
    """Old enough, and able to work or wanting to: a stated wish goes before recorded capacity."""
    if person.birth_date is not None and age_on(person.birth_date, on) < LABOUR_AGES.start:
        return False
    return person.willing == "yes" or person.work_capacity not in UNABLE


@lru_cache(100_000)
def _scale(home: int, work: int) -> Scale:
    return scale(home, work)
