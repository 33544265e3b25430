"""Of everybody who could work and does not, it is known whether they want to."""

from chunfeng.kit.texts import text
from chunfeng.stages.doubts.facts import PersonFacts
from chunfeng.stages.doubts.rules import FIRES, Ask, Day, PersonRule, Placeholders, Severity


def finds(person: PersonFacts, day: Day) -> Placeholders | None:
    asked = not person.missing("willing")
    return FIRES if not asked and person.idle(day.on, day.limits.labour_ages) else None


RULE = PersonRule(
    code="C1-05",
    severity=Severity.DOUBTFUL,
    fields=("willing", "status"),
    ask=Ask.PERSON,
    says=text("Not in work, and nobody has recorded whether work is wanted."),
    mend=text("Ask whether work is wanted, and where."),
    finds=finds,
)
