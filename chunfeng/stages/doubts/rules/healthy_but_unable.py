"""Somebody healthy and of working age, who is not at school, is seldom without capacity."""

from chunfeng.kit.texts import text
from chunfeng.stages.doubts.facts import PersonFacts
from chunfeng.stages.doubts.rules import FIRES, Ask, Day, PersonRule, Placeholders, Severity
from chunfeng.stages.people.status import UNABLE


def finds(person: PersonFacts, day: Day) -> Placeholders | None:
    if person.code("work_capacity") not in UNABLE or person.flag("in_school"):
        return None
    return FIRES if person.age(day.on) in day.limits.labour_ages and person.healthy else None


RULE = PersonRule(
    code="1111_15",
    severity=Severity.DOUBTFUL,
    fields=("work_capacity", "health", "birth_date", "in_school"),
    needs="D4",
    ask=Ask.VILLAGE,
    says=text("No capacity for work does not fit the health that is recorded."),
    mend=text("Visit; correct the capacity for work or the health."),
    finds=finds,
)
