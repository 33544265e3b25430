"""Of everybody old enough for school, education or school is known."""

from chunfeng.kit.texts import text
from chunfeng.stages.doubts.facts import PersonFacts
from chunfeng.stages.doubts.rules import FIRES, Ask, Day, PersonRule, Placeholders, Severity


def finds(person: PersonFacts, day: Day) -> Placeholders | None:
    if not person.missing("education") or person.flag("in_school"):
        return None
    age = person.age(day.on)
    return FIRES if age is None or age >= day.limits.school_age else None


RULE = PersonRule(
    code="C6-08",
    severity=Severity.DOUBTFUL,
    fields=("education", "in_school"),
    ask=Ask.PERSON,
    says=text("Neither education nor school is recorded."),
    mend=text("Ask for the highest school finished, or the school attended now."),
    finds=finds,
)
