"""Reasons this office gave earlier for letting a finding stand, to be offered again."""

from collections.abc import Collection

from django.db import connection

RECENT = 2000  # vacancies of the office, published last, whose reasons are looked at
MOST = 4  # offered for one rule


def given(rules: Collection[str]) -> dict[str, list[str]]:
    """{rule: reasons given for it}, the most frequent first, of equals the newest."""
    if not rules:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH recent AS (
                SELECT findings, published_at FROM vacancies_vacancy
                WHERE published_at IS NOT NULL ORDER BY published_at DESC, id LIMIT %s
            ), said AS (
                SELECT one ->> 'rule' AS rule, one ->> 'reason' AS reason, count(*) AS times,
                    max(published_at) AS latest
                FROM recent, jsonb_array_elements(findings) AS one
                WHERE one ->> 'rule' = ANY(%s) AND one ->> 'reason' <> ''
                GROUP BY 1, 2
            )
            SELECT rule, reason FROM said ORDER BY rule, times DESC, latest DESC, reason""",
            [RECENT, sorted(rules)],
        )
        rows = cursor.fetchall()
    out: dict[str, list[str]] = {}
    for rule, reason in rows:
        out.setdefault(rule, []).append(reason)
    return {rule: reasons[:MOST] for rule, reasons in out.items()}
