"""Education is the highest school finished; who still studies has rarely finished college."""

from chunfeng.kit.texts import text
from chunfeng.stages.doubts.facts import PersonFacts
from chunfeng.stages.doubts.rules import Ask, Day, PersonRule, Placeholders, Severity

GRADUATES = frozenset({"college", "university"})


def finds(person: PersonFacts, day: Day) -> Placeholders | None:
    education = person.code("education")
    return {"education": education} if education in GRADUATES and person.flag("in_school") else None


RULE = PersonRule(
    code="C6-09",
    severity=Severity.DOUBTFUL,
    fields=("education", "in_school"),
    ask=Ask.SCHOOL,
    says=text("At school, and “{education}” recorded as finished."),
    mend=text("Record the highest school finished; or that school is over."),
    finds=finds,
)
