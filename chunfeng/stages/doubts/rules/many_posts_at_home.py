"""One household seldom fills many public-welfare posts at a time."""

from chunfeng.kit.texts import text
from chunfeng.stages.doubts.facts import HouseholdFacts
from chunfeng.stages.doubts.rules import Ask, Day, HouseholdRule, Placeholders, Severity
from chunfeng.stages.people.status import SpellKind


def finds(home: HouseholdFacts, day: Day) -> Placeholders | None:
    posts = sum(
        spell.kind == SpellKind.PUBLIC_WELFARE
        for person in home.here(day.on)
        for spell in person.running(day.on)
    )
    return {"posts": posts} if posts > day.limits.household_posts else None


RULE = HouseholdRule(
    code="2_10_004",
    severity=Severity.DOUBTFUL,
    fields=("status",),
    ask=Ask.COUNTY,
    says=text("The household holds {posts} public-welfare posts at the same time."),
    mend=text("Keep the posts that are really filled; end or delete the others."),
    finds=finds,
)
