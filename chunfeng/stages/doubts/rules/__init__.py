"""The rule pack: one file a rule, each with one ``RULE``. ``all_rules()`` lists them by code.

Adding a rule is adding a file: a pure function ``finds`` and its declaration. It answers None, or
the values of its sentence; values are numbers, ISO days and ledger codes, never a personal secret.
"""

import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import import_module
from typing import ClassVar, Literal

from chunfeng.kit.texts import Text, text
from chunfeng.stages.doubts.facts import HouseholdFacts, PersonFacts, SpellFacts
from chunfeng.stages.doubts.limits import Limits
from chunfeng.stages.people.status import KIND_NAMES, SpellKind
from chunfeng.stages.people.vocabulary import heading, label

Placeholders = Mapping[str, object]
FIRES: Placeholders = {}


class Severity(StrEnum):
    """How sure a rule is."""

    WRONG = "wrong"  # cannot be
    DOUBTFUL = "doubtful"  # hardly ever is
    LEAD = "lead"  # may be right, and worth a visit

    @property
    def label(self) -> Text:
        """The severity's name to show."""
        return SEVERITY_NAMES[self]


class About(StrEnum):
    """What a rule looks at."""

    PERSON = "person"
    HOUSEHOLD = "household"
    SPELL = "spell"

    @property
    def label(self) -> Text:
        """What it is called."""
        return ABOUT_NAMES[self]


class Ask(StrEnum):
    """Who can tell what is right."""

    VILLAGE = "village"
    PERSON = "person"
    SCHOOL = "school"
    EMPLOYER = "employer"
    COUNTY = "county"
    DISABILITY = "disability"

    @property
    def label(self) -> Text:
        """Whom to ask."""
        return ASK_NAMES[self]


SEVERITY_NAMES = {
    Severity.WRONG: text("Wrong"),
    Severity.DOUBTFUL: text("Doubtful"),
    Severity.LEAD: text("Worth a visit"),
}
ABOUT_NAMES = {
    About.PERSON: text("Person"),
    About.HOUSEHOLD: text("Household"),
    About.SPELL: text("Spell"),
}
ASK_NAMES = {
    Ask.VILLAGE: text("the village worker"),
    Ask.PERSON: text("the person or family"),
    Ask.SCHOOL: text("the school"),
    Ask.EMPLOYER: text("the employer"),
    Ask.COUNTY: text("the county officer"),
    Ask.DISABILITY: text("the disabled persons' federation"),
}


@dataclass(frozen=True, slots=True)
class Day:
    """The day of a check and the limits that hold on it."""

    on: date
    limits: Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What every rule declares. A rule finds a subject at most once.

    ``fields``: the ledger fields it reads. ``needs``: D4 when it reads health, disability or the
    cause of poverty. ``ask``: who can tell. ``says`` and ``mend``: what is the matter, what to do.
    """

    code: str
    severity: Severity
    fields: tuple[str, ...]
    ask: Ask
    says: Text
    mend: Text
    needs: Literal["D2", "D4"] = "D2"

    about: ClassVar[About]

    def sentence(self, values: Placeholders) -> Text:
        """What is the matter, with the values of one finding."""
        return Text(self.says.message, {name: _shown(name, v) for name, v in values.items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRule(Rule):
    """A rule about one person."""

    finds: Callable[[PersonFacts, Day], Placeholders | None]
    about: ClassVar[About] = About.PERSON


@dataclass(frozen=True, slots=True, kw_only=True)
class SpellRule(Rule):
    """A rule about one spell of a person."""

    finds: Callable[[SpellFacts, PersonFacts, Day], Placeholders | None]
    about: ClassVar[About] = About.SPELL


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdRule(Rule):
    """A rule about a household."""

    finds: Callable[[HouseholdFacts, Day], Placeholders | None]
    about: ClassVar[About] = About.HOUSEHOLD


AnyRule = PersonRule | SpellRule | HouseholdRule


class TwiceError(ValueError):
    """Two rules have one code."""


@cache
def all_rules() -> Mapping[str, AnyRule]:
    """Every rule by its code, in order of the codes."""
    names = [module.name for module in pkgutil.iter_modules(__path__)]
    return by_code([import_module(f"{__name__}.{name}").RULE for name in names])


def by_code(rules: list[AnyRule]) -> dict[str, AnyRule]:
    """Rules in order of their codes; TwiceError when two share one."""
    found: dict[str, AnyRule] = {}
    for rule in sorted(rules, key=lambda rule: rule.code):
        if rule.code in found:
            raise TwiceError(rule.code)
        found[rule.code] = rule
    return found


def _shown(name: str, value: object) -> object:
    """Codes become words: a spell's kind, a ledger field's value, a list of fields."""
    if name == "kind":
        return KIND_NAMES[SpellKind(str(value))]
    if name == "columns" and isinstance(value, list | tuple):
        return [heading(str(field)) for field in value]
    return label(name, value) if isinstance(value, str) else value
