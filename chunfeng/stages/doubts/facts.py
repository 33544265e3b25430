"""What the rules see: people, households and spells as plain values by ledger field name.

Nothing here trusts a value: each reader returns it only when it is known and of the right type, so
that no rule stumbles over what a form or a file may hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from chunfeng.stages.people import status
from chunfeng.stages.people.family import Member
from chunfeng.stages.people.status import PersonFact, SpellFact
from chunfeng.stages.people.vocabulary import Known

Values = Mapping[str, object]
LARGEST = 1e15
GRADES = ("1", "2", "3", "4")


class Readable:
    """Reads ``values``; a field whose state is not ``known`` reads as nothing."""

    __slots__ = ()
    values: Values
    states: Mapping[str, str]

    def value(self, name: str) -> object:
        """The value of a field, None when it is not known."""
        found = self.values.get(name)
        if found is None or (self.states and self.states.get(name, Known.KNOWN) != Known.KNOWN):
            return None
        return found

    def missing(self, name: str) -> bool:
        """Whether a field holds nothing although nobody refused to answer."""
        empty = self.value(name) in (None, "", (), [])
        return empty and self.states.get(name) != Known.REFUSED

    def code(self, name: str) -> str:
        """A text or a choice's code, "" when not known."""
        found = self.value(name)
        return found if isinstance(found, str) else ""

    def codes(self, name: str) -> tuple[str, ...]:
        """The codes of a choice of several, () when not known."""
        found = self.value(name)
        return tuple(map(str, found)) if isinstance(found, tuple | list) else ()

    def number(self, name: str) -> float | None:
        """A number of a usable size, None when not known."""
        found = self.value(name)
        if not isinstance(found, int | float) or isinstance(found, bool):
            return None
        return found if abs(found) < LARGEST else None  # not so for inf, nan

    def flag(self, name: str) -> bool | None:
        """Yes or no, None when not known."""
        found = self.value(name)
        return found if isinstance(found, bool) else None

    def day(self, name: str) -> date | None:
        """A day, None when not known."""
        found = self.value(name)
        return found if type(found) is date else None


@dataclass(frozen=True, slots=True)
class Secrets(Readable):
    """Opened D4 values of one person: health, disability_type, disability_grade, poverty_cause."""

    values: Values = field(default_factory=dict, repr=False)
    states: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def opened(cls, texts: Mapping[str, str]) -> "Secrets":
        """Secrets from their unsealed texts, codes joined by 、 and the grade in digits."""
        values: dict[str, object] = dict(texts)
        for name in ("health", "disability_type"):
            values[name] = tuple(filter(None, texts.get(name, "").split("、")))
        grade = texts.get("disability_grade", "")
        values["disability_grade"] = int(grade) if grade in GRADES else None
        return cls(values)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpellFacts(SpellFact, Readable):
    """A spell; ``values``: work_employer, work_post, income, has_contract, insured, channel."""

    id: UUID
    values: Values = field(default_factory=dict, repr=False)
    states: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts(Readable):
    """A person. ``values`` also take left_on, lost_contact_on, phone_mask, and a claimed status.

    ``secrets``: None while they may not be opened. ``phone``: blind index;
    ``phone_elsewhere``: how many other households give the same number.
    """

    id: UUID
    region: int
    values: Values = field(default_factory=dict, repr=False)
    states: Mapping[str, str] = field(default_factory=dict)
    spells: tuple[SpellFacts, ...] = ()
    secrets: Secrets | None = field(default=None, repr=False)
    phone: bytes | None = field(default=None, repr=False)
    phone_elsewhere: int = 0

    @property
    def fact(self) -> PersonFact:
        """What labour status needs to know."""
        return PersonFact(
            birth_date=self.day("birth_date"),
            work_capacity=self.code("work_capacity"),
            in_school=self.flag("in_school"),
            willing=self.code("willing"),
            left_on=self.day("left_on"),
            lost_contact_on=self.day("lost_contact_on"),
        )

    def age(self, on: date) -> int | None:
        """Completed years, None when the birth date is not known."""
        born = self.day("birth_date")
        return None if born is None else status.age_on(born, on)

    def running(self, on: date) -> list[SpellFacts]:
        """The spells that run on a day."""
        return [spell for spell in self.spells if spell.covers(on)]

    def works(self, on: date) -> bool:
        """Whether any work runs on a day."""
        return status.working(self.spells, on)

    def idle(self, on: date, ages: range) -> bool:
        """Whether somebody counted as labour neither works nor learns, as far as it was asked."""
        asked = self.states.get("status", Known.KNOWN) == Known.KNOWN
        return asked and not self.running(on) and status.labour_counted(self.fact, on, ages)

    @property
    def healthy(self) -> bool:
        """Whether the opened health says healthy, and nothing else."""
        return self.secrets is not None and self.secrets.codes("health") == ("healthy",)


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdFacts(Readable):
    """A household with its members; ``values``: categories, settlement."""

    id: UUID
    values: Values = field(default_factory=dict, repr=False)
    states: Mapping[str, str] = field(default_factory=dict)
    members: tuple[PersonFacts, ...] = ()

    @property
    def opened(self) -> bool:
        """Whether the D4 values of every member are readable now."""
        return all(person.secrets is not None for person in self.members)

    def here(self, on: date) -> list[PersonFacts]:
        """The members who have not left by a day."""
        return [person for person in self.members if not _left(person, on)]

    def family(self, on: date) -> list[Member]:
        """Those here and their relations."""
        return [
            Member(p.id, p.code("relation"), p.code("sex"), p.day("birth_date"))
            for p in self.here(on)
        ]


def _left(person: PersonFacts, on: date) -> bool:
    left = person.day("left_on")
    return left is not None and left <= on
