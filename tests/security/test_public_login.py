"""The public site's login: what it can read is listed here, and holds nobody's personal facts."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import ProgrammingError, connection, transaction

from tests.public import at_the_public_site

Unwalled = Callable[[], AbstractContextManager[None]]
pytestmark = pytest.mark.django_db
OPEN = {  # readable by anybody: the shop window, verified employers, regions
    "vacancies_shown", "vacancies_change", "vacancies_photo", "employers_employer",
    "employers_site", "employers_recognition", "places_placepoint", "places_placechange",
    "vacancies_window",  # how the feed counts
    "places_office", "employers_wagefloor",  # whom to call; the lowest lawful pay
}  # fmt: skip
DESK = OPEN | {  # and by an employer of its own, behind walls
    "vacancies_vacancy", "vacancies_interest", "employers_document", "employers_payroll",
    "employers_step", "accounts_member",
    "placements_offer", "placements_confirmation",  # names of who agreed, as a copy; own words
}  # fmt: skip
SIGNING_IN = {  # by the login itself: employers' members, never an officer's account
    "accounts_member", "accounts_membercode", "accounts_membersession", "accounts_attempt",
    "django_migrations", "vacancies_shown", "vacancies_change", "places_placepoint",
    "places_placechange", "places_office", "vacancies_window",
}  # fmt: skip
READABLE = """SELECT c.relname FROM pg_class AS c
    WHERE c.relkind IN ('r', 'p', 'v', 'm') AND c.relnamespace = 'public'::regnamespace
    AND has_any_column_privilege(%s, c.oid, 'SELECT')"""
SEALED = {"phone", "address", "backup", "id_number", "health", "poverty_cause", "code_hash"}


def readable(unwalled: Unwalled, role: str) -> set[str]:
    with unwalled(), connection.cursor() as cursor:
        cursor.execute(READABLE, [role])
        return {name for (name,) in cursor.fetchall()}


def test_anybody_reads_what_is_public_and_nothing_else(unwalled: Unwalled) -> None:
    assert readable(unwalled, "chunfeng_public") <= OPEN


def test_the_desk_reads_nothing_of_the_register(unwalled: Unwalled) -> None:
    assert readable(unwalled, "chunfeng_desk") <= DESK


def test_the_login_itself_signs_members_in_and_reads_no_officers_account(
    unwalled: Unwalled,
) -> None:
    assert readable(unwalled, "chunfeng_portal") <= SIGNING_IN


@pytest.mark.parametrize("role", ["chunfeng_public", "chunfeng_desk"])
def test_no_sealed_column_is_readable(unwalled: Unwalled, role: str) -> None:
    with unwalled(), connection.cursor() as cursor:
        cursor.execute(
            """SELECT a.attrelid::regclass::text, a.attname FROM pg_attribute AS a
            JOIN pg_class AS c ON c.oid = a.attrelid
            WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
            AND a.atttypid = 'bytea'::regtype AND a.attnum > 0
            AND has_column_privilege(%s, a.attrelid, a.attname, 'SELECT')""",
            [role],
        )
        found = [(table, column) for table, column in cursor.fetchall() if column in SEALED]
    assert found == []


@pytest.mark.parametrize(
    "statement",
    [
        "SET ROLE chunfeng_officer",
        "SET ROLE chunfeng_web",
        "SELECT * FROM people_person",
        "SELECT * FROM people_contact",
        "SELECT * FROM placements_offer",
        "SELECT placements_phone(gen_random_uuid(), now())",
        "SELECT people_address(gen_random_uuid(), 1, '', gen_random_uuid(), now())",
        "SELECT placements_employer_phone(gen_random_uuid(), now())",
        "SELECT placements_own_phone(gen_random_uuid(), true, now())",
        "SELECT * FROM accounts_user",
        "SELECT * FROM django_session",
        "SELECT * FROM audit_event",
        "SELECT * FROM vacancies_interest",
        "SELECT people_reveal(gen_random_uuid(), 'phone', now())",
    ],
)
def test_what_a_broken_page_could_be_made_to_ask_is_refused(statement: str) -> None:
    with (
        at_the_public_site(),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
