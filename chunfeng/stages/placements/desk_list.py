"""What an employer reads of offers at the desk: people who agreed to be shown to it, by a copy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from chunfeng.kit.texts import Text, from_json
from chunfeng.stages.placements import rules
from chunfeng.stages.placements.listing import last_month
from chunfeng.stages.placements.models import Confirmation, Offer
from chunfeng.stages.placements.states import State

__all__ = [
    "Proposed", "arrivals", "at_work", "expected", "in_month", "last_month", "months_open", "one",
    "proposed", "silent",
]  # fmt: skip
MOST = 200
_READ = (
    "id", "vacancy_id", "title", "state", "expires_on", "start_on", "ended_on", "shown_name",
    "shown_facts", "shown_at", "shown_phone",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """Somebody who agreed to work for us. facts: what the work asks for, and their answer to it.

    shown_phone: whether we may ask for their telephone, once we have taken them on.
    """

    id: UUID
    vacancy: UUID
    title: str
    name: str
    facts: Sequence[tuple[Text, Text]]
    state: str
    expires_on: date
    start_on: date | None
    ended_on: date | None
    shown_at: datetime
    shown_phone: bool


def proposed() -> list[Proposed]:
    """Who waits for our answer, the first to expire first: at most 200."""
    return _read(Q(state=State.AGREED), "expires_on")


def expected() -> list[Proposed]:
    """Whom we took and who has not begun, by the first day."""
    return _read(Q(state=State.CONFIRMED), "start_on")


def arrivals() -> list[Proposed]:
    """Who began and of whom we have not said whether they arrived."""
    said = Confirmation.objects.filter(offer=OuterRef("pk"), month=None)
    return _read(Q(state=State.BEGUN, ended_on=None) & ~Q(Exists(said)), "start_on")


def at_work() -> list[Proposed]:
    """Who works for us, by the first day."""
    return _read(Q(state=State.BEGUN, ended_on=None), "start_on")


def in_month(month: date) -> tuple[list[Proposed], dict[UUID, bool]]:
    """(who worked for us in a month, what we said of each of them for it last)."""
    words = Confirmation.objects.filter(month=rules.month_of(month)).order_by("at", "id")
    return _read(_here(month), "start_on"), dict(words.values_list("offer_id", "there"))


def silent(month: date) -> int:
    """How many worked for us in a month for which we have not said whether they were there."""
    said = Confirmation.objects.filter(offer=OuterRef("pk"), month=rules.month_of(month))
    return Offer.objects.filter(_here(month) & ~Q(Exists(said))).count()


def one(offer: UUID) -> Proposed | None:
    """One of them; None where it is not ours, as where there is none."""
    return next(iter(_read(Q(id=offer), "id")), None)


def months_open(on: date) -> list[date]:
    """The months of which something may be said, the latest first: the last and the running one."""
    return [rules.month_of(on), last_month(on)]


def _here(month: date) -> Q:
    following = rules.next_month(rules.month_of(month))
    return Q(state=State.BEGUN, ended_on=None, start_on__lt=following)


def _read(wanted: Q, order: str) -> list[Proposed]:
    found = Offer.objects.filter(wanted).order_by(order, "id").values(*_READ)[:MOST]
    return [_proposed(row) for row in found]


def _proposed(row: Mapping[str, Any]) -> Proposed:
    told = dict(row)
    facts = [(from_json(name), from_json(said)) for name, said in told.pop("shown_facts")]
    return Proposed(
        vacancy=told.pop("vacancy_id"), name=told.pop("shown_name"), facts=facts, **told
    )
