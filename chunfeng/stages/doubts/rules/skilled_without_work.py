"""Somebody skilled without work is worth a visit."""

from chunfeng.kit.texts import text
from chunfeng.stages.doubts.facts import PersonFacts
from chunfeng.stages.doubts.rules import FIRES, Ask, Day, PersonRule, Placeholders, Severity


def finds(person: PersonFacts, day: Day) -> Placeholders | None:
    skilled = person.code("work_capacity") == "skilled"
    return FIRES if skilled and person.idle(day.on, day.limits.labour_ages) else None


RULE = PersonRule(
    code="5_20_031",
    severity=Severity.LEAD,
    fields=("work_capacity", "status"),
    ask=Ask.PERSON,
    says=text("Skilled, and not in work."),
    mend=text("Ask what is in the way; offer vacancies that fit."),
    finds=finds,
)
