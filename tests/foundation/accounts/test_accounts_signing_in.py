"""Signing in: one answer to every stranger, sessions that end, passwords worth having."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import hashers
from django.db import connection
from django.test import RequestFactory

from chunfeng.foundation.access import Purpose
from chunfeng.foundation.accounts import operations, passwords, queries
from chunfeng.foundation.accounts.models import SignIn, User
from chunfeng.foundation.accounts.refusals import (
    PasswordRefused,
    Refused,
    SignInRefused,
    SlowDown,
)
from tests.cast import NOW, TODAY
from tests.foundation.accounts.office import HOME, PASSWORD, Office, session_of

NEW = PASSWORD.title()


def prove(login: str, password: str, keys: Any, demo: bool = False) -> Any:
    return operations.prove_password(login, password, where=HOME, keys=keys, demo=demo, at=NOW)


def test_name_and_password_show_who_it_is(office: Office, keys: Any) -> None:
    assert prove(" AN.county", PASSWORD, keys) == office.county.user


def test_a_password_may_be_typed_full_width(office: Office, keys: Any) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in PASSWORD)
    assert prove("an.county", wide, keys) == office.county.user


def refusal(login: str, password: str, keys: Any) -> str:
    with pytest.raises(SignInRefused) as caught:
        prove(login, password, keys)
    return caught.value.said.to("en")


def test_every_wrong_sign_in_gets_the_same_answer(office: Office, keys: Any) -> None:
    User.objects.filter(id=office.township.user).update(active=False)
    answers = {
        refusal("an.county", NEW, keys),
        refusal("nobody", PASSWORD, keys),
        refusal("chun.town", PASSWORD, keys),
        refusal("", "", keys),
        refusal("a\x00b", "\x00", keys),
    }
    assert len(answers) == 1


def test_an_unknown_name_costs_the_same_work(
    office: Office, keys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    real = hashers.Argon2PasswordHasher.verify

    def counted(self: Any, password: str, encoded: str) -> bool:
        done.append(encoded.rpartition("$")[0].rpartition("$")[0])
        return real(self, password, encoded)

    monkeypatch.setattr(hashers.Argon2PasswordHasher, "verify", counted)
    refusal("an.county", NEW, keys)
    refusal("nobody", NEW, keys)
    assert done == ["argon2$argon2id$v=19$m=19456,t=2,p=1"] * 2


def test_passwords_are_kept_as_argon2id_with_owasps_parameters(office: Office) -> None:
    kept = User.objects.get(id=office.county.user).password
    assert kept.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


def test_the_demos_users_sign_in_in_the_demo_only(office: Office, keys: Any) -> None:
    User.objects.filter(id=office.county.user).update(demo=True)
    assert prove("an.county", PASSWORD, keys, demo=True)
    with pytest.raises(SignInRefused):
        prove("an.county", PASSWORD, keys, demo=False)


def test_a_demo_users_session_ends_with_the_demo(office: Office, keys: Any, settings: Any) -> None:
    an = office.county
    session = session_of(an.user, keys)
    User.objects.filter(id=an.user).update(demo=True)
    assert queries.user_for_session(session, NOW)
    settings.DEMO = False
    assert queries.user_for_session(session, NOW) is None
    assert queries.context_for(an.user, an.post, TODAY) is None


@pytest.mark.parametrize(
    "password", ["elf Zeichen", "x" * 201, "password1234", "Password1234", "mein an.county!"]
)
def test_a_password_easy_to_guess_is_refused(password: str) -> None:
    assert "password1234" in passwords._common()
    with pytest.raises(PasswordRefused):
        passwords.check_new_password(password, "an.county")


@pytest.mark.parametrize(
    "password", ["zwoelf Zeich", "aaaaaaaaaaaaaa b", "春风送温暖就业暖民心真好"]
)
def test_a_password_needs_length_and_nothing_else(password: str) -> None:
    passwords.check_new_password(password, "an.county")


def test_a_very_short_name_may_stand_in_a_password() -> None:
    passwords.check_new_password("Wanderung im Mai", "an")


def test_a_new_password_ends_the_other_sessions(office: Office, keys: Any) -> None:
    an = office.county
    mine, other = session_of(an.user, keys), session_of(an.user, keys)
    operations.change_password(an.user, old=PASSWORD, new=NEW, session=mine, keys=keys, at=NOW)
    assert [s.id for s in queries.sessions_of(an.user, NOW)] == [mine]
    assert queries.user_for_session(other, NOW) is None
    assert prove("an.county", NEW, keys)
    refusal("an.county", PASSWORD, keys)


def test_a_new_password_needs_the_old_one_and_guessing_is_slowed(office: Office, keys: Any) -> None:
    an = office.county
    session = session_of(an.user, keys)
    for _ in range(5):
        with pytest.raises(SignInRefused):
            operations.change_password(
                an.user, old=NEW, new=NEW, session=session, keys=keys, at=NOW
            )
    with pytest.raises(SlowDown):
        operations.change_password(
            an.user, old=PASSWORD, new=NEW, session=session, keys=keys, at=NOW
        )


def test_a_refused_new_password_changes_nothing(office: Office, keys: Any) -> None:
    an = office.county
    session = session_of(an.user, keys)
    with pytest.raises(PasswordRefused):
        operations.change_password(
            an.user, old=PASSWORD, new=NEW[:11], session=session, keys=keys, at=NOW
        )
    assert prove("an.county", PASSWORD, keys)


def test_a_session_lives_while_it_is_used(office: Office, keys: Any) -> None:
    session, at = session_of(office.county.user, keys), NOW
    for _ in range(24):
        assert queries.user_for_session(session, at)
        at += timedelta(minutes=29)
    assert queries.user_for_session(session, NOW + timedelta(hours=12, seconds=1)) is None


def test_a_session_idle_for_half_an_hour_is_over(office: Office, keys: Any) -> None:
    session = session_of(office.county.user, keys)
    assert queries.user_for_session(session, NOW + timedelta(minutes=31)) is None


def test_a_session_that_was_ended_opens_nothing(office: Office, keys: Any) -> None:
    an = office.county
    session, other = session_of(an.user, keys), session_of(an.user, keys)
    assert operations.end_sessions(an.user, only=session, at=NOW) == 1
    assert queries.user_for_session(session, NOW) is None
    assert queries.user_for_session(other, NOW)
    operations.end_sessions(an.user, at=NOW)
    assert queries.user_for_session(other, NOW) is None


def test_nobody_ends_anothers_session(office: Office, keys: Any) -> None:
    session = session_of(office.county.user, keys)
    assert operations.end_sessions(office.township.user, only=session, at=NOW) == 0
    assert queries.user_for_session(session, NOW)


def test_the_list_of_sessions_shows_living_ones(office: Office, keys: Any) -> None:
    an = office.county
    session_of(an.user, keys, NOW - timedelta(hours=1))
    session_of(office.township.user, keys)
    mine = session_of(an.user, keys)
    assert [(s.id, s.agent) for s in queries.sessions_of(an.user, NOW)] == [
        (mine, "Firefox · Windows")
    ]


def test_a_session_ended_is_not_proved_again(office: Office, keys: Any) -> None:
    session = session_of(office.county.user, keys)
    operations.end_sessions(office.county.user, at=NOW)
    operations.prove_again(session, at=NOW + timedelta(1))
    assert SignIn.objects.get(id=session).proved_at == NOW


def request_of(office: Office, keys: Any, **session: str) -> Any:
    request: Any = RequestFactory().get("/")
    request.session = {"signin": str(session_of(office.county.user, keys))} | session
    request.officer = queries.signed_in(request, NOW)
    return request


def test_a_request_is_its_sessions_users(office: Office, keys: Any) -> None:
    found = queries.signed_in(request_of(office, keys), NOW)
    assert found
    assert (found.user, found.login) == (office.county.user, "an.county")
    assert found.proved_at == NOW


def test_a_request_without_a_session_is_nobodys(db: None) -> None:
    request: Any = RequestFactory().get("/")
    request.session = {}
    assert queries.signed_in(request, NOW) is None
    assert queries.context_of(request, NOW) is None


def test_a_request_acts_in_the_post_chosen(office: Office, keys: Any) -> None:
    request = request_of(office, keys, post=str(office.county.post), purpose="subsidy")
    context = queries.context_of(request, NOW)
    assert context
    assert (context.post, context.purpose) == (office.county.post, Purpose.SUBSIDY)


@pytest.mark.parametrize("purpose", ["audit", "nonsense", ""])
def test_a_request_has_no_purpose_its_post_lacks(office: Office, keys: Any, purpose: str) -> None:
    request = request_of(office, keys, post=str(office.county.post), purpose=purpose)
    context = queries.context_of(request, NOW)
    assert context is None or context.purpose is Purpose.VERIFY


def test_a_request_in_anothers_post_has_no_context(office: Office, keys: Any) -> None:
    request = request_of(office, keys, post=str(office.township.post))
    assert queries.context_of(request, NOW) is None


def test_entering_a_post_is_on_the_record(
    office: Office, keys: Any, unwalled: Callable[[], AbstractContextManager[None]]
) -> None:
    an = office.county
    operations.enter_post(an.post, user=an.user, at=NOW, purpose=Purpose.TRAINING)
    with pytest.raises(Refused):
        operations.enter_post(office.township.post, user=an.user, at=NOW)
    with unwalled(), connection.cursor() as cursor:
        cursor.execute("SELECT kind, post, purpose FROM audit_event")
        assert cursor.fetchall() == [("post.entered", an.post, "training")]


def test_signing_in_and_failing_is_on_the_record_without_names(
    office: Office, keys: Any, unwalled: Callable[[], AbstractContextManager[None]]
) -> None:
    an = office.county
    refusal("an.county", NEW, keys)
    refusal("nobody.here", NEW, keys)
    session = session_of(an.user, keys)
    operations.prove_again(session, at=NOW)
    operations.end_sessions(an.user, at=NOW)
    with unwalled(), connection.cursor() as cursor:
        cursor.execute("SELECT kind, subject_id FROM audit_event ORDER BY id")
        assert cursor.fetchall() == [
            ("session.refused", an.user),
            ("session.refused", None),
            ("session.begun", an.user),
            ("session.proved", an.user),
            ("session.ended", an.user),
        ]
        cursor.execute("SELECT row_to_json(e)::text FROM audit_event AS e")
        assert not any("nobody" in row or "an.county" in row for (row,) in cursor.fetchall())


def test_pages_speak_as_their_reader_wishes(office: Office) -> None:
    an = office.county.user
    operations.set_manner(an, language="en", large_text=True)
    operations.set_manner(an, language="xx", large_text=False)
    found = queries.user_of(an)
    assert (found.language, found.large_text) == ("en", True)
