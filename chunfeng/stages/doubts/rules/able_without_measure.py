"""A household with somebody who could work has at least one who works or learns."""

from chunfeng.kit.texts import text
from chunfeng.stages.doubts.facts import HouseholdFacts, PersonFacts
from chunfeng.stages.doubts.rules import Ask, Day, HouseholdRule, Placeholders, Severity
from chunfeng.stages.people.status import ABLE
from chunfeng.stages.people.vocabulary import Known


def finds(home: HouseholdFacts, day: Day) -> Placeholders | None:
    here = home.here(day.on)
    asked = all(person.states.get("status", Known.KNOWN) == Known.KNOWN for person in here)
    if not asked or any(person.running(day.on) for person in here):
        return None
    able = sum(_able(person, day) for person in here)
    return {"able": able} if able else None


def _able(person: PersonFacts, day: Day) -> bool:
    """Weak capacity counts here: light work and posts are measures too."""
    capacity = person.code("work_capacity")
    of_age = person.age(day.on) in day.limits.labour_ages
    return of_age and (capacity in ABLE or capacity == "weak") and not person.flag("in_school")


RULE = HouseholdRule(
    code="5_12_007",
    severity=Severity.LEAD,
    fields=("status", "work_capacity"),
    ask=Ask.VILLAGE,
    says=text("{able} members could work, and nobody works, trains or studies."),
    mend=text("Visit; look for work, training or a post for one of them."),
    finds=finds,
)
