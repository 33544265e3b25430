"""Runs the rules over one household. Pure: the same facts give the same findings."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from chunfeng.stages.doubts.facts import HouseholdFacts, PersonFacts
from chunfeng.stages.doubts.limits import Policy
from chunfeng.stages.doubts.rules import (
    About,
    AnyRule,
    Day,
    HouseholdRule,
    PersonRule,
    Placeholders,
    Severity,
    SpellRule,
    all_rules,
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that fires for one subject; (rule, subject) never comes twice.

    ``subject`` is a household's, a person's or a spell's id as ``about`` says; ``person`` is the
    one it belongs to, None for a household. ``values`` are JSON and hold no secret.
    """

    rule: str
    about: About
    subject: UUID
    person: UUID | None
    severity: Severity
    fields: tuple[str, ...]
    values: Placeholders


def check_household(
    facts: HouseholdFacts, on: date, policy: Policy, only: Collection[str] | None = None
) -> list[Finding]:
    """What the rules find on a day, in order of rule and subject. ``only``: codes of rules."""
    rules = _chosen(None if only is None else frozenset(only), facts.opened)
    found = list(_find(facts, rules, _day(policy, on)))
    return sorted(found, key=lambda finding: (finding.rule, finding.subject))


def rules_run(facts: HouseholdFacts, only: Collection[str] | None = None) -> frozenset[str]:
    """The codes of the rules a check of these facts runs: without opened secrets none with D4.

    A doubt of a rule that is not run stays as it was.
    """
    chosen = _chosen(None if only is None else frozenset(only), facts.opened)
    return frozenset(rule.code for rule in chosen.all)


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The rules of one check, by what they look at."""

    household: tuple[HouseholdRule, ...]
    person: tuple[PersonRule, ...]
    spell: tuple[SpellRule, ...]

    @property
    def all(self) -> tuple[AnyRule, ...]:
        return (*self.household, *self.person, *self.spell)


@lru_cache(64)
def _chosen(only: frozenset[str] | None, opened: bool) -> _Chosen:
    rules = [
        rule
        for code, rule in all_rules().items()
        if (only is None or code in only) and (opened or rule.needs != "D4")
    ]
    return _Chosen(
        household=tuple(rule for rule in rules if isinstance(rule, HouseholdRule)),
        person=tuple(rule for rule in rules if isinstance(rule, PersonRule)),
        spell=tuple(rule for rule in rules if isinstance(rule, SpellRule)),
    )


@lru_cache(64)
def _day(policy: Policy, on: date) -> Day:
    return Day(on, policy.at(on))


def _find(facts: HouseholdFacts, rules: _Chosen, day: Day) -> Iterator[Finding]:
    """Those who have left are nobody's doubt any more."""
    for whole in rules.household:
        values = whole.finds(facts, day)
        if values is not None:
            yield _finding(whole, facts.id, None, values)
    for person in facts.here(day.on):
        for rule in rules.person:
            values = rule.finds(person, day)
            if values is not None:
                yield _finding(rule, person.id, person.id, values)
        yield from _find_spells(person, rules, day)


def _find_spells(person: PersonFacts, rules: _Chosen, day: Day) -> Iterator[Finding]:
    for spell in person.spells:
        for rule in rules.spell:
            values = rule.finds(spell, person, day)
            if values is not None:
                yield _finding(rule, spell.id, person.id, values)


def _finding(rule: AnyRule, subject: UUID, person: UUID | None, values: Placeholders) -> Finding:
    return Finding(rule.code, rule.about, subject, person, rule.severity, rule.fields, values)
