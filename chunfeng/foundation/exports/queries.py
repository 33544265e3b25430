"""Reads of exports: one's own, and those that wait for a second officer."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Func, IntegerField, QuerySet

from chunfeng.foundation.access import Context, DataClass, Purpose, Role
from chunfeng.foundation.exports.models import ExportRequest
from chunfeng.foundation.exports.states import Kind, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An export in a list."""

    id: UUID
    user: UUID
    kind: Kind
    rows: int
    fields: list[str]
    data_class: DataClass
    purpose: Purpose
    reason: str
    item: str
    state: State
    asked_at: datetime
    expires_at: datetime | None
    decided_by: UUID | None
    decision: str

    def open_at(self, at: datetime) -> bool:
        """Whether it may be fetched at a moment."""
        return self.state is State.READY and self.expires_at is not None and at < self.expires_at


def mine(*, by: Context, limit: int = 20) -> list[Line]:
    """The exports asked for in this post by this officer, latest first."""
    return _lines(ExportRequest.objects.filter(user=by.user, post=by.post), limit)


def waiting(*, by: Context, limit: int = 50) -> list[Line]:
    """The exports of others that this post may decide."""
    if by.role is not Role.COUNTY:
        return []
    others = ExportRequest.objects.filter(state=State.WAITING).exclude(user=by.user)
    return _lines(others, limit)


def _lines(requests: "QuerySet[ExportRequest]", limit: int) -> list[Line]:
    counted = requests.annotate(
        rows=Func(F("people"), function="cardinality", output_field=IntegerField())
    )
    found = counted.defer("people").order_by("-asked_at", "id")[:limit]
    return [
        Line(
            id=request.id,
            user=request.user,
            kind=Kind(request.kind),
            rows=request.rows,
            fields=request.fields,
            data_class=DataClass(request.data_class),
            purpose=Purpose(request.purpose),
            reason=request.reason,
            item=request.item,
            state=State(request.state),
            asked_at=request.asked_at,
            expires_at=request.expires_at,
            decided_by=request.decided_by,
            decision=request.decision,
        )
        for request in found
    ]
