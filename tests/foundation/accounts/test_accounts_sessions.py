"""What stands in a session is sealed, and opens only in that session."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session

from chunfeng.foundation.accounts import sessions

pytestmark = pytest.mark.django_db
WORDS = "王金丝雀"


def kept(**content: Any) -> sessions.SessionStore:
    store = sessions.SessionStore()
    store.update(content)
    store.save()
    return store


def test_what_was_put_in_comes_out() -> None:
    key = kept(words={"a1": WORDS}, post="x").session_key
    assert dict(sessions.SessionStore(key).items()) == {"words": {"a1": WORDS}, "post": "x"}


def test_the_table_holds_nothing_readable() -> None:
    key = kept(words=WORDS).session_key
    held = Session.objects.get(session_key=key).session_data
    assert WORDS not in held
    assert WORDS.encode().hex() not in held


def test_a_content_moved_to_another_session_is_empty() -> None:
    mine, other = kept(post="mine"), kept(post="other")
    data = Session.objects.get(session_key=mine.session_key).session_data
    Session.objects.filter(session_key=other.session_key).update(session_data=data)
    assert not sessions.SessionStore(other.session_key).keys()


@pytest.mark.parametrize("data", ["", "zz", "01", "00" * 40])
def test_what_is_no_sealed_content_is_empty(data: str) -> None:
    key = kept(post="x").session_key
    Session.objects.filter(session_key=key).update(session_data=data)
    assert not sessions.SessionStore(key).keys()


def test_a_new_key_takes_the_content_along() -> None:
    store = kept(post="x")
    old = store.session_key
    store.cycle_key()
    assert sessions.SessionStore(store.session_key)["post"] == "x"
    assert not sessions.SessionStore(old).keys()
