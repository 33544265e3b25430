"""A pupil has no job beside school; casual work in the holidays is left alone."""

from chunfeng.kit.texts import text
from chunfeng.stages.doubts.facts import PersonFacts
from chunfeng.stages.doubts.rules import Ask, Day, PersonRule, Placeholders, Severity
from chunfeng.stages.people.status import PAID_WORK, SpellKind

JOBS = PAID_WORK - {SpellKind.CASUAL}


def finds(person: PersonFacts, day: Day) -> Placeholders | None:
    running = person.running(day.on)
    jobs = sorted(spell.kind for spell in running if spell.kind in JOBS)
    if jobs and (person.flag("in_school") or any(s.kind == SpellKind.SCHOOL for s in running)):
        return {"kind": jobs[0]}
    return None


RULE = PersonRule(
    code="4_01_006",
    severity=Severity.DOUBTFUL,
    fields=("in_school", "status"),
    ask=Ask.SCHOOL,
    says=text("At school and in work at the same time: {kind}."),
    mend=text("Ask whether the person has left school; end what is over."),
    finds=finds,
)
