"""Reads of messages, within the post's region. Phones stand masked, words are never read."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from chunfeng.foundation.messaging.channels import chosen
from chunfeng.foundation.messaging.models import Message
from chunfeng.foundation.messaging.states import State, why
from chunfeng.kit.texts import Text, text

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A message in a list. at: when it was sent, or else was written. receipt: the operator's."""

    id: UUID
    kind: str
    phone_mask: str
    state: State
    at: datetime
    why: Text | None
    region: int
    subject: str
    subject_id: UUID | None
    receipt: bool


def sending() -> Text | None:
    """What an officer has to know about messages to phones; None where they are sent."""
    if chosen() is not None:
        return None
    return text(
        "Messages to phones are not sent: no way to send them is set up (CHUNFENG_SMS). They wait"
        " until their time has passed; call people instead."
    )


def about(subject: str, subject_id: UUID, *, limit: int = 20) -> list[Line]:
    """The messages about something, latest first."""
    found = Message.objects.filter(subject=subject, subject_id=subject_id)
    return _lines(found.order_by("-created_at", "id")[:limit])


def page(*, state: str = "", kind: str = "", number: int = 1) -> tuple[list[Line], int]:
    """A page of the notices to phones of the post's region, latest first; how many there are."""
    found = Message.objects.filter(is_code=False)
    given = {name: value for name, value in (("state", state), ("kind", kind)) if value}
    found = found.filter(**given)
    first = PAGE * (max(number, 1) - 1)
    return _lines(found.order_by("-created_at", "id")[first : first + PAGE]), found.count()


def _lines(found: "QuerySet[Message]") -> list[Line]:
    rows = found.values(
        "id", "kind", "phone_mask", "state", "created_at", "sent_at", "failed_for", "region",
        "subject", "subject_id", "receipt",
    )  # fmt: skip
    return [
        Line(
            id=row["id"],
            kind=row["kind"],
            phone_mask=row["phone_mask"],
            state=State(row["state"]),
            at=row["sent_at"] or row["created_at"],
            why=why(row["failed_for"]),
            region=row["region"],
            subject=row["subject"],
            subject_id=row["subject_id"],
            receipt=bool(row["receipt"]),
        )
        for row in rows
    ]
