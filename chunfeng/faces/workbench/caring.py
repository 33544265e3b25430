"""Casework in words: who is to be asked, what was found, what is next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from chunfeng.faces.ui.formats import money
from chunfeng.faces.ui.parts import Tone, Word
from chunfeng.faces.workbench.common import today
from chunfeng.faces.workbench.lines import place_name
from chunfeng.foundation.accounts import queries as accounts
from chunfeng.kit.texts import Text, text
from chunfeng.stages.casework import policy, queries
from chunfeng.stages.casework.next_step import Step
from chunfeng.stages.casework.queries import ContactLine, DifficultyLine, Due
from chunfeng.stages.casework.vocabulary import (
    Cause,
    How,
    Kind,
    Mark,
    One,
    Outcome,
    Result,
    Service,
    Severity,
    Whose,
)
from chunfeng.stages.people.queries import Facts

TONES: Mapping[str, Tone] = {"urgent": "wrong", "serious": "due", "light": "plain"}
MARKS: Mapping[Mark, Tone] = {Mark.YES: "good", Mark.NOT_YET: "due", Mark.UNKNOWN: "plain"}
SOURCES = {
    "spell": text("Work, school and training"),
    "contact": text("A call or visit"),
    "placement": text("Employer or officer of a placement"),
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody to be asked, in words. days: since it is due, negative before."""

    row: Due
    cause: Word
    place: str
    whose: Text
    tone: Tone
    days: int


@dataclass(frozen=True, slots=True)
class Call:
    """A call or visit in words."""

    row: ContactLine
    how: Text
    said: list[Word]
    who: str


@dataclass(frozen=True, slots=True)
class Hard:
    """A difficulty in words."""

    row: DifficultyLine
    kind: Text
    severity: Text
    tone: Tone
    place: str
    outcome: Word
    late: bool


@dataclass(frozen=True, slots=True)
class Marked:
    """One of the five ones in words; evidence: (what, day, whose, where it stands)."""

    name: Text
    mark: Text
    tone: Tone
    why: Word
    evidence: list[tuple[Text, date | None, str, str]]


def waiting(row: Due) -> Waiting:
    """A line of the list."""
    late = (today() - row.due_on).days
    grace = policy.on(today()).number("grace")
    tone: Tone = "wrong" if late > grace else "due" if late >= 0 else "plain"
    return Waiting(row, cause(row), place_name(row.region), Whose(row.whose).label, tone, late)


def cause(row: Due) -> Word:
    """Why somebody is to be asked."""
    if row.cause == Cause.STEP:
        return text("Day {n} of work", n=row.step)
    return Cause(row.cause).label


def calls(rows: list[ContactLine]) -> list[Call]:
    """Calls and visits with who made them."""
    names = accounts.names([row.by for row in rows])
    return [Call(row, How(row.how).label, _found(row), names.get(row.by, "")) for row in rows]


def _found(row: ContactLine) -> list[Word]:
    """What was found, as short words."""
    if not row.reached:
        return [text("Nobody answered")]
    said: list[tuple[bool | None, Text, Text]] = [
        (row.at_work, text("At work"), text("No longer at work")),
        (row.pay_as_agreed, text("Pay as agreed"), text("Pay not as agreed")),
        (row.has_contract, text("With a contract"), text("Without a contract")),
        (row.insured, text("Insured"), text("Not insured")),
    ]
    found: list[Word] = [yes if known else no for known, yes, no in said if known is not None]
    found += [money(row.pay, "month")] if row.pay is not None else []
    return found or [text("Answered")]


def hard(row: DifficultyLine) -> Hard:
    """A difficulty as lists show it."""
    return Hard(
        row,
        Kind(row.kind).label,
        Severity(row.severity).label,
        "good" if row.resolved_on else TONES[row.severity],
        place_name(row.region),
        Outcome(row.outcome).label if row.outcome else "",
        row.resolved_on is None and row.due_on < today(),
    )


def care_of(facts: Facts) -> dict[str, Any]:
    """What a person's page shows of casework."""
    person, on = facts.id, today()
    due = queries.follow_ups_of([person], on=on).get(person)
    services = queries.services_of(person)
    names = accounts.names([one.by for one in services])
    known = queries.stability_of(person, on=on)
    return {
        "due": waiting(due) if due else None,
        "stable": known,
        "stable_on": [(SOURCES[one.source], one.on) for one in known.confirmed[:6]],
        "calls": calls(queries.contacts_of(person)),
        "hard": [hard(row) for row in queries.difficulties_of(person)],
        "services": [
            (Service(one.kind).label, one, Result(one.result).label, names.get(one.by, ""))
            for one in services
        ],
        "works": any(spell.ended is None for spell in facts.spells),
    }


def five_ones(household: UUID) -> list[Marked]:
    """The five marks of a household, each with what it rests on."""
    found = queries.five_ones(household, on=today())
    home = f"{reverse('household', args=[household])}#income"
    out = []
    for one in One:
        marked = found[one]
        evidence = [
            (e.said, e.on, e.name, f"{reverse('person', args=[e.person])}#care" if e.person
             else home if one is One.LIFTED else "")
            for e in marked.evidence
        ]  # fmt: skip
        out.append(Marked(one.label, marked.mark.label, MARKS[marked.mark], marked.why or "",
                          evidence))  # fmt: skip
    return out


def step_url(person: UUID, step: Step) -> str:
    """Where a next step is done."""
    if step.target == "contact":
        return reverse("contact", args=[person])
    if step.target == "facts":
        return reverse("edit", args=[person, "missing"])
    anchor = {"difficulty": "#care", "consent": "#consent"}.get(step.target, "")
    return reverse("person", args=[person]) + anchor
