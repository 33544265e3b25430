"""Cutting the words of stored vacancies anew once the cutter, or its own words, have changed."""

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
    words = [(literal(row, row["employer__name"]), row["id"]) for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(
            """UPDATE vacancies_vacancy SET search = w.words
            FROM (SELECT %s::tsvector AS words) AS w
            WHERE id = %s AND search IS DISTINCT FROM w.words""",
            words,
        )
    return rows[-1]["id"] if rows else None


def done() -> None:
    """Notes that all words were cut by today's cutter. For the worker's own login."""
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO vacancies_window (signature) VALUES (%s)
            ON CONFLICT (one) DO UPDATE SET signature = EXCLUDED.signature""",
            [cutter().signature],
        )
