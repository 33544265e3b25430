"""What waits for an officer: applications, visits, notices that end, decisions, reviews."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import F, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce

from chunfeng.foundation.access import Context
from chunfeng.kit.texts import text
from chunfeng.stages.employers import policy, proofs
from chunfeng.stages.employers.inside import of_recognitions
from chunfeng.stages.employers.models import Recognition, Step
from chunfeng.stages.employers.policy import Terms
from chunfeng.stages.employers.states import RecognitionState

_S = RecognitionState
WAITING = (_S.APPLIED, _S.COMPLETE, _S.VISITED)
AHEAD = 30  # days before a review or the end that it is said


class Act(StrEnum):
    """The one next act of a recognition."""

    DOCUMENTS = "documents"
    VISIT = "visit"
    NOTICE = "notice"
    WAIT = "wait"  # for the end of the public notice
    DECIDE = "decide"
    REVIEW = "review"
    LIFT = "lift"  # a suspension, or withdraw
    NONE = "none"


ACT_NAMES = {
    Act.DOCUMENTS: text("Check the documents"),
    Act.VISIT: text("Visit the site"),
    Act.NOTICE: text("Set the public notice"),
    Act.WAIT: text("The public notice runs"),
    Act.DECIDE: text("Decide on the application"),
    Act.REVIEW: text("Hold the review"),
    Act.LIFT: text("Lift the suspension or withdraw"),
    Act.NONE: text("Nothing is due"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A recognition that waits. on: the day something falls due. since: from when on it has waited,
    which is that day, or where there is none the day of its last act; never a day to come.
    """

    id: UUID
    employer: UUID
    name: str
    site: str
    place: int
    region: int
    kind: str
    variant: str
    state: str
    act: Act
    since: date
    on: date | None
    added_by: UUID | None

    def days(self, on: date) -> int:
        """For how many days it has waited."""
        return (on - self.since).days


def next_act(
    *, state: str, terms: Terms, on: date, notice_until: date | None,
    reviewed: date | None, valid_until: date | None,
) -> tuple[Act, date | None]:  # fmt: skip
    """(what comes next, the day it falls due). reviewed: the last review, or the first day."""
    simple = {_S.APPLIED: Act.DOCUMENTS, _S.COMPLETE: Act.VISIT, _S.SUSPENDED: Act.LIFT}
    now = RecognitionState(state)
    if now in simple:
        return simple[now], None
    if now is _S.VISITED:
        if notice_until is None:
            return (Act.NOTICE if terms.notice_days else Act.DECIDE), None
        return (Act.WAIT if on <= notice_until else Act.DECIDE), notice_until
    if now is _S.RECOGNISED:
        review = proofs.months_later(reviewed, terms.review_months) if reviewed else None
        days = [day for day in (review, valid_until) if day]
        first = min(days, default=None)
        return (Act.REVIEW if first and (first - on).days <= AHEAD else Act.NONE), first
    return Act.NONE, None


def due(
    *, by: Context, on: date, states: Sequence[str] = (), kind: str = "", all_: bool = False
) -> list[Due]:
    """Recognitions of the post's region for which something is due, who waits longest first.

    states, kind: only these. all_: those for which nothing is due, too.
    """
    latest = Step.objects.filter(recognition=OuterRef("id")).order_by()
    last = latest.values("recognition").annotate(day=Max("on")).values("day")
    found = Recognition.objects.filter(region__range=(by.lo, by.hi)).exclude(state=_S.ENDED)
    if states:
        found = found.filter(state__in=states)
    if kind:
        found = found.filter(kind=kind)
    rows = found.annotate(
        since=Coalesce(Subquery(last), F("applied_on")),
        name=F("employer__name"),
        where=Coalesce(F("site__place"), F("employer__place")),
        called=F("site__name"),
    )
    told = list(rows.values(*_ROW))
    inner = of_recognitions([row["id"] for row in told])
    lines = [_line(row | inner[row["id"]], on) for row in told]
    waiting = [line for line in lines if all_ or line.act not in (Act.NONE, Act.WAIT)]
    return sorted(waiting, key=lambda line: (line.since, line.id))


_ROW = (
    "id", "employer_id", "name", "called", "where", "region", "kind", "sub_kind", "level", "state",
    "since", "notice_until", "valid_from", "valid_until",
)  # fmt: skip


def _line(row: Mapping[str, Any], on: date) -> Due:
    variant = row["sub_kind"] or row["level"]
    act, day = next_act(
        state=row["state"],
        terms=policy.on(on, row["region"]).of(row["kind"], variant),
        on=on,
        notice_until=row["notice_until"],
        reviewed=row["reviewed_on"] or row["valid_from"],
        valid_until=row["valid_until"],
    )
    return Due(
        id=row["id"],
        employer=row["employer_id"],
        name=row["name"],
        site=row["called"] or "",
        place=row["where"],
        region=row["region"],
        kind=row["kind"],
        variant=variant,
        state=row["state"],
        act=act,
        since=min(max(row["since"], day), on) if day else row["since"],
        on=day,
        added_by=row["added_by"],
    )
