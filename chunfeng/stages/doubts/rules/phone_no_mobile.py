"""Whoever works must be reachable: a mobile number begins with 13 to 19."""

from chunfeng.kit.texts import text
from chunfeng.stages.doubts.facts import PersonFacts
from chunfeng.stages.doubts.rules import FIRES, Ask, Day, PersonRule, Placeholders, Severity

LONG_ENOUGH = 11  # signs of a mask: 138****1234
SECOND = "3456789"


def finds(person: PersonFacts, day: Day) -> Placeholders | None:
    mask = person.code("phone_mask")
    if len(mask) < LONG_ENOUGH or (mask[0] == "1" and mask[1] in SECOND):
        return None
    return FIRES if person.works(day.on) else None


RULE = PersonRule(
    code="2_01_014",
    severity=Severity.DOUBTFUL,
    fields=("phone", "status"),
    ask=Ask.PERSON,
    says=text("The phone of somebody in work is not a mobile number."),
    mend=text("Ask for the mobile number and record it."),
    finds=finds,
)
