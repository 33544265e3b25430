"""The feed: what changed since a cursor, for whoever keeps a copy."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from chunfeng.faces.api import cursors, opened
from chunfeng.faces.api.routes.vacancies import VacancyOut
from chunfeng.faces.api.routes.vacancies import shaped as shaped_vacancy
from chunfeng.faces.api.shapes import Cursor, Limit
from chunfeng.foundation.partners.scopes import Scope
from chunfeng.stages.vacancies import published

router = Router()
CURSOR = "changes"


class ChangeOut(Schema):
    """A vacancy as it is now, or its tombstone: gone, and without facts."""

    id: UUID
    gone: bool
    at: datetime
    vacancy: VacancyOut | None


class ChangePage(Schema):
    """Changes in their order. ``cursor`` goes on after them, now or tomorrow; ``more``: at once."""

    items: list[ChangeOut]
    cursor: str
    more: bool


class Since(Schema):
    """From where; without a cursor from the beginning."""

    since: Cursor | None = None
    limit: Limit = opened.PAGE


@router.get("", response=ChangePage, operation_id="changes", url_name="api-changes")
def changes(request: HttpRequest, since: Query[Since]) -> HttpResponse:
    """Answers the next changes of transactions that are over."""
    opened.require(request, Scope.CHANGES)
    limit = opened.rows(request, since.limit)
    found, last = published.changes(read(since.since), limit)
    opened.give(request, len(found))
    return opened.told(
        {
            "items": [_shaped(one) for one in found],
            "cursor": made(last),
            "more": len(found) == limit,
        }
    )


def made(mark: published.Mark) -> str:
    """The cursor of a place in the feed."""
    return cursors.made(CURSOR, mark.xact, str(mark.vacancy))


def read(cursor: str | None) -> published.Mark:
    """The place in the feed a cursor means."""
    if not cursor:
        return published.Mark()
    xact, vacancy = cursors.read(CURSOR, cursor)
    return published.Mark(int(xact), UUID(vacancy))


def _shaped(one: published.Changed) -> dict[str, Any]:
    row = one.row
    return {
        "id": one.vacancy,
        "gone": row is None,
        "at": one.at,
        "vacancy": None if row is None else shaped_vacancy(row),
    }
