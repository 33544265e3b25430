"""A home is known down to the village."""

from chunfeng.kit.texts import text
from chunfeng.stages.doubts.facts import HouseholdFacts
from chunfeng.stages.doubts.rules import FIRES, Ask, Day, HouseholdRule, Placeholders, Severity

VILLAGES = 1000  # a code whose last three digits are 000 stops at the township


def finds(home: HouseholdFacts, day: Day) -> Placeholders | None:
    return FIRES if any(p.region % VILLAGES == 0 for p in home.here(day.on)) else None


RULE = HouseholdRule(
    code="C1-06",
    severity=Severity.WRONG,
    fields=("home",),
    ask=Ask.VILLAGE,
    says=text("The home is not recorded down to the village."),
    mend=text("Choose the village."),
    finds=finds,
)
