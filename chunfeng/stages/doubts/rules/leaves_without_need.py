"""Whoever wants to work outside the county has said what kind of work or help is needed."""

from chunfeng.kit.texts import text
from chunfeng.stages.doubts.facts import PersonFacts
from chunfeng.stages.doubts.rules import FIRES, Ask, Day, PersonRule, Placeholders, Severity

AWAY = frozenset({"prefecture", "province", "outside"})
NEEDS = ("wish_occupations", "pay_min", "wish_forms", "board_needed", "training_wish")


def finds(person: PersonFacts, day: Day) -> Placeholders | None:
    if person.code("willing") != "yes" or AWAY.isdisjoint(person.codes("wish_reach")):
        return None
    unsaid = all(person.missing(field) for field in NEEDS)
    return FIRES if unsaid and not person.works(day.on) else None


RULE = PersonRule(
    code="5_15_008",
    severity=Severity.DOUBTFUL,
    fields=("wish_reach", *NEEDS),
    ask=Ask.PERSON,
    says=text("Wants to work outside the county, but no need is recorded."),
    mend=text("Ask for occupation, pay, working time, board or training wanted."),
    finds=finds,
)
