"""Two households seldom have one phone."""

from chunfeng.kit.texts import text
from chunfeng.stages.doubts.facts import PersonFacts
from chunfeng.stages.doubts.rules import Ask, Day, PersonRule, Placeholders, Severity


def finds(person: PersonFacts, day: Day) -> Placeholders | None:
    if person.phone is None or person.phone_elsewhere < 1:
        return None
    return {"households": person.phone_elsewhere}


RULE = PersonRule(
    code="5_15_021",
    severity=Severity.DOUBTFUL,
    fields=("phone",),
    ask=Ask.VILLAGE,
    says=text("Other households give the same phone: {households}."),
    mend=text("Ask whose phone it is; record each household's own."),
    finds=finds,
)
