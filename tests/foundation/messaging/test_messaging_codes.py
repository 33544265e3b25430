"""How many codes one phone is sent: few, counted by the database for those who cannot read."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import transaction

from chunfeng.foundation.access import entered
from chunfeng.foundation.messaging.refusals import TooManyCodes
from chunfeng.foundation.messaging.rules import CODES_A_DAY, CODES_AN_HOUR
from tests.cast import NOW, Cast
from tests.foundation.messaging.outbox import OTHER, code, later, notice, outbox
from tests.security.test_races import at_once

CONTENDERS, ROUNDS = 12, 5


def allowed(keys: Any, moments: list[datetime]) -> list[bool]:
    """For each moment whether a code was taken."""
    out = []
    for at in moments:
        try:
            out.append(code(keys, at=at))
        except TooManyCodes:
            out.append(False)
    return out


@pytest.mark.django_db
def test_the_sixth_code_of_an_hour_is_refused_with_a_sentence(keys: Any) -> None:
    minutes = [later(minutes=k) for k in range(6)]
    assert allowed(keys, minutes) == [True] * CODES_AN_HOUR + [False]
    with pytest.raises(TooManyCodes) as refused:
        code(keys, at=later(minutes=6))
    assert "5 an hour, 10 a day" in refused.value.said.to("en")
    assert len(outbox()) == CODES_AN_HOUR
    assert code(keys, at=later(minutes=60))
    assert code(keys, at=later(minutes=6), phone=OTHER)


@pytest.mark.django_db
def test_the_eleventh_code_of_a_day_is_refused(keys: Any) -> None:
    hours = [later(hours=k) for k in range(11)]
    assert allowed(keys, hours) == [True] * CODES_A_DAY + [False]
    assert code(keys, at=later(hours=24))


@pytest.mark.django_db
def test_notices_do_not_count_and_are_not_counted(keys: Any, cast: Cast) -> None:
    with entered(cast.an):
        assert all(notice(keys) for _ in range(12))
    assert code(keys)


@pytest.mark.django_db
def test_the_same_key_again_is_no_code_too_many(keys: Any) -> None:
    for k in range(CODES_AN_HOUR):
        code(keys, key=f"code-{k}")
    assert not code(keys, key=f"code-{CODES_AN_HOUR - 1}")
    assert len(outbox()) == CODES_AN_HOUR


@pytest.mark.django_db
def test_what_was_rolled_back_does_not_count(keys: Any) -> None:
    for _ in range(CODES_AN_HOUR):
        with transaction.atomic():
            code(keys)
            transaction.set_rollback(True)
    assert code(keys)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_sent_no_more_than_one_after_the_other(keys: Any) -> None:
    for k in range(ROUNDS):
        at = NOW + timedelta(days=2 * k)
        found = at_once(*[partial(code, keys, at=at)] * CONTENDERS)
        assert sum(one is True for one in found) == CODES_AN_HOUR
        assert sum(isinstance(one, TooManyCodes) for one in found) == CONTENDERS - CODES_AN_HOUR
        assert len(outbox()) == CODES_AN_HOUR * (k + 1)


@pytest.mark.django_db(transaction=True)
def test_one_key_at_once_is_one_message(keys: Any) -> None:
    for k in range(ROUNDS):
        at = NOW + timedelta(days=2 * k)
        found = at_once(*[partial(code, keys, at=at, key=f"code-{k}")] * CONTENDERS)
        assert sorted(map(str, found)) == ["False"] * (CONTENDERS - 1) + ["True"]
