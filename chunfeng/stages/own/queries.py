"""Reads of links and letters; the walls say whose."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from chunfeng.stages.own.letters import may_be_wrong
from chunfeng.stages.own.models import Letter, Link
from chunfeng.stages.own.proving import phone_mask
from chunfeng.stages.own.states import LetterState

__all__ = [
    "PAGE", "LetterLine", "LinkLine", "Waiting", "known", "letter", "letters_of", "links_of",
    "may_be_wrong", "page", "phone_mask", "waiting",
]  # fmt: skip
PAGE = 50
MOST_SHOWN = 100  # letters on one's own page


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterLine:
    """One letter. name: the person's."""

    id: UUID
    person: UUID
    name: str
    region: int
    kind: str
    field: str
    words: str
    written_at: datetime
    due_on: date
    state: str
    answer: str
    answered_at: datetime | None
    answered_by: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkLine:
    """A link that still leads somewhere; never its secret."""

    id: UUID
    issued_at: datetime
    expires_at: datetime
    used: int
    used_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How many letters wait, and how many of them for longer than they may."""

    open: int
    late: int


def letters_of(person: UUID) -> list[LetterLine]:
    """What somebody wrote, the latest first."""
    found = Letter.objects.filter(person=person).order_by("-written_at", "kind", "field")
    return _lines(found[:MOST_SHOWN])


def letter(letter: UUID) -> LetterLine | None:
    """One letter; None outside the post's region."""
    found = _lines(Letter.objects.filter(id=letter))
    return found[0] if found else None


def page(
    *,
    states: Sequence[str] = (LetterState.OPEN,),
    kind: str = "",
    region: tuple[int, int] | None = None,
    number: int = 1,
    size: int = PAGE,
) -> tuple[list[LetterLine], int]:
    """A page of letters, those due first first, and how many in all."""
    found = Letter.objects.filter(state__in=states)
    if kind:
        found = found.filter(kind=kind)
    if region:
        found = found.filter(region__range=region)
    first = (number - 1) * size
    return _lines(found.order_by("due_on", "written_at", "id")[first : first + size]), found.count()


def waiting(*, on: date) -> Waiting:
    """What waits in the post's region."""
    found = Letter.objects.filter(state=LetterState.OPEN)
    return Waiting(open=found.count(), late=found.filter(due_on__lt=on).count())


def links_of(person: UUID, *, at: datetime) -> list[LinkLine]:
    """The links of somebody's that still lead to their page, the latest first."""
    found = Link.objects.filter(person=person, revoked_at=None, expires_at__gt=at)
    rows = found.order_by("-issued_at", "id").values(*LinkLine.__dataclass_fields__)
    return [LinkLine(**row) for row in rows]


def known(people: Collection[UUID]) -> set[UUID]:
    """Who of some people was ever given a link, or wrote a letter.

    A township does not read complaints; whoever wrote one had a link.
    """
    rows = [model.objects.filter(person__in=people).values("person") for model in (Link, Letter)]
    return {one["person"] for found in rows for one in found}


def _lines(found: Iterable[Any]) -> list[LetterLine]:
    names = [name for name in LetterLine.__dataclass_fields__ if name not in ("name", "person")]
    rows: Any = found
    return [
        LetterLine(person=row.pop("person_id"), name=row.pop("person__name"), **row)
        for row in rows.values("person_id", "person__name", *names)
    ]
