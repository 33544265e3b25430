"""Nobody sees or touches an offer of another county, whatever a page forgets."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from chunfeng.foundation.access import Context, entered
from chunfeng.stages.people import households
from chunfeng.stages.placements import operations, queries
from chunfeng.stages.placements.refusals import NotFound
from chunfeng.stages.placements.vocabulary import How, PersonReason, Whose
from tests.cast import NOW, PINGLI, TODAY, Cast
from tests.stages.placements.offering import BY_PHONE, VILLAGE, Office
from tests.stages.vacancies.market import member, stands

pytestmark = pytest.mark.django_db(transaction=True)
TABLES = ("placements_offer", "placements_offeranswer", "placements_confirmation")


@pytest.fixture
def office(cast: Cast, keys: Any) -> Office:
    return Office(cast, keys)


@pytest.fixture
def placed(office: Office) -> Any:
    made = office.begun(office.person(), office.vacancy())
    office.do(operations.attest, made, whose=Whose.EMPLOYER, there=False, how=How.DESK)
    return made


def rows(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 our own names
        ((number,),) = cursor.fetchall()
    return int(number)


def disputes() -> int:
    return queries.page(queries.Filters(due="disputed"), on=TODAY)[1]


@pytest.mark.parametrize("table", TABLES)
def test_without_any_filter_a_foreign_officer_sees_nothing(
    cast: Cast, placed: Any, table: str
) -> None:
    with entered(cast.an):
        assert rows(table)
    with entered(cast.bo):
        assert rows(table) == 0


def test_every_list_is_empty_for_a_foreign_officer(cast: Cast, placed: Any) -> None:
    with entered(cast.an):
        line = queries.offer(placed)
        assert line is not None
        assert disputes() == 1
    with entered(cast.bo):
        assert queries.offer(placed) is None
        assert queries.of_person(line.person) == queries.of_vacancy(line.vacancy)[0] == []
        assert queries.page(queries.Filters(), on=TODAY) == ([], 0)
        assert set(queries.due(TODAY).values()) == {0}
        assert queries.answers(placed) == queries.confirmations(placed) == []
        assert queries.companions(line.person) == []


def test_a_foreign_officer_changes_nothing(cast: Cast, office: Office) -> None:
    made = office.made(office.person(), office.vacancy())
    with entered(cast.bo) as by:
        with pytest.raises(NotFound):
            operations.agree(made, BY_PHONE, by=by, at=NOW)
        with pytest.raises(NotFound):
            operations.decline(made, PersonReason.PAY, BY_PHONE, by=by, at=NOW)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE placements_offer SET state = 'lapsed'")
            assert cursor.rowcount == 0
    assert office.line(made).state == "made"


def test_only_an_open_offer_of_the_region_is_addressed(cast: Cast, office: Office) -> None:
    made = office.made(office.person(phone="15400000123"), office.vacancy())

    def why_not(by: Context) -> Any:
        with entered(by), connection.cursor() as cursor:
            cursor.execute("SELECT refused FROM placements_phone(%s, %s)", [made, NOW])
            return cursor.fetchall()

    assert (why_not(cast.an), why_not(cast.bo)) == ([("",)], [("closed",)])
    office.do(operations.withdraw, made)
    assert why_not(cast.an) == [("closed",)]


def test_no_officer_opens_a_telephone_past_that_wall(cast: Cast, office: Office) -> None:
    person = office.person(phone="15400000123")
    with pytest.raises(ProgrammingError, match="permission denied"), entered(cast.an):
        connection.cursor().execute(
            "SELECT people_address(%s, %s, 'offer.addressed', %s, %s)",
            [person, VILLAGE, person, NOW],
        )


@pytest.mark.parametrize("table", TABLES)
def test_outside_a_post_nothing_may_be_read(placed: Any, table: str) -> None:
    with transaction.atomic(), pytest.raises(ProgrammingError, match="permission denied"):
        rows(table)


@pytest.mark.parametrize("columns", ["person_id", "region", "reason", "made_by", "spell", "told"])
def test_the_desk_reads_no_column_of_the_register(
    office: Office, placed: Any, columns: str
) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        stands(member(office.employer)),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"SELECT {columns} FROM placements_offer")  # noqa: S608 our own names


def test_what_was_answered_cannot_be_rewritten(cast: Cast, placed: Any) -> None:
    for table in TABLES[1:]:
        with pytest.raises(ProgrammingError, match="permission denied"), entered(cast.an):
            connection.cursor().execute(f"UPDATE {table} SET region = region")  # noqa: S608


def test_an_offer_moves_with_the_person(cast: Cast, office: Office, placed: Any) -> None:
    with entered(cast.an) as by:
        line = queries.offer(placed)
        assert line is not None
        home = queries.Person.objects.values_list("household_id", flat=True).get(id=line.person)
        households.move(home, PINGLI + 101_201, reason="搬迁", by=by, at=NOW)
    assert office.line(placed).region == PINGLI + 101_201
    with entered(replace(cast.chun)):
        assert queries.offer(placed) is None
