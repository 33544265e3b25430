"""Who is said not to work has no spell of work that ends in the future."""

from chunfeng.kit.texts import text
from chunfeng.stages.doubts.facts import PersonFacts
from chunfeng.stages.doubts.rules import Ask, Day, PersonRule, Placeholders, Severity
from chunfeng.stages.people.status import PAID_WORK

IDLE = frozenset({"none", "left_labour"})


def finds(person: PersonFacts, day: Day) -> Placeholders | None:
    if person.code("status") not in IDLE:
        return None
    ends = [s.ended for s in person.spells if s.kind in PAID_WORK and s.ended is not None]
    last = max(ends, default=day.on)
    return {"ended": last.isoformat()} if last > day.on else None


RULE = PersonRule(
    code="1111_17",
    severity=Severity.WRONG,
    fields=("status",),
    ask=Ask.PERSON,
    says=text("Said not to be in work, but a spell ends only on {ended}."),
    mend=text("End the spell with its last day, or correct what was said."),
    finds=finds,
)
