"""A graduate without work is worth a visit."""

from chunfeng.kit.texts import text
from chunfeng.stages.doubts.facts import PersonFacts
from chunfeng.stages.doubts.rules import Ask, Day, PersonRule, Placeholders, Severity

GRADUATES = frozenset({"college", "university"})


def finds(person: PersonFacts, day: Day) -> Placeholders | None:
    education = person.code("education")
    if education in GRADUATES and person.idle(day.on, day.limits.labour_ages):
        return {"education": education}
    return None


RULE = PersonRule(
    code="5_20_030",
    severity=Severity.LEAD,
    fields=("education", "status"),
    ask=Ask.PERSON,
    says=text("Education “{education}”, and not in work."),
    mend=text("Ask what is in the way; offer vacancies that fit."),
    finds=finds,
)
