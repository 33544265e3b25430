"""Cutting the words of stored vacancies anew once the cutter, or its own words, have changed, or
the employer is called otherwise.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection

from chunfeng.stages.vacancies.cutting import cutter, literal
from chunfeng.stages.vacancies.models import Vacancy

_TEXTS = (
    "title", "occupation", "skills_required", "channel", "place", "address", "description",
)  # fmt: skip


def due() -> bool:
    """Whether some words may have been cut by another cutter. For the worker's own login."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT signature FROM vacancies_window")
        return bool(cursor.fetchone() != (cutter().signature,))


def recut(after: UUID | None, *, limit: int) -> UUID | None:
    """Cuts the next vacancies by id, as the context sees them; the last one's id, None at the end.

    No fact changes: there is no event, no new version, and no change in the feed.
    """
    later = Vacancy.objects.filter(id__gt=after) if after else Vacancy.objects.all()
    held = later.order_by("id").select_for_update(of=("self",))
    rows = list(held.values("id", "employer__name", *_TEXTS)[:limit])
    _put((row, row["employer__name"]) for row in rows)
    return rows[-1]["id"] if rows else None


def renamed(employer: UUID, name: str) -> None:
    """Cuts all vacancies of an employer for its new name, which is written next.

    They are locked first, so that nobody puts one into the shop window under the old name after.
    """
    held = Vacancy.objects.filter(employer=employer).order_by("id").select_for_update()
    _put((row, name) for row in held.values("id", *_TEXTS))


def _put(rows: Iterable[tuple[dict[str, Any], str]]) -> None:
    """Cuts rows, each with its employer's name."""
    words = [(literal(row, name), row["id"]) for row, name in rows]
    with connection.cursor() as cursor:
        cursor.executemany(
            """UPDATE vacancies_vacancy SET search = w.words
            FROM (SELECT %s::tsvector AS words) AS w
            WHERE id = %s AND search IS DISTINCT FROM w.words""",
            words,
        )


def done() -> None:
    """Notes that all words were cut by today's cutter. For the worker's own login."""
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO vacancies_window (signature) VALUES (%s)
            ON CONFLICT (one) DO UPDATE SET signature = EXCLUDED.signature""",
            [cutter().signature],
        )
