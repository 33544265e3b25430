"""Messages about offers: written once each, to phones nobody opened, never to who wants none."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from chunfeng.config import tasks
from chunfeng.foundation.access import entered
from chunfeng.foundation.messaging import operations as messaging
from chunfeng.foundation.messaging import sending
from chunfeng.foundation.messaging.channels import Letter
from chunfeng.foundation.messaging.rules import KEPT, PARTS, parts
from chunfeng.foundation.messaging.templates import declared
from chunfeng.stages.people.refusals import NotAddressed
from chunfeng.stages.placements import operations, telling
from chunfeng.stages.placements.operations import Made, Terms
from tests.cast import NOW, TODAY, Cast
from tests.foundation.jobs.arranging import WORKER, login
from tests.foundation.messaging.outbox import outbox, round_at
from tests.stages.own.at_home import AtHome
from tests.stages.placements.offering import BY_PHONE, Office, addressed, kinds, later

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = "15400000123"
TOLD = Terms()


@pytest.fixture
def office(cast: Cast, keys: Any) -> Office:
    return Office(cast, keys)


def by_the_clock(office: Office, at: Any) -> None:
    """The clock's own work, with the keys of the tests."""
    with login(WORKER), entered(tasks.EVERYWHERE) as by:
        operations.tell_due(limit=9, keys=office.keys, by=by, at=at)


def offered(office: Office, at: datetime = NOW, **values: Any) -> Made:
    """What came of an offer with a message."""
    person, vacancy = office.person(**values), office.vacancy()
    made: Made = office.act(
        lambda: operations.make(person, vacancy, key="a", keys=office.keys, by=office.by, at=at)
    )
    return made


def channel(monkeypatch: pytest.MonkeyPatch) -> list[Letter]:
    """What a channel that takes everything was handed."""
    letters: list[Letter] = []

    def take(letter: Letter) -> str:
        letters.append(letter)
        return "ok"

    monkeypatch.setattr(sending, "chosen", lambda: ("trial", take))
    return letters


def written() -> list[tuple[str, str]]:
    return sorted((one.kind, one.state) for one in outbox())


def test_an_offer_opens_nobodys_telephone(office: Office) -> None:
    for _ in range(3):
        office.made(office.person(phone=PHONE), office.vacancy(), TOLD)
    assert kinds(office.by, "^person[.]reveal") == []
    assert kinds(office.by, "^offer.addressed") == ["offer.addressed"] * 3


def test_where_no_message_goes_for_want_of_a_telephone_that_is_said(office: Office) -> None:
    addressed(office.by, "offer.addressed", 2000)
    assert offered(office).untold == NotAddressed("empty").said


def test_where_the_telephone_is_a_landline_that_is_said(office: Office) -> None:
    said = offered(office, phone="09158421234").untold
    assert said
    assert said.message == ("The telephone on record is a landline, which receives no messages.")
    assert written() == []


def test_where_the_days_messages_are_used_up_that_is_said(office: Office) -> None:
    addressed(office.by, "offer.addressed", 1999)
    assert offered(office, phone=PHONE).told
    made = offered(office, phone=PHONE)
    assert (made.told, made.untold) == (False, NotAddressed("quota").said)
    assert [one for one, _ in written()] == ["offer.made"]


def test_the_next_day_messages_go_again(office: Office) -> None:
    addressed(office.by, "offer.addressed", 2000)
    midnight = NOW.replace(hour=16)  # in Beijing
    assert not offered(office, midnight - timedelta(minutes=1), phone=PHONE).told
    assert offered(office, midnight, phone=PHONE).told


def test_the_clock_writes_as_many_messages_as_are_due(office: Office) -> None:
    office.made(office.person(phone=PHONE), office.vacancy(), TOLD)
    with login(WORKER):
        addressed(tasks.EVERYWHERE, "offer.addressed", 2000)
    by_the_clock(office, later(6))
    assert [kind for kind, _ in written()] == ["offer.made", "offer.reminder"]


def test_a_reminder_goes_the_day_before_the_last_and_once(office: Office) -> None:
    made = office.made(office.person(phone=PHONE), office.vacancy(), TOLD)
    by_the_clock(office, later(5))
    assert written() == [("offer.made", "waiting")]
    for _ in range(2):
        by_the_clock(office, later(6))
    assert written() == [("offer.made", "waiting"), ("offer.reminder", "waiting")]
    assert office.line(made).state == "made"


def test_who_is_taken_is_told_where_and_when(office: Office) -> None:
    person, vacancy = office.person(phone=PHONE), office.vacancy()
    made = office.made(person, vacancy, TOLD)
    office.do(operations.agree, made, BY_PHONE)
    office.do(operations.confirm, made, BY_PHONE, start_on=TODAY + timedelta(days=2))
    for _ in range(2):
        by_the_clock(office, later(0))
    assert [kind for kind, _ in written()] == ["offer.confirmed", "offer.made"]


def test_who_was_not_to_be_told_by_message_is_not_reminded_either(office: Office) -> None:
    office.confirmed(office.person(phone=PHONE), office.vacancy())
    office.made(office.person(phone=PHONE), office.vacancy())
    by_the_clock(office, later(6))
    assert written() == []


def test_a_phone_that_opted_out_gets_no_notice(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters = channel(monkeypatch)
    office.act(lambda: messaging.opt_out(PHONE, keys=office.keys, at=NOW))
    office.made(office.person(phone=PHONE), office.vacancy(), TOLD)
    office.made(office.person(phone="15400000124"), office.vacancy(), TOLD)
    round_at(NOW)
    assert [letter.phone for letter in letters] == ["15400000124"]
    assert written() == [("offer.made", "dropped"), ("offer.made", "sent")]


def test_a_link_that_fits_stands_in_the_message(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters = channel(monkeypatch)
    monkeypatch.setattr(telling, "linkers", [lambda *_: "https://work.example/me/abc"])
    office.made(office.person(phone=PHONE), office.vacancy(), TOLD)
    monkeypatch.setattr(telling, "linkers", [lambda *_: ""])
    office.made(office.person(phone=PHONE), office.vacancy(), TOLD)
    round_at(NOW)
    bodies = [letter.body for letter in letters]
    assert sorted(body.endswith("https://work.example/me/abc") for body in bodies) == [False, True]
    assert not any(body.endswith(" ") for body in bodies)


def test_the_link_of_a_message_leads_to_the_persons_own_page(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters = channel(monkeypatch)
    person = office.person(phone=PHONE)
    office.made(person, office.vacancy(), TOLD)
    round_at(NOW)
    (letter,) = letters
    (token,) = re.findall(r"/m/(\S+)$", letter.body)
    with AtHome(person, office.keys, token).page() as found:
        assert found is not None
        assert found.person == person


def test_the_clock_adds_a_link_too(office: Office) -> None:
    office.made(office.person(phone=PHONE), office.vacancy(), TOLD)
    by_the_clock(office, later(6))
    assert kinds(office.by, "^link") == ["link.issued"] * 2


@pytest.mark.parametrize("signs", [35, 36])
def test_a_link_that_would_be_cut_is_not_made_at_all(
    office: Office, settings: Any, signs: int
) -> None:
    settings.PUBLIC_ADDRESS = f"https://{'a' * (signs - 8)}"
    office.made(office.person(phone=PHONE), office.vacancy(), TOLD)
    assert kinds(office.by, "^link") == ["link.issued"] * (signs == 35)


def test_a_phone_that_takes_no_messages_leaves_no_link(office: Office) -> None:
    office.made(office.person(phone="09158421234"), office.vacancy(), TOLD)
    assert kinds(office.by, "^link") == []


@pytest.mark.parametrize("kind", ["offer.made", "offer.reminder", "offer.confirmed"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_message_of_the_longest_values_is_not_too_long(kind: str, language: Any) -> None:
    template = declared(kind)
    values = {name: "字" * most for name, most in template.longest.items()}
    assert parts(template.said(values, language)) <= PARTS


def test_old_messages_are_deleted_and_those_that_wait_are_not(office: Office) -> None:
    office.made(office.person(phone=PHONE), office.vacancy(), TOLD)
    with login(WORKER):
        assert sending.sweep(at=NOW + KEPT + timedelta(days=1)) == 0
        sending.send_due(lambda: NOW + KEPT)  # its time has passed: dropped
        assert sending.sweep(at=NOW + KEPT - timedelta(days=1)) == 0
        assert sending.sweep(at=NOW + KEPT + timedelta(days=1)) == 1
    assert written() == []
