"""A letter that was answered: the person is told by message, of nothing but that."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from chunfeng.foundation.access import Context, entered
from chunfeng.foundation.audit.models import Event
from chunfeng.foundation.messaging import operations as messaging
from chunfeng.foundation.messaging import sending
from chunfeng.foundation.messaging.channels import Letter
from chunfeng.foundation.messaging.refusals import NoMobile
from chunfeng.stages.own import operations
from chunfeng.stages.own.operations import Sent
from chunfeng.stages.own.vocabulary import LetterKind
from chunfeng.stages.people import operations as people
from chunfeng.stages.people.refusals import NotAddressed
from tests.cast import NOW, PINGLI, Cast
from tests.foundation.messaging.outbox import outbox, round_at
from tests.stages.own.at_home import AtHome, linked
from tests.stages.placements.offering import Office, addressed

pytestmark = pytest.mark.django_db(transaction=True)
PHONE, ANSWER = "15400000123", "已改为初中。"


@pytest.fixture
def office(cast: Cast, keys: Any) -> Office:
    return Office(cast, keys)


@pytest.fixture
def home(office: Office) -> AtHome:
    return linked(office.by, office.person(phone=PHONE), office.keys)


def written(home: AtHome, kind: LetterKind = LetterKind.CORRECTION) -> UUID:
    field = "education" if kind is LetterKind.CORRECTION else ""
    with home.acting() as by:
        return operations.write(kind, "我读完了初中", field=field, by=by, at=NOW)


def answered(office: Office, letter: UUID) -> Sent:
    told: Sent = office.do(
        operations.answer, letter, right=True, words=ANSWER, keys=office.keys
    )  # fmt: skip
    return told


def events(unwalled: Any, like: str) -> list[str]:
    with unwalled():
        found = Event.objects.filter(kind__regex=like).order_by("id")
        return list(found.values_list("kind", flat=True))


def test_whose_letter_is_answered_gets_a_message_with_a_link_and_no_answer(
    office: Office, home: AtHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters: list[Letter] = []
    monkeypatch.setattr(
        sending, "chosen", lambda: ("trial", lambda one: letters.append(one) or "ok")
    )
    assert answered(office, written(home)) == Sent(told=True)
    round_at(NOW)
    (letter,) = letters
    assert letter.phone == PHONE
    assert ANSWER.rstrip("。") not in letter.body
    assert "初中" not in letter.body
    (token,) = re.findall(r"/m/(\S+)$", letter.body)
    with AtHome(home.person, office.keys, token).page() as found:
        assert found is not None
        assert found.person == home.person


def test_it_opens_nobodys_telephone_and_is_noted_apart(
    office: Office, home: AtHome, unwalled: Any
) -> None:
    answered(office, written(home))
    assert events(unwalled, "^person[.]reveal") == []
    assert events(unwalled, "^(letter|message)[.]") == [
        "letter.written", "letter.answered", "letter.addressed", "message.written",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("phone", "why"), [(None, NotAddressed("empty")), ("09158421234", NoMobile("09158421234"))]
)
def test_without_a_mobile_phone_the_answer_stands_and_the_officer_learns_why(
    office: Office, phone: str | None, why: Any, unwalled: Any
) -> None:
    home = linked(office.by, office.person(phone=PHONE), office.keys)
    made = written(home)
    office.do(people.correct, home.person, {"phone": phone}, seen=1, keys=office.keys)
    sent = answered(office, made)
    assert sent == Sent(untold=why.said)
    assert outbox() == []
    assert events(unwalled, "^link.issued") == ["link.issued"], "the one they came by"


def test_where_the_days_messages_are_used_up_that_is_said(office: Office, home: AtHome) -> None:
    addressed(office.by, "letter.addressed", 1999)
    assert answered(office, written(home)).told
    assert answered(office, written(home)) == Sent(untold=NotAddressed("quota").said)


def test_who_wants_no_messages_gets_none(
    office: Office, home: AtHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "chosen", lambda: ("trial", lambda _: "ok"))
    office.act(lambda: messaging.opt_out(PHONE, keys=office.keys, at=NOW))
    answered(office, written(home))
    round_at(NOW)
    assert [(one.kind, one.state) for one in outbox()] == [("own.answered", "dropped")]


def test_what_is_about_a_complaint_belongs_to_the_county(office: Office, home: AtHome) -> None:
    answered(office, written(home, LetterKind.COMPLAINT))
    (message,) = outbox()
    assert message.region == PINGLI


def phone_of(letter: UUID, by: Context) -> Any:
    with entered(by), connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM own_letter_phone(%s, %s)", [letter, NOW])
        return cursor.fetchone()[0]


def test_only_who_answered_a_letter_addresses_its_message(
    cast: Cast, office: Office, home: AtHome
) -> None:
    made = written(home)
    assert phone_of(made, cast.an) is None, "not answered yet"
    answered(office, made)
    assert phone_of(made, cast.an) is not None
    for other in (cast.chun, cast.dong, cast.bo):
        assert phone_of(made, other) is None
