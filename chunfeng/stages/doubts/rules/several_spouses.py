"""A head has one spouse."""

from chunfeng.kit.texts import text
from chunfeng.stages.doubts.facts import HouseholdFacts
from chunfeng.stages.doubts.rules import Ask, Day, HouseholdRule, Placeholders, Severity


def finds(home: HouseholdFacts, day: Day) -> Placeholders | None:
    spouses = sum(person.code("relation") == "spouse" for person in home.here(day.on))
    return {"spouses": spouses} if spouses > 1 else None


RULE = HouseholdRule(
    code="C6-06",
    severity=Severity.WRONG,
    fields=("relation",),
    ask=Ask.VILLAGE,
    says=text("{spouses} members are recorded as the head's spouse."),
    mend=text("Correct the relations to the head."),
    finds=finds,
)
