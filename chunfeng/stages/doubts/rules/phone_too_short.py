"""Whoever works must be reachable: a mobile number has 11 digits."""

from chunfeng.kit.texts import text
from chunfeng.stages.doubts.facts import PersonFacts
from chunfeng.stages.doubts.rules import FIRES, Ask, Day, PersonRule, Placeholders, Severity

LONG_ENOUGH = 11  # signs of a mask: 138****1234


def finds(person: PersonFacts, day: Day) -> Placeholders | None:
    mask = person.code("phone_mask")
    return FIRES if mask and len(mask) < LONG_ENOUGH and person.works(day.on) else None


RULE = PersonRule(
    code="2_01_013",
    severity=Severity.WRONG,
    fields=("phone", "status"),
    ask=Ask.PERSON,
    says=text("The phone of somebody in work has fewer than 11 digits."),
    mend=text("Ask for the mobile number and record it."),
    finds=finds,
)
