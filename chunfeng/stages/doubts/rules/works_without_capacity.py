"""Nobody works who has no capacity for work."""

from chunfeng.kit.texts import text
from chunfeng.stages.doubts.facts import PersonFacts
from chunfeng.stages.doubts.rules import Ask, Day, PersonRule, Placeholders, Severity
from chunfeng.stages.people.status import PAID_WORK, UNABLE


def finds(person: PersonFacts, day: Day) -> Placeholders | None:
    capacity = person.code("work_capacity")
    if capacity in UNABLE and any(spell.kind in PAID_WORK for spell in person.running(day.on)):
        return {"work_capacity": capacity}
    return None


RULE = PersonRule(
    code="2_01_015",
    severity=Severity.WRONG,
    fields=("work_capacity", "status"),
    ask=Ask.VILLAGE,
    says=text("In work, but the capacity for work is recorded as “{work_capacity}”."),
    mend=text("Correct the capacity for work, or end the spell."),
    finds=finds,
)
