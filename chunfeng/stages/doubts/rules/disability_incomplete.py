"""A disability is recorded with its kind and grade, as its certificate has them."""

from chunfeng.kit.texts import text
from chunfeng.stages.doubts.facts import PersonFacts
from chunfeng.stages.doubts.rules import FIRES, Ask, Day, PersonRule, Placeholders, Severity


def finds(person: PersonFacts, day: Day) -> Placeholders | None:
    secrets = person.secrets
    if secrets is None or "disabled" not in secrets.codes("health"):
        return None
    missing = secrets.missing("disability_type") or secrets.missing("disability_grade")
    return FIRES if missing else None


RULE = PersonRule(
    code="4_12_003",
    severity=Severity.WRONG,
    fields=("health", "disability_type", "disability_grade"),
    needs="D4",
    ask=Ask.DISABILITY,
    says=text("The health facts that are recorded are not complete."),
    mend=text("Record kind and grade from the certificate."),
    finds=finds,
)
