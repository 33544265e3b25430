"""Unstable work is no risk where nobody can work."""

from chunfeng.kit.texts import text
from chunfeng.stages.doubts.facts import HouseholdFacts
from chunfeng.stages.doubts.rules import FIRES, Ask, Day, HouseholdRule, Placeholders, Severity
from chunfeng.stages.people.status import UNABLE


def finds(home: HouseholdFacts, day: Day) -> Placeholders | None:
    here = home.here(day.on)
    causes = [person.secrets.code("poverty_cause") for person in here if person.secrets]
    if not any(word in cause for word in day.limits.unstable_work_words for cause in causes):
        return None
    return FIRES if all(p.code("work_capacity") in UNABLE for p in here) else None


RULE = HouseholdRule(
    code="5_15_013",
    severity=Severity.DOUBTFUL,
    fields=("poverty_cause", "work_capacity"),
    needs="D4",
    ask=Ask.VILLAGE,
    says=text("The risk that is recorded does not fit: nobody in the household can work."),
    mend=text("Correct the risk, or the capacity for work."),
    finds=finds,
)
