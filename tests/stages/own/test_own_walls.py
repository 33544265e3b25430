"""The public site's login reads nobody but by that person's own secret, whatever a page forgets."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import ProgrammingError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chunfeng.foundation.access import Own, entered, on_own_page
from chunfeng.foundation.accounts.own import whose
from chunfeng.stages.own import operations
from chunfeng.stages.own.vocabulary import LetterKind
from chunfeng.stages.people import operations as people
from chunfeng.stages.placements import operations as placements
from chunfeng.stages.placements.operations import Said
from chunfeng.stages.placements.vocabulary import How, PersonReason
from tests.cast import NOW, TODAY, Cast
from tests.foundation.jobs.arranging import login
from tests.stages.own.at_home import AtHome, linked
from tests.stages.placements.offering import Office

pytestmark = pytest.mark.django_db(transaction=True)
# Every table that holds something of people: what is not here is found by the test below.
KEYED = {
    "people_person": "id", "people_profile": "person_id", "people_contact": "person_id",
    "people_secret": "person_id", "people_spell": "person_id", "people_consent": "person_id",
    "placements_offer": "person_id", "placements_offeranswer": "person_id",
    "placements_confirmation": "person_id", "own_letter": "person_id", "audit_event": "person_id",
}  # fmt: skip
NEVER = {
    "own_link",
    "people_duplicate",
    "people_history",
    "people_claim",
}
BEFORE_THE_CODE = {"people_contact", "placements_offer"}


@pytest.fixture
def office(cast: Cast, keys: Any) -> Office:
    return Office(cast, keys)


def somebody(office: Office, name: str) -> AtHome:
    """A person with a row in every table, and a link."""
    person = office.person(name=name, phone="15400000001", status="employed", work_employer="厂",
                           id_number="", remarks="备注")  # fmt: skip
    office.do(people.consent, person, purpose="docking", on=TODAY, how="form")
    office.made(person, office.vacancy())
    declined = office.made(person, office.vacancy(title="包装工"))
    agreed = office.confirmed(person, office.vacancy(title="电工"))
    found = linked(office.by, person, office.keys)
    with found.acting() as by:
        operations.write(LetterKind.CORRECTION, "地址不对", field="name", by=by, at=NOW)
        placements.decline(declined, PersonReason.PAY, Said(how=How.LINK), by=by, at=NOW)
        placements.say(agreed, by=by, at=NOW)
    return found


def people_in(table: str) -> set[UUID]:
    """Whose rows of a table are seen."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT {KEYED[table]} FROM {table}")  # noqa: S608 our own names
        return {person for (person,) in cursor.fetchall()}


def test_every_table_of_people_is_swept(unwalled: Any) -> None:
    with unwalled(), connection.cursor() as cursor:
        cursor.execute(
            """SELECT DISTINCT c.relname FROM pg_class AS c JOIN pg_attribute AS a
            ON a.attrelid = c.oid WHERE c.relkind = 'r' AND a.attname IN ('person_id', 'person')
            AND c.relnamespace = 'public'::regnamespace
            AND has_any_column_privilege('chunfeng_own', c.oid, 'SELECT')"""
        )
        found = {name for (name,) in cursor.fetchall()}
    assert found <= KEYED.keys() | {"people_person"}


@pytest.mark.parametrize("table", sorted(KEYED.keys() | NEVER))
def test_without_a_link_nothing_of_anybody_is_read(office: Office, table: str) -> None:
    somebody(office, "王小春")
    with login("chunfeng_portal"), on_own_page(Own(link="x", proof="x", at=NOW)):
        assert whose() is None
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 our own names
                assert cursor.fetchone() == (0,)
        except ProgrammingError as refused:
            assert "permission denied" in str(refused)  # noqa: PT017 either of the two is right


@pytest.mark.parametrize("table", sorted(KEYED))
def test_with_a_link_and_a_code_everybody_reads_their_own_rows_alone(
    office: Office, table: str
) -> None:
    one, other = somebody(office, "王小春"), somebody(office, "李大山")
    for who in (one, other):
        with who.acting():
            assert people_in(table) == {who.person}


@pytest.mark.parametrize("table", sorted(KEYED))
def test_before_the_code_only_offers_and_the_telephone_are_read(office: Office, table: str) -> None:
    one = somebody(office, "王小春")
    somebody(office, "李大山")
    one.proof = ""
    with one.page() as found:
        assert found is not None
        assert not found.proved
        assert people_in(table) == ({one.person} if table in BEFORE_THE_CODE else set())


@given(
    table=st.sampled_from(sorted(KEYED)),
    forged=st.sampled_from(["lo", "hi", "user", "post", "post_role", "employer"]),
    value=st.sampled_from(["0", "999999999999", "county", "auditor"]),
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_statement_slipped_in_gains_nothing_without_the_other_secret(
    pair: tuple[AtHome, AtHome], table: str, forged: str, value: str
) -> None:
    """It may set whatever it likes: neither scope nor role nor an id is the key."""
    one, other = pair
    with one.acting(), connection.cursor() as cursor:
        if forged in ("user", "post", "employer"):
            value = str(other.person)
        cursor.execute("SELECT set_config(%s, %s, true)", [f"app.{forged}", value])
        assert other.person not in people_in(table)
        cursor.execute("SELECT set_config('app.link', %s, true)", [other.person.hex])
        assert people_in(table) == set()


@pytest.fixture
def pair(office: Office) -> tuple[AtHome, AtHome]:
    return somebody(office, "王小春"), somebody(office, "李大山")


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT hash FROM own_link",
        "SELECT id_number FROM people_secret",
        "SELECT address FROM people_contact",
        'SELECT "user" FROM audit_event',
        "UPDATE people_person SET name = 'x'",
        "UPDATE placements_offer SET month_pay = 1",
        "DELETE FROM placements_offer",
        "DELETE FROM placements_confirmation",
        "UPDATE placements_confirmation SET there = false",
        "UPDATE own_letter SET state = 'accepted'",
        "SELECT people_reveal(gen_random_uuid(), 'phone', now())",
        "SELECT vacancies_take(gen_random_uuid(), gen_random_uuid(), 1, now())",
    ],
)
def test_the_own_page_cannot_be_made_to_ask_for_more(office: Office, statement: str) -> None:
    who = somebody(office, "王小春")
    with (
        who.acting(),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_an_officer_reads_no_hash_of_a_link(cast: Cast, office: Office) -> None:
    somebody(office, "王小春")
    with (
        entered(cast.an),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT hash, proof_hash, code_hash FROM own_link")


def test_a_link_is_nothing_once_it_is_over(office: Office) -> None:
    who = somebody(office, "王小春")
    with who.page(NOW + timedelta(days=31)) as found:
        assert found is None
        assert people_in("placements_offer") == set()


def test_the_proof_of_a_code_ends_after_two_hours(office: Office) -> None:
    who = somebody(office, "王小春")
    with who.page(NOW + timedelta(hours=3)) as found:
        assert found is not None
        assert not found.proved
        assert people_in("people_person") == set()
