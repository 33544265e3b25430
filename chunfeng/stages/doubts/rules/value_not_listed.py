"""A field with fixed values holds one of them."""

from chunfeng.kit.texts import text
from chunfeng.stages.doubts.facts import PersonFacts
from chunfeng.stages.doubts.rules import Ask, Day, PersonRule, Placeholders, Severity
from chunfeng.stages.people.vocabulary import labels

ONE = {
    field: frozenset(labels(field))
    for field in ("sex", "relation", "education", "work_capacity", "willing")
}
SEVERAL = {
    field: frozenset(labels(field))
    for field in ("work_limits", "care", "wish_reach", "wish_forms", "board_needed", "company")
}


def finds(person: PersonFacts, day: Day) -> Placeholders | None:
    wrong = [field for field, codes in ONE.items() if _other(person, field, codes)]
    wrong += [field for field, codes in SEVERAL.items() if set(person.codes(field)) - codes]
    return {"columns": wrong} if wrong else None


def _other(person: PersonFacts, field: str, codes: frozenset[str]) -> bool:
    return person.value(field) not in (None, "") and person.code(field) not in codes


RULE = PersonRule(
    code="C6-03",
    severity=Severity.WRONG,
    fields=(*ONE, *SEVERAL),
    ask=Ask.COUNTY,
    says=text("Not one of the values that are allowed: {columns}."),
    mend=text("Choose a value from the list."),
    finds=finds,
)
