"""Children are not counted as able to work."""

from chunfeng.kit.texts import text
from chunfeng.stages.doubts.facts import PersonFacts
from chunfeng.stages.doubts.rules import Ask, Day, PersonRule, Placeholders, Severity
from chunfeng.stages.people.status import ABLE


def finds(person: PersonFacts, day: Day) -> Placeholders | None:
    capacity = person.code("work_capacity")
    if capacity not in ABLE and capacity != "weak":
        return None
    age = person.age(day.on)
    if age is None or age >= day.limits.work_age:
        return None
    return {"age": age, "work_capacity": capacity}


RULE = PersonRule(
    code="2_01_011",
    severity=Severity.WRONG,
    fields=("work_capacity", "birth_date"),
    ask=Ask.VILLAGE,
    says=text("{age} years old, but the capacity for work is recorded as “{work_capacity}”."),
    mend=text("Correct the birth date, or record no capacity for work."),
    finds=finds,
)
