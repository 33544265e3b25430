"""A visit: what anybody may see, nothing written, and no transaction around it."""

from collections.abc import Iterator

import pytest
from django.db import Error, connection, transaction

from chunfeng.foundation.access import in_public, leave, visiting
from tests.faces.portal.shop import TOWN
from tests.public import PublicClient, at_the_public_site

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def at_the_site() -> Iterator[None]:
    """Every test runs with the public login."""
    with at_the_public_site():
        yield


def ask(statement: str) -> None:
    """Asks the database as whoever stands."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


def stands() -> tuple[str, str]:
    """The role statements run under, and whether the session may only read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_setting('default_transaction_read_only')")
        role, reads = cursor.fetchone()
        return str(role), str(reads)


def test_a_visit_stands_for_anybody_without_a_transaction() -> None:
    """A visit stands for anybody without a transaction."""
    with visiting():
        assert not connection.in_atomic_block
        assert stands() == ("chunfeng_public", "on")


def test_nothing_can_be_written_during_a_visit() -> None:
    """Nothing can be written during a visit, not even in a transaction of its own."""
    insert = "INSERT INTO vacancies_report (id) VALUES (gen_random_uuid())"
    with visiting(), pytest.raises(Error, match="read-only"), transaction.atomic():
        ask(insert)


def test_a_visit_reads_no_personal_table() -> None:
    """A visit reads no personal table."""
    with visiting(), pytest.raises(Error, match="permission denied"):
        ask("SELECT count(*) FROM people_person")


def test_the_next_visit_need_not_say_so_again() -> None:
    """The next visit need not say so again."""
    with visiting():
        pass
    connection.force_debug_cursor = True
    connection.queries_log.clear()
    try:
        with visiting():
            pass
        assert not connection.queries_log
    finally:
        connection.force_debug_cursor = False


def test_who_leaves_stands_for_nobody_and_may_write_again() -> None:
    """Who leaves stands for nobody, and what follows may write again."""
    with visiting():
        pass
    leave()
    assert stands() == ("chunfeng_portal", "off")
    with in_public():
        assert stands() == ("chunfeng_public", "off")
    assert stands() == ("chunfeng_portal", "off")


def test_a_new_connection_is_told_anew() -> None:
    """A new connection is told anew: what stood on the one before says nothing of it."""
    with visiting():
        pass
    connection.close()
    ask("SET SESSION AUTHORIZATION chunfeng_portal")
    with visiting():
        assert stands() == ("chunfeng_public", "on")


def test_within_a_transaction_it_is_a_part_of_it() -> None:
    """Within a transaction a visit is a part of it, and what stood before stands again."""
    with transaction.atomic():
        with visiting():
            assert stands() == ("chunfeng_public", "off")
        assert stands() == ("chunfeng_portal", "off")


def test_a_form_after_a_page_is_written() -> None:
    """A form sent after a page was read reaches the database."""
    browser = PublicClient()
    told = {"kind": "money", "what": "要先交三百元押金。", "phone": "", "place": str(TOWN)}
    assert browser.get("/").status_code == 200
    assert browser.post("/report", told).status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("RESET SESSION AUTHORIZATION")
        cursor.execute("SELECT kind FROM vacancies_report")
        assert cursor.fetchall() == [("money",)]
