"""The feed of changes goes on where a database is restored and transactions are counted anew."""

from typing import Any

from django.db import connections

LEAP = 1 << 32  # beyond every number somebody may hold of transactions made after the dump
_HERE = """SELECT s.system_identifier || '/' || c.timeline_id
    FROM pg_control_system() AS s, pg_control_checkpoint() AS c"""
# Either the database was elsewhere at its last start, or numbers stand that are yet to come.
_GO_ON = """UPDATE vacancies_window AS w SET cluster = %(here)s, ahead = CASE
        WHEN w.cluster NOT IN ('', %(here)s) OR most.number >= next.number
        THEN greatest(most.number, next.number) + %(leap)s - next.plain ELSE w.ahead END
    FROM (SELECT coalesce(max(xact::text::bigint), 0) AS number FROM vacancies_change) AS most,
        (SELECT pg_current_xact_id()::text::bigint AS plain,
            vacancies_number(pg_current_xact_id())::text::bigint AS number) AS next"""


def go_on(using: str = "default", **_: Any) -> None:
    """Puts the feed ahead of every number given out before a restore. After each migration.

    A partner who had read to the last number then meets whatever changes from here on.
    """
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT to_regclass('vacancies_window')")
        if cursor.fetchone() == (None,):
            return  # migrated back to before there was one
        cursor.execute("INSERT INTO vacancies_window DEFAULT VALUES ON CONFLICT DO NOTHING")
        cursor.execute(_HERE)
        (here,) = cursor.fetchone()
        cursor.execute(_GO_ON, {"here": here, "leap": LEAP})
