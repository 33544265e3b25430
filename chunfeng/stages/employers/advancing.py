"""The ground of every act on a recognition: taking hold of it, its next state, its dated step."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db.models import F, Q
from django.utils import timezone

from chunfeng.foundation.access import Context, Role
from chunfeng.foundation.accounts.queries import Colleague, colleagues
from chunfeng.kit.texts import text
from chunfeng.stages.employers import evidence
from chunfeng.stages.employers.holding import held, tell
from chunfeng.stages.employers.inside import of_recognitions
from chunfeng.stages.employers.models import Document, Employer, Payroll, Recognition, Step
from chunfeng.stages.employers.policy import Terms
from chunfeng.stages.employers.policy import on as policy_on
from chunfeng.stages.employers.refusals import NotFound, NotNow, Refused
from chunfeng.stages.employers.rules import DECIDERS, county_span
from chunfeng.stages.employers.states import (
    RECOGNITION_NAMES,
    RECOGNITION_NEXT,
    RecognitionState,
)
from chunfeng.stages.employers.vocabulary import StepKind

LONGEST = 300  # characters of a reason
WHY = text("Say why.")


def terms_of(row: Recognition, at: datetime) -> Terms:
    """What the policy asks of a recognition on a day."""
    return policy_on(timezone.localdate(at), row.region).of(row.kind, row.sub_kind or row.level)


def filed_documents(row: Recognition) -> frozenset[str]:
    """The kinds of documents on file for a recognition, those of the employer itself included."""
    files = Document.objects.filter(
        Q(recognition=row) | Q(recognition=None), employer=row.employer_id
    )
    return frozenset(files.values_list("kind", flat=True))


def others(region: int, at: datetime) -> list[Colleague]:
    """Who may make a visit in the county of a region: officers in office there."""
    return colleagues(*county_span(region), DECIDERS, timezone.localdate(at))


def workers_of(recognition: UUID) -> dict[str, Any]:
    """The same of a recognition by its id, which the post sees."""
    return workers_at(Recognition.objects.get(id=recognition))


def workers_at(row: Recognition) -> dict[str, Any]:
    """{workers, target_workers, month} of the last month paid where a recognition holds."""
    paid = Payroll.objects.filter(employer=row.employer_id)
    if row.site_id:
        paid = paid.filter(site=row.site_id)
    last = paid.order_by("-month").values_list("month", flat=True).first()
    if last is None:
        return {"workers": None, "target_workers": None, "month": None}
    found = list(paid.filter(month=last).values_list("workers", "target_workers"))
    return {
        "workers": sum(workers for workers, _ in found),
        "target_workers": sum(target for _, target in found),
        "month": last.isoformat(),
    }


def proved(row: Recognition, at: datetime) -> dict[str, Any]:
    """What records prove of a recognition today, to be kept with an act."""
    return dict(evidence.of(row, on=timezone.localdate(at)).kept())


def must_decide_freely(row: Recognition, by: Context) -> None:
    """Refused for whoever entered the application."""
    if row.added_by == by.user:
        raise Refused(text("Whoever entered the application does not decide: ask a colleague."))


def held_with_owner(
    recognition: UUID, by: Context, *, officers: Sequence[UUID] = ()
) -> tuple[Recognition, Employer]:
    """A recognition and its employer for an officer's act, both locked."""
    found = Recognition.objects.filter(id=recognition)
    employer = found.values_list("employer_id", flat=True).first()
    if employer is None or by.role is Role.EMPLOYER:
        raise NotFound
    owner = held(employer, by, officers=officers)
    row = Recognition.objects.select_for_update().get(id=recognition)
    for name, value in of_recognitions([recognition])[recognition].items():
        setattr(row, name, value)
    return row, owner


def move(row: Recognition, after: RecognitionState, at: datetime, **facts: Any) -> None:
    """Brings a recognition into a state that may follow its own."""
    now = RecognitionState(row.state)
    if after not in RECOGNITION_NEXT[now]:
        raise NotNow(RECOGNITION_NAMES[now])
    stamp(row, at, state=after, **facts)


def close_down(row: Recognition, at: datetime, reason: str, **facts: Any) -> None:
    """Ends a recognition for a reason."""
    day = timezone.localdate(at)
    move(row, RecognitionState.ENDED, at, state_reason=reason, ended_on=day, **facts)


def stamp(row: Recognition, at: datetime, **facts: Any) -> None:
    """Writes columns of a recognition, counting the version on."""
    found = Recognition.objects.filter(id=row.id)
    found.update(**facts, version=F("version") + 1, updated_at=at)


def why_of(reason: str, needed: bool = True) -> str:
    """A reason as it is kept; Refused where one is needed and there is none."""
    why = " ".join(reason.split())[:LONGEST]
    if needed and not why:
        raise Refused(WHY)
    return why


def note_step(row: Recognition, kind: StepKind, by: Context, at: datetime, **facts: Any) -> UUID:
    """Adds a dated act of a recognition, of today unless ``on`` says otherwise; its id."""
    facts.setdefault("on", timezone.localdate(at))
    made = Step(
        id=uuid4(), recognition=row, region=row.region, kind=kind, by=by.user, at=at, **facts
    )
    made.save(force_insert=True)
    return made.id


def tell_of(
    kind: str, owner: Employer, row: Recognition, by: Context, at: datetime, **detail: Any
) -> None:
    """Appends the event of an act on the employer's timeline."""
    tell(kind, owner, by=by, at=at, detail={"recognition": str(row.id)} | detail)
