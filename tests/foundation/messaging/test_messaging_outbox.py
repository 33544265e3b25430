"""What goes into the outbox, what leaves it and when, and what stays of it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from chunfeng.foundation.access import entered
from chunfeng.foundation.audit.models import Event
from chunfeng.foundation.messaging import queries
from chunfeng.foundation.messaging.channels import NotTaken, Unwanted
from chunfeng.foundation.messaging.models import Message
from chunfeng.foundation.messaging.operations import opt_in, opt_out, send
from chunfeng.foundation.messaging.refusals import NoMobile
from chunfeng.foundation.messaging.rules import LEASE, TRIES, WAITS, ZONE
from chunfeng.foundation.messaging.states import State
from tests.cast import NOW, PINGLI, Cast
from tests.foundation.jobs.arranging import login
from tests.foundation.messaging.outbox import (
    CODE,
    OTHER,
    PHONE,
    Told,
    code,
    later,
    notice,
    outbox,
    public,
    round_at,
)
from tests.security.test_canaries import dump

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 23, 22, 0, tzinfo=ZONE)
MORNING = datetime(2026, 11, 24, 7, 0, tzinfo=ZONE)
SUBJECT = ("interest", UUID(int=7))


def state(key: str = "") -> str:
    [message] = outbox(key)
    return message.state


def test_a_code_reaches_the_phone_it_was_asked_for(keys: Any, told: Told) -> None:
    assert code(keys)
    assert round_at(NOW) == 1
    [letter] = told.letters
    assert (letter.phone, letter.phone_mask) == (PHONE, "154****5678")
    assert "445566" in letter.body
    [message] = outbox()
    assert (letter.id, message.state, message.sent_at) == (message.id, State.SENT, NOW)
    assert (message.channel, message.receipt, message.tries) == ("told", "receipt-1", 1)
    assert round_at(later(minutes=2)) == 0


def test_a_second_call_with_the_same_key_does_nothing(keys: Any, told: Told, cast: Cast) -> None:
    assert code(keys, key="code-1")
    assert not code(keys, key="code-1", phone=OTHER)
    with entered(cast.an):
        assert notice(keys, key="offer-1", by=cast.an)
        assert not notice(keys, key="offer-1", by=cast.an)
    assert round_at(NOW) == 2
    assert [letter.phone for letter in told.letters] == [PHONE, PHONE]
    with login(None):
        assert Event.objects.filter(kind="message.written").count() == 1


def test_what_is_rolled_back_is_not_sent(keys: Any, told: Told) -> None:
    with transaction.atomic():
        code(keys)
        transaction.set_rollback(True)
    assert round_at(NOW) == 0


def test_a_message_waits_for_its_moment(keys: Any, cast: Cast, told: Told) -> None:
    with entered(cast.an):
        notice(keys, not_before=later(hours=2))
    assert round_at(later(hours=1)) == 0
    assert round_at(later(hours=2)) == 1


@pytest.mark.parametrize("phone", ["0915-8421234", "1541234567", "王小春"])
def test_nothing_but_a_mobile_gets_a_message(keys: Any, phone: str) -> None:
    with pytest.raises(NoMobile):
        code(keys, phone=phone)
    assert outbox() == []


def test_a_phone_written_otherwise_is_the_same_phone(keys: Any, told: Told, cast: Cast) -> None:
    with public():
        opt_out("+86 154-1234-5678", keys=keys, at=NOW)
    with entered(cast.an):
        notice(keys)
    round_at(NOW)
    assert state() == State.DROPPED


@pytest.mark.parametrize("wrong", [{"key": f"code-{PHONE}"}, {"expires_at": NOW}])
def test_a_key_with_a_phone_or_a_time_that_is_over_is_a_mistake(
    keys: Any, cast: Cast, wrong: dict[str, Any]
) -> None:
    with entered(cast.an), pytest.raises(ValueError, match=r"phone|expires"):
        notice(keys, **wrong)


def test_at_night_codes_go_and_notices_wait_for_the_morning(
    keys: Any, cast: Cast, told: Told
) -> None:
    with entered(cast.an):
        notice(keys, at=NIGHT)
    code(keys, at=NIGHT)
    assert round_at(NIGHT) == 1
    assert "445566" in told.bodies[0]
    assert round_at(MORNING - timedelta(seconds=1)) == 0
    assert round_at(MORNING) == 1
    assert "王小春" in told.bodies[1]


def test_codes_overtake_notices(keys: Any, cast: Cast, told: Told) -> None:
    with entered(cast.an):
        for _ in range(3):
            notice(keys)
    code(keys, at=later(seconds=1))
    round_at(later(seconds=2))
    assert "445566" in told.bodies[0]
    assert len(told.bodies) == 4


def test_who_opted_out_gets_codes_alone_until_opting_in_again(
    keys: Any, cast: Cast, told: Told
) -> None:
    with entered(cast.an):
        notice(keys, key="before")
        opt_out(PHONE, keys=keys, at=NOW, by=cast.an, subject=SUBJECT)
        opt_out(PHONE, keys=keys, at=NOW)
        notice(keys, key="after")
        notice(keys, key="other", phone=OTHER)
    code(keys)
    assert round_at(NOW) == 2
    assert [letter.phone for letter in told.letters] == [PHONE, OTHER]
    assert {m.key: m.failed_for for m in outbox() if m.state == State.DROPPED} == {
        "before": "opted_out",
        "after": "opted_out",
    }
    with public():
        opt_in(PHONE, keys=keys, at=later(hours=1))
    with entered(cast.an):
        notice(keys, key="again", at=later(hours=1))
    assert round_at(later(hours=1)) == 1
    with login(None):
        told_of = Event.objects.filter(kind__startswith="message.opted")
        assert [(e.kind, e.subject, e.subject_id) for e in told_of] == [
            ("message.opted_out", *SUBJECT)
        ]


def test_a_phone_that_opts_out_between_two_tries_gets_nothing_more(
    keys: Any, cast: Cast, told: Told
) -> None:
    with entered(cast.an):
        notice(keys)
    told.failures = [NotTaken("busy")]
    round_at(NOW)
    with public():
        opt_out(PHONE, keys=keys, at=later(seconds=1))
    round_at(later(minutes=1))
    assert len(told.letters) == 1
    assert state() == State.DROPPED


def test_what_failed_is_tried_after_longer_and_longer_waits_and_given_up_after_six(
    keys: Any, cast: Cast, told: Told
) -> None:
    told.failures = [NotTaken("busy") for _ in range(TRIES)]
    with entered(cast.an):
        notice(keys, expires_at=later(days=9), at=NOW.replace(hour=0))
    at = NOW.replace(hour=0)  # eight in the morning in China: the whole day lies ahead
    for wait in WAITS:
        round_at(at)
        [message] = outbox()
        assert (message.state, message.not_before) == (State.WAITING, at + wait)
        round_at(at + wait - timedelta(seconds=1))
        at += wait
    round_at(at)
    [message] = outbox()
    assert (message.state, message.tries, len(told.letters)) == (State.FAILED, TRIES, TRIES)
    assert message.failed_for == "busy"
    assert message.phone is message.body is None
    assert len({letter.id for letter in told.letters}) == 1


def test_a_message_the_operator_never_takes_fails_at_once(keys: Any, told: Told) -> None:
    code(keys)
    told.failures = [Unwanted("no_such_number")]
    round_at(NOW)
    [message] = outbox()
    assert (message.state, message.tries) == (State.FAILED, 1)
    assert message.failed_for == "no_such_number"


def test_the_text_of_an_error_is_not_kept(
    keys: Any, told: Told, caplog: pytest.LogCaptureFixture
) -> None:
    code(keys)
    told.failures = [RuntimeError(f"{PHONE} 445566"), NotTaken(f"no: {PHONE} 445566")]
    round_at(NOW)
    assert outbox()[0].failed_for == "RuntimeError"
    round_at(later(minutes=1))
    assert outbox()[0].failed_for == "NotTaken"
    assert PHONE not in caplog.text
    assert "445566" not in caplog.text


def test_one_message_that_fails_holds_no_other_up(keys: Any, told: Told) -> None:
    code(keys)
    code(keys, phone=OTHER, at=later(seconds=1))
    told.failures = [NotTaken("busy")]
    assert round_at(later(seconds=1)) == 1
    assert sorted(m.state for m in outbox()) == [State.SENT, State.WAITING]


def test_what_has_expired_is_dropped_and_wiped(keys: Any, told: Told) -> None:
    code(keys)
    assert round_at(later(minutes=10)) == 0
    [message] = outbox()
    assert (message.state, message.failed_for) == (State.DROPPED, "expired")
    assert message.phone is message.body is None
    assert message.phone_mask == "154****5678"
    assert told.letters == []


def test_a_worker_that_broke_off_leaves_its_message_to_the_next_after_the_lease(
    keys: Any, told: Told
) -> None:
    code(keys)
    told.failures = [SystemExit()]  # type: ignore[list-item]  # as a worker that ends there
    with pytest.raises(SystemExit):
        round_at(NOW)
    assert state() == State.SENDING
    assert round_at(NOW + LEASE - timedelta(seconds=1)) == 0
    assert round_at(NOW + LEASE) == 1
    assert len({letter.id for letter in told.letters}) == 1


def test_a_message_that_breaks_every_worker_is_given_up(keys: Any, cast: Cast, told: Told) -> None:
    with entered(cast.an):
        notice(keys)
    told.failures = [SystemExit() for _ in range(TRIES + 1)]  # type: ignore[misc]
    for k in range(TRIES):
        with pytest.raises(SystemExit):
            round_at(NOW + k * LEASE)
    assert round_at(NOW + TRIES * LEASE) == 0
    [message] = outbox()
    assert (message.state, message.failed_for) == (State.FAILED, "broke_off")


def test_a_worker_given_up_that_wakes_again_writes_nothing(
    keys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chunfeng.foundation.messaging import sending

    code(keys)

    def stalls(letter: Any) -> str:
        if Message.objects.get().tries > 1:
            return "second"
        assert sending.send_due(lambda: NOW + LEASE) == 1  # meanwhile another worker
        return "late"

    monkeypatch.setattr(sending, "chosen", lambda: ("told", stalls))
    round_at(NOW)
    [message] = outbox()
    assert (message.tries, message.receipt, message.sent_at) == (2, "second", NOW + LEASE)


@pytest.mark.parametrize("error", [NotTaken("late"), Unwanted("late")])
def test_nor_while_the_other_worker_still_has_the_message(
    keys: Any, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    from chunfeng.foundation.messaging import sending

    code(keys)

    def stalls(letter: Any) -> str:
        assert sending._take(NOW + LEASE)
        raise error

    monkeypatch.setattr(sending, "chosen", lambda: ("told", stalls))
    round_at(NOW)
    [message] = outbox()
    assert (message.state, message.tries, message.failed_for) == (State.SENDING, 2, "")
    assert message.not_before == NOW + 2 * LEASE


def test_phone_and_words_stand_nowhere_in_the_database_before_or_after(
    keys: Any, cast: Cast, told: Told
) -> None:
    marks = [PHONE, "445566", "王小春"]
    code(keys)
    with entered(cast.an):
        notice(keys, by=cast.an)
    sealed = [bytes(cell or b"").hex() for m in outbox() for cell in (m.phone, m.body)]
    with login(None):
        whole = dump()
    assert not [mark for mark in marks if mark in whole]
    assert [cell for cell in sealed if cell in whole] == sealed
    round_at(NOW)
    assert len(told.letters) == 2
    with login(None):
        whole = dump()
    assert not [mark for mark in marks + sealed if mark in whole]
    assert "154****5678" in whole


def test_without_a_channel_messages_wait_and_officers_are_told(
    keys: Any, cast: Cast, settings: Any
) -> None:
    settings.SMS = "none"
    code(keys)
    assert round_at(NOW) == 0
    assert state() == State.WAITING
    said = queries.sending()
    assert said
    assert "call people instead" in said.to("en")
    round_at(later(minutes=10))
    assert state() == State.DROPPED
    settings.SMS = "file"
    assert queries.sending() is None


def test_officers_read_what_became_of_the_messages_about_something(
    keys: Any, cast: Cast, told: Told
) -> None:
    with entered(cast.an):
        notice(keys, subject=SUBJECT)
        notice(keys, subject=("interest", uuid4()))
        notice(keys, subject=SUBJECT, at=later(minutes=1), expires_at=later(minutes=2))
    round_at(NOW)
    round_at(later(minutes=3))
    with entered(cast.an):
        first, second = queries.about(*SUBJECT)
    with entered(cast.bo):
        assert queries.about(*SUBJECT) == []
    assert (second.state, second.at, second.why) == (State.SENT, NOW, None)
    assert (first.state, first.phone_mask) == (State.DROPPED, "154****5678")
    assert first.why
    assert "time had passed" in first.why.to("en")


def test_a_code_of_a_public_page_leaves_no_event(keys: Any) -> None:
    code(keys)
    with public():
        send("code", phone=OTHER, language="en", values=CODE, region=PINGLI, subject=None,
             key="one", keys=keys, at=NOW)  # fmt: skip
    with login(None):
        assert not Event.objects.exists()
