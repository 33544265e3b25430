"""A household has one head."""

from chunfeng.kit.texts import text
from chunfeng.stages.doubts.facts import HouseholdFacts
from chunfeng.stages.doubts.rules import Ask, Day, HouseholdRule, Placeholders, Severity


def finds(home: HouseholdFacts, day: Day) -> Placeholders | None:
    heads = sum(person.code("relation") == "head" for person in home.here(day.on))
    return {"heads": heads} if heads > 1 else None


RULE = HouseholdRule(
    code="C6-05",
    severity=Severity.WRONG,
    fields=("relation",),
    ask=Ask.VILLAGE,
    says=text("{heads} members are recorded as the head."),
    mend=text("Keep one head, or split the household."),
    finds=finds,
)
