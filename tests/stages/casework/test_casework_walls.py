"""Nobody sees or touches casework of another county, whatever a page forgets."""

from typing import Any
from uuid import UUID

import pytest
from django.db import ProgrammingError, connection, transaction

from chunfeng.foundation.access import entered
from chunfeng.stages.casework import operations, queries
from chunfeng.stages.casework.operations import Given
from chunfeng.stages.casework.queries import Hard, Wanted
from chunfeng.stages.casework.refusals import NotFound
from chunfeng.stages.casework.vocabulary import Kind, Outcome, Service, Source
from chunfeng.stages.people import households
from chunfeng.stages.people import queries as register
from tests.cast import NOW, PINGLI, TODAY, Cast
from tests.stages.casework.caring import Care

pytestmark = pytest.mark.django_db(transaction=True)
TABLES = ("casework_contact", "casework_difficulty", "casework_service", "casework_income")


@pytest.fixture
def known(care: Care) -> tuple[UUID, UUID]:
    """A person with a record in every table, and the household."""
    person = care.worker(30)
    care.call(person, reached=False, difficulties=(Kind.CARE,))
    care.do(operations.give, person, Given(kind=Service.POLICY, on=TODAY), key="w")
    home: UUID = care.act(lambda: register.facts(person, on=TODAY)).household
    care.do(operations.note_income, home, year=2025, amount=9.0, heads=2, source=Source.VISIT)
    return person, home


def rows(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 our own names
        ((number,),) = cursor.fetchall()
    return int(number)


@pytest.mark.parametrize("table", TABLES)
def test_without_any_filter_a_foreign_officer_sees_no_case(
    cast: Cast, known: Any, table: str
) -> None:
    with entered(cast.an):
        assert rows(table) == 1
    with entered(cast.bo):
        assert rows(table) == 0
    with transaction.atomic(), pytest.raises(ProgrammingError, match="permission denied"):
        rows(table)


def test_every_list_of_casework_is_empty_for_a_foreign_officer(
    cast: Cast, care: Care, known: tuple[UUID, UUID]
) -> None:
    person, home = known
    (call,) = care.act(lambda: queries.contacts_of(person))
    (hard,) = care.act(lambda: queries.difficulties_of(person))
    assert care.listed()
    with entered(cast.bo) as by:
        assert queries.follow_ups(Wanted(), on=TODAY) == ([], 0)
        assert queries.follow_ups_of([person], on=TODAY) == {}
        assert queries.follow_ups_by_village(on=TODAY) == []
        assert queries.contacts_of(person) == queries.difficulties_of(person) == []
        assert queries.services_of(person) == queries.incomes_of(home) == []
        assert queries.difficulties(Hard(), on=TODAY) == ([], 0)
        assert queries.contact(call.id) is queries.difficulty(hard.id) is None
        assert queries.five_ones(home, on=TODAY) == {}
        assert queries.stable_people([person], on=TODAY) == set()
        with pytest.raises(NotFound):
            operations.looked_at(call.id, by=by, at=NOW)
        with pytest.raises(NotFound):
            operations.resolve(hard.id, outcome=Outcome.SOLVED, said="", on=TODAY, by=by, at=NOW)


def test_a_call_and_a_service_cannot_be_rewritten(cast: Cast, known: Any) -> None:
    for change in ("casework_contact SET note = ''", "casework_service SET note = ''",
                   "casework_income SET amount = 1"):  # fmt: skip
        with pytest.raises(ProgrammingError, match="permission denied"), entered(cast.an):
            connection.cursor().execute(f"UPDATE {change}")


def test_casework_moves_with_the_household(care: Care, known: tuple[UUID, UUID]) -> None:
    new = PINGLI + 101_201
    care.do(households.move, known[1], new, reason="搬迁")

    def regions() -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(f"SELECT region FROM {t}" for t in TABLES))  # noqa: S608
            return [region for (region,) in cursor.fetchall()]

    assert care.act(regions) == [new] * 4
