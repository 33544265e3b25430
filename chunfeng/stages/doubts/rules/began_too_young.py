"""Nobody works under age."""

from chunfeng.kit.texts import text
from chunfeng.stages.doubts.facts import PersonFacts, SpellFacts
from chunfeng.stages.doubts.rules import Ask, Day, Placeholders, Severity, SpellRule
from chunfeng.stages.people.status import PAID_WORK


def finds(spell: SpellFacts, person: PersonFacts, day: Day) -> Placeholders | None:
    if spell.kind not in PAID_WORK:
        return None
    age = person.age(spell.begun)
    return {"age": age} if age is not None and age < day.limits.work_age else None


RULE = SpellRule(
    code="5_16_010",
    severity=Severity.WRONG,
    fields=("work_since", "birth_date"),
    ask=Ask.VILLAGE,
    says=text("Work began at the age of {age}."),
    mend=text("Correct the birth date or the first day; if both are right, report child labour."),
    finds=finds,
)
