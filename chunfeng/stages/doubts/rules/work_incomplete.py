"""What the monthly record of work must hold."""

from chunfeng.kit.texts import text
from chunfeng.stages.doubts.facts import PersonFacts, SpellFacts
from chunfeng.stages.doubts.rules import Ask, Day, Placeholders, Severity, SpellRule
from chunfeng.stages.people.status import SpellKind

EMPLOYERS = frozenset({SpellKind.EMPLOYED, SpellKind.WORKSHOP})
RECORDED = ("income", "work_employer")


def finds(spell: SpellFacts, person: PersonFacts, day: Day) -> Placeholders | None:
    if spell.kind not in EMPLOYERS or not spell.covers(day.on):
        return None
    columns = [field for field in RECORDED if spell.missing(field)]
    return {"columns": columns} if columns else None


RULE = SpellRule(
    code="5_01_007",
    severity=Severity.DOUBTFUL,
    fields=RECORDED,
    ask=Ask.PERSON,
    says=text("The record of work lacks: {columns}."),
    mend=text("Ask and record; the national monthly record takes no gaps."),
    finds=finds,
)
