"""A severe disability of the limbs seldom leaves full capacity for work."""

from chunfeng.kit.texts import text
from chunfeng.stages.doubts.facts import PersonFacts
from chunfeng.stages.doubts.rules import FIRES, Ask, Day, PersonRule, Placeholders, Severity
from chunfeng.stages.people.status import ABLE


def finds(person: PersonFacts, day: Day) -> Placeholders | None:
    if person.secrets is None or person.code("work_capacity") not in ABLE:
        return None
    grade = person.secrets.number("disability_grade")
    severe = grade is not None and 1 <= grade <= day.limits.severe_grade
    return FIRES if severe and "limb" in person.secrets.codes("disability_type") else None


RULE = PersonRule(
    code="4_01_008",
    severity=Severity.DOUBTFUL,
    fields=("work_capacity", "disability_type", "disability_grade"),
    needs="D4",
    ask=Ask.DISABILITY,
    says=text("Full capacity for work does not fit the health facts that are recorded."),
    mend=text("Compare with the certificate; correct the grade or the capacity for work."),
    finds=finds,
)
