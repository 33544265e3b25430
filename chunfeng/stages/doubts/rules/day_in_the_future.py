"""A spell is something that has happened: it begins and ends by today."""

from chunfeng.kit.texts import text
from chunfeng.stages.doubts.facts import PersonFacts, SpellFacts
from chunfeng.stages.doubts.rules import Ask, Day, Placeholders, Severity, SpellRule


def finds(spell: SpellFacts, person: PersonFacts, day: Day) -> Placeholders | None:
    latest = max(spell.begun, spell.ended or spell.begun)
    return {"latest": latest.isoformat()} if latest > day.on else None


RULE = SpellRule(
    code="C1-02",
    severity=Severity.WRONG,
    fields=("work_since",),
    ask=Ask.PERSON,
    says=text("A spell has a day in the future: {latest}."),
    mend=text("Correct the day; plans are recorded as wishes."),
    finds=finds,
)
