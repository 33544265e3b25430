"""Somebody healthy and of working age is seldom weak."""

from chunfeng.kit.texts import text
from chunfeng.stages.doubts.facts import PersonFacts
from chunfeng.stages.doubts.rules import FIRES, Ask, Day, PersonRule, Placeholders, Severity


def finds(person: PersonFacts, day: Day) -> Placeholders | None:
    of_age = person.age(day.on) in day.limits.labour_ages
    return FIRES if of_age and person.code("work_capacity") == "weak" and person.healthy else None


RULE = PersonRule(
    code="1111_14",
    severity=Severity.DOUBTFUL,
    fields=("work_capacity", "health", "birth_date"),
    needs="D4",
    ask=Ask.VILLAGE,
    says=text("Weak capacity for work does not fit the health that is recorded."),
    mend=text("Visit; correct the capacity for work or the health."),
    finds=finds,
)
