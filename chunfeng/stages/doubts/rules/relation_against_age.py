"""Parents are older than their children, by a generation."""

from chunfeng.kit.texts import text
from chunfeng.stages.doubts.facts import HouseholdFacts
from chunfeng.stages.doubts.rules import FIRES, Ask, Day, HouseholdRule, Placeholders, Severity
from chunfeng.stages.people.family import Oddity, oddities


def finds(home: HouseholdFacts, day: Day) -> Placeholders | None:
    found = oddities(home.family(day.on), day.limits.generation_years)
    return FIRES if Oddity.AGES in found else None


RULE = HouseholdRule(
    code="C6-07",
    severity=Severity.DOUBTFUL,
    fields=("relation", "birth_date"),
    ask=Ask.VILLAGE,
    says=text("A member's age does not fit the relation to the head."),
    mend=text("Correct the birth date or the relation to the head."),
    finds=finds,
)
