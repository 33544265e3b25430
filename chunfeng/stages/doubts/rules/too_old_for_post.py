"""A public-welfare post ends at an upper age."""

from chunfeng.kit.texts import text
from chunfeng.stages.doubts.facts import PersonFacts, SpellFacts
from chunfeng.stages.doubts.rules import Ask, Day, Placeholders, Severity, SpellRule
from chunfeng.stages.people.status import SpellKind


def finds(spell: SpellFacts, person: PersonFacts, day: Day) -> Placeholders | None:
    if spell.kind != SpellKind.PUBLIC_WELFARE or not spell.covers(day.on):
        return None
    age = person.age(day.on)
    return {"age": age} if age is not None and age >= day.limits.public_post_age_end else None


RULE = SpellRule(
    code="5_01_006",
    severity=Severity.DOUBTFUL,
    fields=("status", "birth_date"),
    ask=Ask.COUNTY,
    says=text("In a public-welfare post at the age of {age}."),
    mend=text("End the post, or correct the birth date."),
    finds=finds,
)
