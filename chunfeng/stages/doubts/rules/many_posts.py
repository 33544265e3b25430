"""One person does not go through many public-welfare posts in a year."""

from datetime import timedelta

from chunfeng.kit.texts import text
from chunfeng.stages.doubts.facts import PersonFacts
from chunfeng.stages.doubts.rules import Ask, Day, PersonRule, Placeholders, Severity
from chunfeng.stages.people.status import SpellKind

YEAR = timedelta(days=365)


def finds(person: PersonFacts, day: Day) -> Placeholders | None:
    posts = [spell for spell in person.spells if spell.kind == SpellKind.PUBLIC_WELFARE]
    if len(posts) < day.limits.person_posts:
        return None
    recent = sum(s.begun <= day.on and day.on - (s.ended or day.on) <= YEAR for s in posts)
    return {"posts": recent} if recent >= day.limits.person_posts else None


RULE = PersonRule(
    code="3_01_010",
    severity=Severity.DOUBTFUL,
    fields=("status",),
    ask=Ask.COUNTY,
    says=text("{posts} public-welfare posts within a year."),
    mend=text("Keep the post that is really filled; end or delete the others."),
    finds=finds,
)
