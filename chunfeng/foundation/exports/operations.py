"""Writes on exports: ask, approve, refuse, fetch. One event each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from chunfeng.foundation.access import Context, DataClass, Role
from chunfeng.foundation.audit.recording import record
from chunfeng.foundation.exports.models import ExportRequest
from chunfeng.foundation.exports.refusals import NoExport, Refused
from chunfeng.foundation.exports.states import Kind, State
from chunfeng.kit.texts import Language, text

DAYS = 7  # an export may be fetched so long
MOST = 20_000  # rows of one export
SEALED = frozenset({DataClass.D3, DataClass.D4})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants out: people, ledger fields, their highest class, form and reason."""

    people: Sequence[UUID]
    fields: Sequence[str]
    data_class: DataClass
    reason: str
    kind: Kind = Kind.LEDGER
    file_format: str = "xlsx"
    language: Language = "zh"
    item: str = ""


def needs_second(rows: int, data_class: DataClass, *, by: Context) -> bool:
    """Whether a second officer must approve: many rows, or anything sealed."""
    return rows > by.rights.export_rows or data_class in SEALED


def ask(wish: Wish, *, by: Context, at: datetime) -> UUID:
    """Asks for an export; it is ready at once unless a second officer must approve it."""
    _allow(wish, by)
    second = needs_second(len(wish.people), wish.data_class, by=by)
    made = ExportRequest.objects.create(
        user=by.user,
        post=by.post,
        region=by.lo,
        kind=wish.kind,
        people=list(wish.people),
        fields=list(wish.fields),
        data_class=wish.data_class,
        file_format=wish.file_format,
        language=wish.language,
        purpose=by.purpose,
        reason=wish.reason.strip()[:200],
        item=wish.item.strip()[:60],
        state=State.WAITING if second else State.READY,
        asked_at=at,
        expires_at=None if second else at + timedelta(DAYS),
    )
    _tell("export.asked", made, by, at)
    return made.id


def approve(request: UUID, *, by: Context, at: datetime) -> None:
    """A second officer of the county lets it out."""
    found = _to_decide(request, by)
    found.state, found.expires_at = State.READY, at + timedelta(DAYS)
    _decide(found, by, at)
    _tell("export.approved", found, by, at)


def refuse(request: UUID, *, reason: str, by: Context, at: datetime) -> None:
    """A second officer of the county keeps it in, and says why."""
    if not reason.strip():
        raise Refused(text("Say why."))
    found = _to_decide(request, by)
    found.state, found.decision = State.REFUSED, reason.strip()[:200]
    _decide(found, by, at)
    _tell("export.refused", found, by, at)


def fetch(request: UUID, *, by: Context, at: datetime) -> ExportRequest:
    """The export, to make the file of now; only in the post that asked for it, while it counts."""
    found = ExportRequest.objects.filter(id=request, user=by.user, post=by.post).first()
    if found is None:
        raise NoExport
    if found.state != State.READY or found.expires_at is None:
        raise Refused(text("A second officer has not approved it."))
    if at >= found.expires_at:
        raise Refused(text("It could be fetched for {n} days; they have passed.", n=DAYS))
    _tell("export.fetched", found, by, at)
    return found


def take_out(what: str, rows: int, *, by: Context, at: datetime) -> None:
    """Lets a short list without anything sealed out at once, and notes it."""
    most = by.rights.export_rows
    if not most:
        raise Refused(text("Your post does not include exports."))
    if rows > most:
        raise Refused(
            text("At most {n} lines leave at once; here are {rows}. Filter first.", n=most,
                 rows=rows)
        )  # fmt: skip
    detail = {"what": what, "rows": rows, "class": DataClass.D2}
    record("export.fetched", by=by, at=at, region=by.lo, detail=detail)


def _allow(wish: Wish, by: Context) -> None:
    most, rows = by.rights.export_rows, len(wish.people)
    if not most:
        raise Refused(text("Your post does not include exports."))
    if not wish.people:
        raise Refused(text("There is nobody in this list."))
    if not wish.reason.strip():
        raise Refused(text("Say what the list is for."))
    if rows > MOST:
        raise Refused(text("At most {n} people go into one list. Narrow the list first.", n=MOST))
    if needs_second(rows, wish.data_class, by=by) and by.role is not Role.COUNTY:
        raise Refused(
            text(
                "Your post exports up to {n} people, without phones, addresses or ID numbers."
                " For more ask the county office.",
                n=most,
            )
        )


def _to_decide(request: UUID, by: Context) -> ExportRequest:
    if by.role is not Role.COUNTY:
        raise NoExport
    waiting = ExportRequest.objects.select_for_update().filter(id=request, state=State.WAITING)
    found = waiting.first()
    if found is None:
        raise NoExport
    if found.user == by.user:
        raise Refused(text("Nobody approves an export of their own."))
    return found


def _decide(request: ExportRequest, by: Context, at: datetime) -> None:
    request.decided_by, request.decided_at = by.user, at
    request.save(update_fields=["state", "expires_at", "decision", "decided_by", "decided_at"])


def _tell(kind: str, request: ExportRequest, by: Context, at: datetime) -> None:
    record(
        kind,
        by=by,
        at=at,
        region=request.region,
        subject=("export", request.id),
        fields=request.fields,
        detail={"rows": len(request.people), "class": request.data_class, "why": request.reason},
    )
