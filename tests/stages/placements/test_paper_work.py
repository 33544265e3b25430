"""Work that may be on paper only is noticed, and honest work is not."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from chunfeng.stages.people import operations as people
from chunfeng.stages.placements import checks, operations
from chunfeng.stages.placements.vocabulary import How, Whose
from tests.cast import TODAY, Cast
from tests.stages.placements.offering import Office

pytestmark = pytest.mark.django_db(transaction=True)
MONTH = TODAY.replace(day=1)


@pytest.fixture
def office(cast: Cast, keys: Any) -> Office:
    return Office(cast, keys)


def found(office: Office, workers: dict[date, int] | None = None) -> list[UUID | None]:
    lines = office.act(lambda: checks.of_employer(office.employer, workers=workers or {}, on=TODAY))
    return [one.offer for one in lines]


def said(office: Office, offer: UUID, whose: Whose, there: bool, **more: Any) -> None:
    office.do(operations.attest, offer, whose=whose, there=there, how=How.PHONE, **more)


def test_honest_work_is_not_noticed(office: Office) -> None:
    made = office.begun(office.person(), office.vacancy())
    said(office, made, Whose.EMPLOYER, True, month=MONTH)
    assert found(office, {MONTH: 1}) == []


def test_somebody_full_time_at_two_places_is_noticed(office: Office) -> None:
    person = office.person()
    made = office.begun(person, office.vacancy(channel="local"))
    assert found(office) == []
    office.do(
        people.begin_spell, person, begun=TODAY - timedelta(days=9), kind="workshop",
        employer="旧厂", evidence="C",
    )  # fmt: skip
    assert found(office) == [made]
    (one,) = office.act(lambda: checks.of_offer(made, on=TODAY))
    assert "旧厂" in one.said.to("zh")


def test_farming_beside_full_time_work_is_not_noticed(office: Office) -> None:
    person = office.person()
    office.begun(person, office.vacancy())
    office.do(people.begin_spell, person, begun=TODAY, kind="farming", evidence="C")
    assert found(office) == []


def test_whom_only_the_employer_finds_at_work_is_noticed(office: Office) -> None:
    made = office.begun(office.person(), office.vacancy())
    said(office, made, Whose.OFFICER, False)
    assert found(office) == []
    said(office, made, Whose.EMPLOYER, True)
    assert found(office) == [made]
    assert len(office.act(lambda: checks.of_offer(made, on=TODAY))) == 1


def test_more_people_confirmed_than_the_payroll_has_are_noticed(office: Office) -> None:
    for _ in range(2):
        made = office.begun(office.person(), office.vacancy())
        said(office, made, Whose.EMPLOYER, True, month=MONTH)
    assert found(office, {MONTH: 2}) == []
    assert found(office, {MONTH: 1}) == [None]
