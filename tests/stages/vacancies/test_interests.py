"""Interest left on the portal, its way to the officer of the township, and perhaps the employer."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from chunfeng.foundation.access import entered, in_public
from chunfeng.stages.people import operations as people
from chunfeng.stages.vacancies import operations, queries
from chunfeng.stages.vacancies.interests import Asking
from chunfeng.stages.vacancies.refusals import NotAllowed, NotFound, Refused
from chunfeng.stages.vacancies.reporting import Telling
from tests.cast import NOW, PINGLI, TODAY, Cast
from tests.foundation.jobs.arranging import login
from tests.stages.vacancies.market import employer, member, published, stands

pytestmark = pytest.mark.django_db
TOWN = PINGLI + 100_000
PHONE = "15400003333"


def asking(vacancy: UUID | None, **told: Any) -> Asking:
    return Asking(
        **{
            "name": "王小春", "phone": PHONE, "region": TOWN, "consent_text": "2026-11",
            "vacancy": vacancy,
        } | told
    )  # fmt: skip


def asked(keys: Any, vacancy: UUID | None, **told: Any) -> tuple[UUID, str]:
    with login("chunfeng_portal"), in_public():
        return operations.ask(asking(vacancy, **told), keys=keys, at=NOW)


def answered(keys: Any, interest: UUID, code: str, minutes: int = 1) -> str:
    with login("chunfeng_portal"), in_public():
        return operations.confirm(interest, code, keys=keys, at=NOW + timedelta(minutes=minutes))


def confirmed(keys: Any, vacancy: UUID | None, **told: Any) -> UUID:
    made, code = asked(keys, vacancy, **told)
    assert answered(keys, made, code) == "confirmed"
    return made


def test_it_waits_for_the_officer_of_the_township_once_the_code_has_come_back(
    cast: Cast, keys: Any
) -> None:
    vacancy = published(cast.an, keys, employer(cast.an))
    made, code = asked(keys, vacancy)
    with entered(cast.chun):
        assert queries.interests_open() == ([], 0)
    assert answered(keys, made, "x" + code) == "wrong"
    assert answered(keys, made, code) == "confirmed"
    assert answered(keys, made, code) == "over"
    with entered(cast.chun):
        ((line,), total) = queries.interests_open()
    assert (total, line.name, line.title) == (1, "王小春", "缝纫工")
    assert PHONE not in repr(line)
    with entered(cast.bo):
        assert queries.interests_open() == ([], 0)


def test_a_code_is_good_for_ten_minutes_and_five_tries(cast: Cast, keys: Any) -> None:
    vacancy = published(cast.an, keys, employer(cast.an))
    late, code = asked(keys, vacancy)
    assert answered(keys, late, code, minutes=11) == "over"
    tried, code = asked(keys, vacancy)
    for _ in range(5):
        assert answered(keys, tried, "0") == "wrong"
    assert answered(keys, tried, code) == "over"


@pytest.mark.parametrize(
    "told",
    [{"name": " "}, {"phone": "029123"}, {"consent_text": ""}, {"region": PINGLI}, {"region": 5},
     {"vacancy": UUID(int=5)}],
    ids=str,
)  # fmt: skip
def test_what_is_missing_is_said(cast: Cast, keys: Any, told: dict[str, Any]) -> None:
    vacancy = published(cast.an, keys, employer(cast.an))
    with pytest.raises(Refused):
        asked(keys, told.pop("vacancy", vacancy), **told)


def test_who_asks_without_a_vacancy_says_what_for(cast: Cast, keys: Any) -> None:
    confirmed(keys, None, wish="learn")
    with entered(cast.an):
        ((line,), _) = queries.interests_open()
    assert (line.vacancy, line.wish, line.title) == (None, "learn", "")
    with pytest.raises(ValueError, match="gold"):
        asked(keys, None, wish="gold")


def test_who_is_not_reached_stays_in_the_queue(cast: Cast, keys: Any) -> None:
    made = confirmed(keys, published(cast.an, keys, employer(cast.an)))
    with entered(cast.chun):
        operations.handle(made, outcome="not_reached", by=cast.chun, at=NOW)
        assert queries.interests_open()[1] == 1
        operations.handle(made, outcome="applies", remark="周一去", by=cast.chun, at=NOW)
        assert queries.interests_open()[1] == 0
    with entered(cast.an):
        (line,) = queries.interests_of(line_of(made))
    assert (line.outcome, line.remark) == ("applies", "周一去")


def line_of(interest: UUID) -> UUID:
    found = queries.interest(interest)
    assert found is not None
    assert found.vacancy is not None
    return found.vacancy


def test_the_employer_sees_a_name_only_once_an_officer_shares_it(cast: Cast, keys: Any) -> None:
    of = employer(cast.an)
    desk, rival = member(of), member(employer(cast.an, name="别的厂"))
    vacancy = published(cast.an, keys, of)
    made = confirmed(keys, vacancy)
    with stands(desk):
        assert queries.shared_names(vacancy) == []
    with entered(cast.chun):
        with pytest.raises(Refused):
            operations.share(made, by=cast.chun, at=NOW)
        operations.handle(made, outcome="applies", by=cast.chun, at=NOW)
        operations.share(made, by=cast.chun, at=NOW)
    with stands(desk):
        assert [one.name for one in queries.shared_names(vacancy)] == ["王小春"]
        with (
            pytest.raises(Exception, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT phone_mask FROM vacancies_interest")
    with stands(rival):
        assert queries.shared_names(vacancy) == []
    with entered(cast.chun):
        operations.handle(made, outcome="not_interested", by=cast.chun, at=NOW)
    with stands(desk):
        assert queries.shared_names(vacancy) == []


def test_the_officer_finds_whose_phone_it_is(cast: Cast, keys: Any) -> None:
    row = {"name": "王小春", "home": TOWN + 1, "household_no": "H1", "relation": "head"}
    with entered(cast.an):
        person = people.enrol({**row, "phone": PHONE}, keys=keys, by=cast.an, at=NOW)
    made = confirmed(keys, published(cast.an, keys, employer(cast.an)))
    with entered(cast.chun):
        assert [one.id for one in queries.maybe_people(made, on=TODAY)] == [person]
        operations.handle(made, outcome="applies", person=person, by=cast.chun, at=NOW)
        line = queries.interest(made)
    assert line is not None
    assert line.person == person
    with entered(cast.bo):
        assert queries.maybe_people(made, on=TODAY) == []


def test_a_phone_is_opened_on_the_record(
    cast: Cast, keys: Any, unwalled: Callable[[], AbstractContextManager[None]]
) -> None:
    made = confirmed(keys, published(cast.an, keys, employer(cast.an)))
    with entered(cast.chun):
        seen = operations.reveal_interest_phone(made, keys=keys, by=cast.chun, at=NOW)
    assert seen == PHONE
    with entered(cast.bo), pytest.raises(Refused):
        operations.reveal_interest_phone(made, keys=keys, by=cast.bo, at=NOW)
    with unwalled(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_event WHERE kind = 'interest.revealed'")
        assert cursor.fetchone() == (1,)


def test_nobody_elsewhere_handles_it(cast: Cast, keys: Any) -> None:
    made = confirmed(keys, published(cast.an, keys, employer(cast.an)))
    with entered(cast.bo), pytest.raises(NotFound):
        operations.handle(made, outcome="applies", by=cast.bo, at=NOW)
    with entered(cast.gu), pytest.raises(NotAllowed):
        operations.handle(made, outcome="applies", by=cast.gu, at=NOW)


def test_a_report_reaches_the_officers_who_answer_for_the_employer(cast: Cast, keys: Any) -> None:
    of = employer(cast.an)
    vacancy = published(cast.an, keys, of)
    told = Telling(kind="money", what="要交三百元押金", vacancy=vacancy, phone=PHONE)
    with login("chunfeng_portal"), in_public():
        made = operations.report(told, keys=keys, at=NOW)
        by_name = Telling(kind="unpaid", what="欠薪两个月", employer=of)
        operations.report(by_name, keys=keys, at=NOW)
        for nothing in (
            Telling(kind="money", what=" ", vacancy=vacancy),
            Telling(kind="money", what="x", vacancy=UUID(int=5)),
            Telling(kind="money", what="x"),
            Telling(kind="money", what="x", vacancy=vacancy, phone="12"),
        ):
            with pytest.raises(Refused):
                operations.report(nothing, keys=keys, at=NOW)
    with entered(cast.bo):
        assert queries.reports_open() == ([], 0)
    with entered(cast.an):
        lines, total = queries.reports_open()
        assert (total, lines[0].what, lines[0].employer) == (2, "要交三百元押金", of)
        seen = operations.reveal_report_phone(made, keys=keys, by=cast.an, at=NOW)
        assert seen == PHONE
        operations.settle(made, outcome="已查实，岗位已撤下", by=cast.an, at=NOW)
        with pytest.raises(NotFound):
            operations.settle(made, outcome="再次", by=cast.an, at=NOW)
        assert queries.counts(on=TODAY).reports_open == 1
