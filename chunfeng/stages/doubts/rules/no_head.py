"""Every household has a head."""

from chunfeng.kit.texts import text
from chunfeng.stages.doubts.facts import HouseholdFacts
from chunfeng.stages.doubts.rules import FIRES, Ask, Day, HouseholdRule, Placeholders, Severity
from chunfeng.stages.people.vocabulary import Known


def finds(home: HouseholdFacts, day: Day) -> Placeholders | None:
    here = home.here(day.on)
    refused = any(person.states.get("relation") == Known.REFUSED for person in here)
    headed = any(person.code("relation") == "head" for person in here)
    return FIRES if here and not headed and not refused else None


RULE = HouseholdRule(
    code="C6-04",
    severity=Severity.WRONG,
    fields=("relation",),
    ask=Ask.VILLAGE,
    says=text("Nobody in the household is recorded as its head."),
    mend=text("Choose the head as in the household register; correct the other relations."),
    finds=finds,
)
