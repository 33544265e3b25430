"""Reports of what is not honest: the queue, settling, the way to the employer."""

import uuid
from typing import Any

import pytest

from chunfeng.foundation.audit.models import Event
from tests.faces.workbench.desk import Desk
from tests.stages.vacancies import market

PHONE = "15400000321"


@pytest.fixture
def employer(desk: Desk) -> uuid.UUID:
    return market.employer(desk.county.context)


@pytest.fixture
def vacancy(desk: Desk, employer: uuid.UUID) -> uuid.UUID:
    return market.published(desk.county.context, desk.world.keys, employer)


def told(desk: Desk, vacancy: uuid.UUID, **said: Any) -> uuid.UUID:
    """What somebody tells on the portal."""
    return market.reported(desk.world.keys, vacancy, **said)


def test_a_report_stands_in_the_queue_with_vacancy_and_employer(
    desk: Desk, vacancy: uuid.UUID, employer: uuid.UUID
) -> None:
    made = told(desk, vacancy)
    page = desk.page("/reports")
    assert "三百元押金" in page.main
    assert {f"/reports/{made}", f"/vacancies/{vacancy}", f"/employers/{employer}"} <= set(
        page.links("/")
    )
    one = desk.page(f"/reports/{made}")
    assert one.links(f"/employers/{employer}/act/suspend")


def test_it_is_settled_with_what_was_found(desk: Desk, vacancy: uuid.UUID) -> None:
    made = told(desk, vacancy)
    desk.send(f"/reports/{made}", {"outcome": " "}, status=422)
    assert desk.send(f"/reports/{made}", {"outcome": "押金已退，已约谈"}).to == "/reports"
    assert "三百元押金" not in desk.page("/reports").main
    assert "押金已退" in desk.page("/reports?settled=1").main
    assert "押金已退" in desk.page(f"/reports/{made}").main
    assert not desk.page(f"/reports/{made}").soup.select("textarea")


def test_earlier_reports_of_the_employer_stand_beside(desk: Desk, vacancy: uuid.UUID) -> None:
    first, second = told(desk, vacancy), told(desk, vacancy, what="工资没有发", kind="unpaid")
    assert desk.page(f"/reports/{second}").links(f"/reports/{first}")


def test_the_phone_of_who_told_opens_on_the_record(
    desk: Desk, vacancy: uuid.UUID, unwalled: Any
) -> None:
    made = told(desk, vacancy, phone=PHONE)
    assert PHONE not in desk.page(f"/reports/{made}").text
    assert PHONE in desk.send(f"/reports/{made}/phone", {"purpose": "verify"}, status=200).main
    with unwalled():
        assert Event.objects.filter(kind="report.revealed", subject_id=made).count() == 1


def test_a_neighbour_sees_none_of_it(desk: Desk, vacancy: uuid.UUID) -> None:
    made = told(desk, vacancy)
    assert "三百元押金" not in desk.page("/reports", desk.neighbour).main
    desk.page(f"/reports/{made}", desk.neighbour, status=404)
    desk.send(f"/reports/{made}/phone", by=desk.neighbour, status=404)


def test_the_queue_takes_as_many_statements_for_many_as_for_few(
    desk: Desk, vacancy: uuid.UUID
) -> None:
    told(desk, vacancy)
    few = desk.statements("/reports")
    for number in range(6):
        told(desk, vacancy, what=f"第 {number} 件")
    assert desk.statements("/reports") <= few
