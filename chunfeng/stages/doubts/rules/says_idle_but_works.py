"""Who is said not to work has no spell of work without an end."""

from chunfeng.kit.texts import text
from chunfeng.stages.doubts.facts import PersonFacts
from chunfeng.stages.doubts.rules import Ask, Day, PersonRule, Placeholders, Severity
from chunfeng.stages.people.status import PAID_WORK

IDLE = frozenset({"none", "left_labour"})


def finds(person: PersonFacts, day: Day) -> Placeholders | None:
    if person.code("status") not in IDLE:
        return None
    kinds = sorted(s.kind for s in person.spells if s.kind in PAID_WORK and s.ended is None)
    return {"kind": kinds[0]} if kinds else None


RULE = PersonRule(
    code="1111_16",
    severity=Severity.WRONG,
    fields=("status",),
    ask=Ask.PERSON,
    says=text("Said not to be in work, but a spell has no end: {kind}."),
    mend=text("End the spell with its last day, or correct what was said."),
    finds=finds,
)
