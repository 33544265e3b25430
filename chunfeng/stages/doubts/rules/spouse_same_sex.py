"""Head and spouse are recorded with different sexes."""

from chunfeng.kit.texts import text
from chunfeng.stages.doubts.facts import HouseholdFacts
from chunfeng.stages.doubts.rules import FIRES, Ask, Day, HouseholdRule, Placeholders, Severity
from chunfeng.stages.people.family import Oddity, oddities


def finds(home: HouseholdFacts, day: Day) -> Placeholders | None:
    return FIRES if Oddity.SPOUSE_SAME_SEX in oddities(home.family(day.on)) else None


RULE = HouseholdRule(
    code="2_01_004",
    severity=Severity.WRONG,
    fields=("relation", "sex"),
    ask=Ask.VILLAGE,
    says=text("The head and the spouse are recorded with the same sex."),
    mend=text("Correct the sex or the relation to the head."),
    finds=finds,
)
