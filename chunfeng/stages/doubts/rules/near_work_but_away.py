"""A public-welfare post or a workshop is near home; who works away does not fill it."""

from chunfeng.foundation.places import Scale
from chunfeng.kit.texts import text
from chunfeng.stages.doubts.facts import PersonFacts
from chunfeng.stages.doubts.rules import Ask, Day, PersonRule, Placeholders, Severity
from chunfeng.stages.people.status import SpellKind, work_scale

NEAR = frozenset({SpellKind.PUBLIC_WELFARE, SpellKind.WORKSHOP})


def finds(person: PersonFacts, day: Day) -> Placeholders | None:
    running = person.running(day.on)
    near = sorted(spell.kind for spell in running if spell.kind in NEAR)
    if not near:
        return None
    scales = [work_scale(person.region, spell) for spell in running if spell.is_work]
    away = any(scale is not None and scale > Scale.COUNTY for scale in scales)
    return {"kind": near[0]} if away else None


RULE = PersonRule(
    code="5_01_003",
    severity=Severity.DOUBTFUL,
    fields=("status", "work_place"),
    ask=Ask.VILLAGE,
    says=text("Recorded as near home ({kind}), but a place of work is outside the county."),
    mend=text("Ask where the person works now, and end the other spell."),
    finds=finds,
)
