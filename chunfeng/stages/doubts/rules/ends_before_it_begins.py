"""A spell ends after it begins."""

from chunfeng.kit.texts import text
from chunfeng.stages.doubts.facts import PersonFacts, SpellFacts
from chunfeng.stages.doubts.rules import Ask, Day, Placeholders, Severity, SpellRule


def finds(spell: SpellFacts, person: PersonFacts, day: Day) -> Placeholders | None:
    if spell.ended is None or spell.begun <= spell.ended:
        return None
    return {"begun": spell.begun.isoformat(), "ended": spell.ended.isoformat()}


RULE = SpellRule(
    code="C1-01",
    severity=Severity.WRONG,
    fields=("work_since",),
    ask=Ask.PERSON,
    says=text("A spell ends on {ended}, before it begins on {begun}."),
    mend=text("Correct the first or the last day."),
    finds=finds,
)
