"""A new job begins when the last one of its kind has ended."""

from chunfeng.kit.texts import text
from chunfeng.stages.doubts.facts import PersonFacts, SpellFacts
from chunfeng.stages.doubts.rules import Ask, Day, Placeholders, Severity, SpellRule
from chunfeng.stages.people.status import SpellKind

FULL = frozenset({SpellKind.EMPLOYED, SpellKind.WORKSHOP, SpellKind.PUBLIC_WELFARE})


def finds(spell: SpellFacts, person: PersonFacts, day: Day) -> Placeholders | None:
    if spell.kind not in FULL:
        return None
    ends = [
        other.ended
        for other in person.spells
        if other.kind == spell.kind and other.ended and other.begun < spell.begun < other.ended
    ]
    return {"begun": spell.begun.isoformat(), "ended": max(ends).isoformat()} if ends else None


RULE = SpellRule(
    code="5_12_001",
    severity=Severity.DOUBTFUL,
    fields=("work_since",),
    ask=Ask.PERSON,
    says=text("Work begins on {begun}, before the last spell ends on {ended}."),
    mend=text("Ask for the last day there and the first day here."),
    finds=finds,
)
