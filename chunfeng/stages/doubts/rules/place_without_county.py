"""The place of work is known down to the county at least."""

from chunfeng.foundation.places import Scale
from chunfeng.kit.texts import text
from chunfeng.stages.doubts.facts import PersonFacts, SpellFacts
from chunfeng.stages.doubts.rules import FIRES, Ask, Day, Placeholders, Severity, SpellRule
from chunfeng.stages.people.status import SpellKind, work_scale
from chunfeng.stages.people.vocabulary import Known

AWAY = frozenset({SpellKind.EMPLOYED, SpellKind.WORKSHOP})


def finds(spell: SpellFacts, person: PersonFacts, day: Day) -> Placeholders | None:
    if spell.kind not in AWAY or not spell.covers(day.on):
        return None
    if spell.place is None:
        return None if spell.states.get("work_place") == Known.REFUSED else FIRES
    if work_scale(person.region, spell) == Scale.ABROAD:
        return None
    # A code tells itself from its neighbours down to the level where it stops.
    told = work_scale(spell.place, spell)
    return FIRES if told is None or told > Scale.COUNTY else None


RULE = SpellRule(
    code="5_01_005",
    severity=Severity.DOUBTFUL,
    fields=("work_place",),
    ask=Ask.PERSON,
    says=text("The county of the place of work is not recorded."),
    mend=text("Ask for the county, and record it."),
    finds=finds,
)
