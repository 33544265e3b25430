"""At most one spell of a kind is open."""

from chunfeng.kit.texts import text
from chunfeng.stages.doubts.facts import PersonFacts, SpellFacts
from chunfeng.stages.doubts.rules import Ask, Day, Placeholders, Severity, SpellRule


def finds(spell: SpellFacts, person: PersonFacts, day: Day) -> Placeholders | None:
    if spell.ended is not None:
        return None
    same = [other for other in person.spells if other.kind == spell.kind and other.ended is None]
    latest = max(same, key=lambda other: (other.begun, other.id), default=spell)
    return None if spell is latest else {"begun": spell.begun.isoformat()}


RULE = SpellRule(
    code="C1-03",
    severity=Severity.WRONG,
    fields=("status", "work_since"),
    ask=Ask.PERSON,
    says=text("The spell begun on {begun} is open, and a later one of its kind as well."),
    mend=text("End the earlier spell with its last day."),
    finds=finds,
)
