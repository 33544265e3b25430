"""A relocated household lives at a resettlement site."""

from chunfeng.kit.texts import text
from chunfeng.stages.doubts.facts import HouseholdFacts
from chunfeng.stages.doubts.rules import FIRES, Ask, Day, HouseholdRule, Placeholders, Severity


def finds(home: HouseholdFacts, day: Day) -> Placeholders | None:
    relocated = "relocated" in home.codes("categories")
    return FIRES if relocated and home.missing("settlement") else None


RULE = HouseholdRule(
    code="C1-04",
    severity=Severity.WRONG,
    fields=("categories", "settlement"),
    ask=Ask.VILLAGE,
    says=text("A relocated household, but no resettlement site is recorded."),
    mend=text("Record the site, or correct the category."),
    finds=finds,
)
