"""Those interested: the queue, the call, the seat, the name for the employer, the register."""

import uuid
from datetime import UTC, date, datetime
from typing import Any

import pytest

from chunfeng.faces.workbench import common
from chunfeng.foundation.access import entered
from chunfeng.foundation.accounts.models import SignIn
from chunfeng.foundation.audit.models import Event
from chunfeng.stages.vacancies import queries
from chunfeng.stages.vacancies.models import Vacancy
from tests.faces.workbench.desk import Desk
from tests.stages.vacancies import market

PHONE = "15400000123"


@pytest.fixture
def vacancy(desk: Desk) -> uuid.UUID:
    by = desk.county.context
    return market.published(by, desk.world.keys, market.employer(by), headcount=1)


def interest(
    desk: Desk, vacancy: uuid.UUID | None, name: str = "李春燕", phone: str = PHONE, **said: Any
) -> uuid.UUID:
    """Somebody who asked on the portal and confirmed the code."""
    return market.interested(desk.world.keys, vacancy, name=name, phone=phone, **said)


def row(desk: Desk, made: uuid.UUID) -> queries.InterestLine:
    with entered(desk.county.context):
        found = queries.interest(made)
    assert found
    return found


def taken(desk: Desk, vacancy: uuid.UUID) -> int:
    with entered(desk.county.context):
        return Vacancy.objects.values_list("taken", flat=True).get(id=vacancy)


def test_who_waits_stands_in_the_list_and_on_the_vacancy(desk: Desk, vacancy: uuid.UUID) -> None:
    made = interest(desk, vacancy)
    wish = interest(desk, None, "王远", "15400000124", wish="away")
    page = desk.page("/interests")
    assert "李春燕" in page.main
    assert "缝纫工" in page.main
    assert PHONE not in page.text
    assert page.links(f"/interests/{wish}")
    assert f"/interests/{made}" in desk.page(f"/vacancies/{vacancy}").links("/interests/")
    assert "李春燕" not in desk.page("/interests?wish=away").main
    assert "李春燕" not in desk.page("/interests?state=handled").main


@pytest.mark.parametrize(("day", "hour", "days"), [(30, 22, 0), (30, 15, 1), (29, 16, 1)])
def test_days_of_waiting_are_days_of_the_county(
    monkeypatch: pytest.MonkeyPatch, day: int, hour: int, days: int
) -> None:
    monkeypatch.setattr(common, "today", lambda: date(2026, 12, 1))
    assert common.days_since(datetime(2026, 11, day, hour, 30, tzinfo=UTC)) == days


def test_a_call_is_noted_and_whoever_was_not_reached_stays(desk: Desk, vacancy: uuid.UUID) -> None:
    made = interest(desk, vacancy)
    address = f"/interests/{made}"
    desk.send(address, {"outcome": ""}, status=422)
    desk.send(address, {"outcome": "not_reached", "remark": "晚上再打"})
    assert row(desk, made).state == "open"
    assert "晚上再打" in desk.page(address).main
    desk.send(address, {"outcome": "wrong_number"})
    assert row(desk, made).state == "handled"
    assert "李春燕" not in desk.page("/interests").main


def test_the_phone_leads_to_the_person_of_the_register(desk: Desk, vacancy: uuid.UUID) -> None:
    person = desk.enrol(phone=PHONE)
    made = interest(desk, vacancy)
    page = desk.page(f"/interests/{made}")
    assert f"/people/{person}" in page.links("/people/")
    form = page.form()
    assert form["person"] == [str(person)], "the only one with the phone is proposed"
    desk.send(f"/interests/{made}", {"outcome": "applies", "person": str(person)})
    assert row(desk, made).person == person


def test_whoever_is_not_in_the_register_is_added_with_what_they_left(
    desk: Desk, vacancy: uuid.UUID
) -> None:
    made = interest(desk, vacancy)
    (link,) = desk.page(f"/interests/{made}").links("/people/add")
    form = desk.page(link).soup
    assert form.select_one("input[name=name]")["value"] == "李春燕"
    assert "城关镇" in form.select_one("input[name=home]")["value"]
    assert form.select_one("input[name=phone]")["value"] == ""


def test_a_seat_is_held_and_given_back_and_the_last_is_the_last(
    desk: Desk, vacancy: uuid.UUID
) -> None:
    first, second = interest(desk, vacancy), interest(desk, vacancy, "王远", "15400000124")
    desk.send(f"/interests/{first}/act/hold")
    assert taken(desk, vacancy) == 1
    assert "李春燕" in desk.page(f"/vacancies/{vacancy}").soup.select_one("#seats").get_text()
    refused = desk.send(f"/interests/{second}/act/hold")
    assert "没有" in desk.page(refused.to).text
    assert taken(desk, vacancy) == 1
    desk.send(f"/interests/{first}/act/release")
    assert taken(desk, vacancy) == 0


def test_only_the_name_of_who_wants_to_apply_goes_to_the_employer(
    desk: Desk, vacancy: uuid.UUID
) -> None:
    made = interest(desk, vacancy)
    desk.send(f"/interests/{made}/act/share")
    assert row(desk, made).shared_at is None
    desk.send(f"/interests/{made}", {"outcome": "applies"})
    desk.send(f"/interests/{made}/act/share")
    assert row(desk, made).shared_at is not None
    assert "act/share" not in str(desk.page(f"/interests/{made}").soup)


def test_the_phone_opens_for_a_purpose_and_on_the_record(
    desk: Desk, vacancy: uuid.UUID, unwalled: Any
) -> None:
    made = interest(desk, vacancy)
    page = desk.send(f"/interests/{made}/phone", {"purpose": "contact"}, status=200)
    assert PHONE in page.main
    with unwalled():
        event = Event.objects.filter(kind="interest.revealed", subject_id=made).get()
    assert event.purpose == "contact"
    SignIn.objects.update(proved_at=None)
    asked = desk.send(f"/interests/{made}/phone", {"purpose": "contact"})
    assert asked.to.startswith("/signin/prove")


def test_a_neighbour_sees_none_of_it(desk: Desk, vacancy: uuid.UUID) -> None:
    made = interest(desk, vacancy)
    assert "李春燕" not in desk.page("/interests", desk.neighbour).main
    desk.page(f"/interests/{made}", desk.neighbour, status=404)
    for act in ("act/hold", "act/share", "phone"):
        desk.send(f"/interests/{made}/{act}", by=desk.neighbour, status=404)


def test_a_vacancy_of_another_office_is_named_but_not_opened(desk: Desk) -> None:
    by = desk.neighbour.context
    far = market.published(by, desk.world.keys, market.employer(by), place=by.lo + 100_000)
    page = desk.page(f"/interests/{interest(desk, far)}")
    assert "缝纫工" in page.main
    assert not page.links("/vacancies/")


def test_the_list_takes_as_many_statements_for_many_as_for_few(
    desk: Desk, vacancy: uuid.UUID
) -> None:
    interest(desk, vacancy)
    few = desk.statements("/interests")
    for number in range(6):
        interest(desk, vacancy, f"人{number}", f"1540000{number:04}")
    assert desk.statements("/interests") <= few
