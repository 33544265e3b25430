"""Reads of doubts: by village, by rule, of one household."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, Count, QuerySet, Value, When
from django.utils import timezone

from chunfeng.foundation.access import Context, Right
from chunfeng.kit.texts import Text
from chunfeng.stages.doubts.models import Doubt
from chunfeng.stages.doubts.operations import standing
from chunfeng.stages.doubts.rules import Severity, all_rules

PAGE = 50
_GRAVITY = Case(*(When(severity=one, then=Value(k)) for k, one in enumerate(Severity)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A doubt in words."""

    id: UUID
    rule: str
    said: Text
    ask: Text
    mend: Text
    severity: Severity
    person: UUID | None
    household: UUID
    name: str
    household_no: str
    region: int
    found_on: date
    accepted_until: date | None
    reason: str


def by_village(*, by: Context, on: date) -> list[tuple[int, int, int, int]]:
    """(village, wrong, doubtful, worth a visit) where anything stands, most wrong first."""
    rows = _seen(by).filter(standing(on)).values_list("region", "severity")
    counts: dict[int, dict[str, int]] = {}
    for region, severity, n in rows.annotate(n=Count("id")):
        counts.setdefault(region, {})[severity] = n
    wrong, doubtful, lead = Severity
    out = [
        (region, found.get(wrong, 0), found.get(doubtful, 0), found.get(lead, 0))
        for region, found in counts.items()
    ]
    return sorted(out, key=lambda row: (-row[1], -row[2], row[0]))


def summary(*, by: Context, on: date) -> Mapping[Severity, int]:
    """How many doubts of each severity stand in the post's region."""
    counted = _seen(by).filter(standing(on)).values_list("severity").annotate(n=Count("id"))
    return {Severity(severity): n for severity, n in counted}


def lines(
    *,
    by: Context,
    on: date,
    region: tuple[int, int] | None = None,
    rule: str = "",
    household: UUID | None = None,
    accepted: bool = False,
    sealed: bool = True,
    offset: int = 0,
    limit: int = PAGE,
) -> tuple[list[Line], int]:
    """(a page of doubts, how many in all), the gravest first; not ``sealed``: none about D4."""
    found = (_seen(by) if sealed else _plain()).filter(closed_at=None)
    found = found.filter(accepted_until__gte=on) if accepted else found.filter(standing(on))
    if region:
        found = found.filter(region__range=region)
    if rule:
        found = found.filter(rule=rule)
    if household:
        found = found.filter(household=household)
    total = found.count()
    page = found.select_related("person", "household").only(
        "rule", "values", "severity", "region", "found_at", "accepted_until", "reason",
        "person__name", "household__number",
    ).order_by(_GRAVITY, "region", "rule", "id")[offset : offset + limit]  # fmt: skip
    return [_line(doubt) for doubt in page], total


def counts_of(people: Sequence[UUID], *, by: Context, on: date) -> dict[UUID, int]:
    """{person: doubts that stand}, for a list of people."""
    rows = _seen(by).filter(standing(on), person__in=list(people)).values_list("person")
    return dict(rows.annotate(n=Count("id")))


def people(*, by: Context, on: date) -> "QuerySet[Doubt, UUID | None]":
    """Those about whom a doubt stands; to be asked for within another statement."""
    stands = _seen(by).filter(standing(on), person__isnull=False)
    return stands.values_list("person", flat=True)


def _seen(by: Context) -> "QuerySet[Doubt]":
    """A doubt's rule gives its topic away: what reads D4 is for those who may open D4."""
    return Doubt.objects.all() if by.rights.d4 is Right.REVEAL else _plain()


def _plain() -> "QuerySet[Doubt]":
    secret = [code for code, rule in all_rules().items() if rule.needs == "D4"]
    return Doubt.objects.exclude(rule__in=secret)


def _line(doubt: Doubt) -> Line:
    rule = all_rules()[doubt.rule]
    return Line(
        id=doubt.id,
        rule=doubt.rule,
        said=rule.sentence(doubt.values),
        ask=rule.ask.label,
        mend=rule.mend,
        severity=Severity(doubt.severity),
        person=doubt.person_id,
        household=doubt.household_id,
        name=doubt.person.name if doubt.person else "",
        household_no=doubt.household.number,
        region=doubt.region,
        found_on=timezone.localdate(doubt.found_at),
        accepted_until=doubt.accepted_until,
        reason=doubt.reason,
    )
