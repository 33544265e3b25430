"""Members who work in two counties do not carry one phone."""

from chunfeng.kit.texts import text
from chunfeng.stages.doubts.facts import HouseholdFacts, PersonFacts
from chunfeng.stages.doubts.rules import FIRES, Ask, Day, HouseholdRule, Placeholders, Severity
from chunfeng.stages.people.status import PAID_WORK

COUNTY = 10**6  # a code without its last six digits names a county


def finds(home: HouseholdFacts, day: Day) -> Placeholders | None:
    counties: dict[bytes, set[int]] = {}
    for person in home.here(day.on):
        if person.phone is not None:
            counties.setdefault(person.phone, set()).update(_counties(person, day))
    return FIRES if any(len(places) > 1 for places in counties.values()) else None


def _counties(person: PersonFacts, day: Day) -> set[int]:
    places = [s.place for s in person.running(day.on) if s.kind in PAID_WORK and s.place]
    return {place // COUNTY for place in places if place // COUNTY % 100}


RULE = HouseholdRule(
    code="5_15_022",
    severity=Severity.DOUBTFUL,
    fields=("phone", "work_place"),
    ask=Ask.PERSON,
    says=text("Members who work in different counties give the same phone."),
    mend=text("Record the phone each of them carries."),
    finds=finds,
)
