"""Second factors: codes count once, passkeys only here, and one always stays."""

import json
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import Any

import pyotp
import pytest
import webauthn
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from chunfeng.foundation.accounts import devices, factors, operations, queries
from chunfeng.foundation.accounts.models import SecondFactor, User
from chunfeng.foundation.accounts.refusals import NotFresh, Refused, SignInRefused, SlowDown
from chunfeng.foundation.ciphers import Broken
from tests.cast import NOW
from tests.foundation.accounts.authenticator import PRESENT, VERIFIED, Authenticator
from tests.foundation.accounts.office import (
    HOME,
    SECRET,
    Office,
    Officer,
    code,
    make_office,
    outcomes,
    session_of,
    with_app,
)

STEP = timedelta(seconds=30)
HOST, ORIGIN = "chunfeng.example", "https://chunfeng.example"
HERE: dict[str, Any] = {"host": HOST, "origin": ORIGIN, "at": NOW}


def prove(an: Officer, typed: str, keys: Any, at: Any = NOW, **more: Any) -> None:
    operations.prove_code(an.user, typed, where=HOME, keys=keys, at=at, **more)


def add_passkey(an: Officer, device: Authenticator, keys: Any, **changed: Any) -> list[str]:
    _, challenge = operations.new_passkey(an.user, host=HOST, at=NOW)
    answer = device.register(changed.pop("signed", challenge))
    asked = HERE | {"challenge": challenge, "keys": keys} | changed
    return operations.add_passkey(an.user, "key", answer, **asked)


def prove_passkey(an: Officer, device: Authenticator, keys: Any, **changed: Any) -> None:
    _, challenge = factors.passkey_question(User.objects.get(id=an.user), HOST)
    answer = changed.pop("answer", None) or device.answer(changed.pop("signed", challenge))
    asked = HERE | {"challenge": challenge, "keys": keys, "where": HOME} | changed
    operations.prove_passkey(an.user, answer, **asked)


def test_a_code_fits_now_and_one_step_away(office: Office, keys: Any) -> None:
    with_app(office.county.user, keys)
    for step in (-1, 0, 1):
        prove(office.county, code(NOW + step * STEP), keys, NOW)


@pytest.mark.parametrize("step", [-2, 2])
def test_a_code_two_steps_away_does_not_fit(office: Office, keys: Any, step: int) -> None:
    with_app(office.county.user, keys)
    with pytest.raises(SignInRefused):
        prove(office.county, code(NOW + step * STEP), keys)


def test_a_code_counts_once(office: Office, keys: Any) -> None:
    with_app(office.county.user, keys)
    prove(office.county, code(NOW), keys)
    with pytest.raises(SignInRefused):
        prove(office.county, code(NOW), keys)
    with pytest.raises(SignInRefused):
        prove(office.county, code(NOW), keys, NOW + STEP)


def test_after_a_code_an_older_one_does_not_fit(office: Office, keys: Any) -> None:
    with_app(office.county.user, keys)
    prove(office.county, code(NOW), keys)
    with pytest.raises(SignInRefused):
        prove(office.county, code(NOW - STEP), keys)


def test_a_code_may_be_typed_full_width_and_with_spaces(office: Office, keys: Any) -> None:
    with_app(office.county.user, keys)
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code(NOW))
    prove(office.county, f" {wide[:3]} {wide[3:]} ", keys)


@pytest.mark.parametrize("typed", ["", "000000x", "٠١٢٣٤٥", "é", "\x00", "1" * 10_000])
def test_odd_codes_are_wrong_codes(office: Office, keys: Any, typed: str) -> None:
    with_app(office.county.user, keys)
    with pytest.raises(SignInRefused):
        prove(office.county, typed, keys)


def test_an_app_not_confirmed_is_no_factor(office: Office, keys: Any) -> None:
    an = office.county
    factors.new_totp(User.objects.get(id=an.user), "app", keys, secret=SECRET)
    with pytest.raises(SignInRefused):
        prove(an, code(NOW), keys)
    with pytest.raises(Refused, match="Set up a second factor"):
        operations.begin_session(an.user, where=HOME, at=NOW)


def test_the_shared_secret_is_sealed_for_its_own_row(office: Office, keys: Any) -> None:
    factor = with_app(office.county.user, keys)
    kept = SecondFactor.objects.get(id=factor)
    assert SECRET.encode() not in bytes(kept.secret or b"")
    SecondFactor.objects.filter(id=with_app(office.township.user, keys)).update(secret=kept.secret)
    with pytest.raises(Broken):
        prove(office.township, code(NOW), keys)


def test_the_first_app_brings_recovery_codes(office: Office, keys: Any) -> None:
    an = office.county
    factor, address = operations.new_app(an.user, "phone", keys=keys, at=NOW)
    secret = address.partition("secret=")[2].partition("&")[0]
    first = pyotp.TOTP(secret).at(NOW)
    codes = operations.confirm_app(factor, first, user=an.user, keys=keys, at=NOW)
    assert len(set(codes)) == factors.RECOVERY_CODES
    prove(an, codes[0].upper(), keys)
    with pytest.raises(SignInRefused):
        prove(an, codes[0], keys)


def test_an_app_is_confirmed_by_its_code_alone(office: Office, keys: Any) -> None:
    an = office.county
    factor, _ = operations.new_app(an.user, "phone", keys=keys, at=NOW)
    with pytest.raises(SignInRefused):
        operations.confirm_app(factor, "000000", user=an.user, keys=keys, at=NOW)
    assert not queries.factors_of(an.user).exists()


def test_nobody_confirms_anothers_app(office: Office, keys: Any) -> None:
    factor, _ = factors.new_totp(User.objects.get(id=office.county.user), "a", keys, secret=SECRET)
    with pytest.raises(SignInRefused):
        operations.confirm_app(factor, code(NOW), user=office.township.user, keys=keys, at=NOW)


def test_recovery_codes_are_ones_own_and_kept_as_keyed_hashes(office: Office, keys: Any) -> None:
    an = office.county
    session = session_of(an.user, keys)
    codes = operations.new_recovery_codes(an.user, session=session, keys=keys, at=NOW)
    kept = [bytes(f.secret or b"") for f in SecondFactor.objects.filter(kind="recovery")]
    assert not any(factors.typed(c).encode() in secret for c in codes for secret in kept)
    with_app(office.township.user, keys)
    with pytest.raises(SignInRefused):
        prove(office.township, codes[0], keys)


def test_a_recovery_code_does_not_open_what_asks_for_a_fresh_factor(
    office: Office, keys: Any
) -> None:
    an = office.county
    session = session_of(an.user, keys)
    codes = operations.new_recovery_codes(an.user, session=session, keys=keys, at=NOW)
    with pytest.raises(SignInRefused):
        prove(an, codes[0], keys, recovery=False)


def test_a_password_alone_adds_no_second_factor_beside_the_first(office: Office, keys: Any) -> None:
    an = office.county
    with_app(an.user, keys)
    with pytest.raises(NotFresh):
        operations.new_app(an.user, "mine too", keys=keys, at=NOW)
    with pytest.raises(NotFresh):
        operations.new_passkey(an.user, host=HOST, at=NOW)
    with pytest.raises(NotFresh):
        add_passkey(an, Authenticator(), keys, session=None)
    begun, _ = factors.new_totp(User.objects.get(id=an.user), "mine too", keys, secret=SECRET)
    with pytest.raises(NotFresh):
        operations.confirm_app(begun, code(NOW), user=an.user, keys=keys, at=NOW)


def test_adding_and_removing_need_a_fresh_factor(office: Office, keys: Any) -> None:
    an, late = office.county, NOW + timedelta(minutes=11)
    session = session_of(an.user, keys)
    factor = queries.factors_of(an.user).get().id
    with pytest.raises(NotFresh):
        operations.remove_factor(factor, user=an.user, session=session, at=late)
    with pytest.raises(NotFresh):
        operations.new_recovery_codes(an.user, session=session, keys=keys, at=late)
    operations.prove_again(session, at=late)
    operations.new_recovery_codes(an.user, session=session, keys=keys, at=late)


def test_anothers_session_is_no_proof(office: Office, keys: Any) -> None:
    with_app(office.county.user, keys)
    theirs = session_of(office.township.user, keys)
    with pytest.raises(NotFresh):
        operations.new_app(office.county.user, "x", keys=keys, at=NOW, session=theirs)


def test_the_last_second_factor_stays(office: Office, keys: Any) -> None:
    an = office.county
    session = session_of(an.user, keys)
    operations.new_recovery_codes(an.user, session=session, keys=keys, at=NOW)
    app = queries.factors_of(an.user).get()
    with pytest.raises(Refused, match="last second factor"):
        operations.remove_factor(app.id, user=an.user, session=session, at=NOW)
    other = with_app(an.user, keys)
    operations.remove_factor(app.id, user=an.user, session=session, at=NOW)
    assert [f.id for f in queries.factors_of(an.user)] == [other]


def test_nobody_removes_anothers_factor(office: Office, keys: Any) -> None:
    theirs = with_app(office.township.user, keys)
    session = session_of(office.county.user, keys)
    with pytest.raises(Refused, match="no such"):
        operations.remove_factor(theirs, user=office.county.user, session=session, at=NOW)


def test_of_two_removals_at_once_one_factor_stays(committed: None, keys: Any) -> None:
    an = make_office().county
    one, other = with_app(an.user, keys), with_app(an.user, keys)
    session = session_of(an.user, keys)
    asked: dict[str, Any] = {"user": an.user, "session": session, "at": NOW}
    found = outcomes(
        lambda: operations.remove_factor(one, **asked),
        lambda: operations.remove_factor(other, **asked),
    )
    assert found == ["Refused", "done"]
    assert queries.factors_of(an.user).count() == 1


def test_of_two_uses_of_one_code_at_once_one_counts(committed: None, keys: Any) -> None:
    an = make_office().county
    with_app(an.user, keys)
    assert outcomes(lambda: prove(an, code(NOW), keys)) == ["SignInRefused", "done"]


def test_of_two_uses_of_one_recovery_code_at_once_one_counts(committed: None, keys: Any) -> None:
    an = make_office().county
    with_app(an.user, keys)
    typed = factors.new_recovery_codes(User.objects.get(id=an.user), keys, NOW)[0]
    assert outcomes(lambda: prove(an, typed, keys)) == ["SignInRefused", "done"]


def test_a_passkey_proves_its_holder(office: Office, keys: Any) -> None:
    an, device = office.county, Authenticator()
    assert len(add_passkey(an, device, keys)) == factors.RECOVERY_CODES
    prove_passkey(an, device, keys)
    prove_passkey(an, device, keys)
    assert SecondFactor.objects.get(kind="passkey").sign_count == 2


@pytest.mark.parametrize(
    ("changed", "asked"),
    [
        ({"origin": "https://chunfeng.example.evil"}, {}),
        ({"origin": "http://chunfeng.example"}, {}),
        ({"host": "evil.example"}, {}),
        ({"flags": PRESENT}, {}),
        ({"flags": VERIFIED}, {}),
        ({}, {"signed": b"another challenge"}),
        ({}, {"challenge": b""}),
    ],
    ids=["origin", "scheme", "host", "unverified", "absent", "other challenge", "no challenge"],
)
def test_a_passkey_counts_only_here_and_now(
    office: Office, keys: Any, changed: dict[str, Any], asked: dict[str, Any]
) -> None:
    an, device = office.county, Authenticator()
    with pytest.raises(Refused, match="could not be read"):
        add_passkey(an, Authenticator(**changed), keys, **asked)
    add_passkey(an, device, keys)
    for name, value in changed.items():
        setattr(device, name, value)
    with pytest.raises(SignInRefused):
        prove_passkey(an, device, keys, **asked)


def test_the_answer_of_another_key_does_not_fit(office: Office, keys: Any) -> None:
    an, device = office.county, Authenticator()
    add_passkey(an, device, keys)
    with pytest.raises(SignInRefused):
        prove_passkey(an, Authenticator(id=device.id), keys)


def test_anothers_passkey_does_not_fit(office: Office, keys: Any) -> None:
    device = Authenticator()
    add_passkey(office.township, device, keys)
    add_passkey(office.county, Authenticator(), keys)
    with pytest.raises(SignInRefused):
        prove_passkey(office.county, device, keys)


def test_a_copied_passkey_is_noticed_by_its_count(office: Office, keys: Any) -> None:
    an, device = office.county, Authenticator()
    add_passkey(an, device, keys)
    copy = Authenticator(id=device.id, key=device.key, count=device.count)
    prove_passkey(an, device, keys)
    with pytest.raises(SignInRefused):
        prove_passkey(an, copy, keys)


def test_one_answer_sent_twice_at_once_counts_once(
    committed: None, keys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    an, device = make_office().county, Authenticator()
    with transaction.atomic():
        add_passkey(an, device, keys)
    cookie = devices.remembered("", an.login, keys=keys)
    answer, barrier = device.answer(b"c" * 64), Barrier(2)
    check = webauthn.verify_authentication_response

    def slowly(**asked: Any) -> Any:
        barrier.wait(5)  # both have read the count before either writes it
        return check(**asked)

    monkeypatch.setattr(factors, "verify_authentication_response", slowly)
    asked: dict[str, Any] = {"answer": answer, "challenge": b"c" * 64}
    found = outcomes(
        lambda: prove_passkey(an, device, keys, **asked),
        lambda: prove_passkey(an, device, keys, **asked, where=replace(HOME, device=cookie)),
    )
    assert found == ["SignInRefused", "done"]


def test_a_passkey_is_registered_once(office: Office, keys: Any) -> None:
    device = Authenticator()
    add_passkey(office.county, device, keys)
    with pytest.raises(Refused, match="could not be read"):
        add_passkey(office.township, device, keys)


def test_a_passkeys_answer_to_registering_is_no_proof(office: Office, keys: Any) -> None:
    an, device = office.county, Authenticator()
    add_passkey(an, device, keys)
    _, challenge = factors.passkey_question(User.objects.get(id=an.user), HOST)
    with pytest.raises(SignInRefused):
        prove_passkey(an, device, keys, answer=device.register(challenge), challenge=challenge)


def test_the_question_names_the_holders_passkeys_only(office: Office, keys: Any) -> None:
    add_passkey(office.township, Authenticator(), keys)
    add_passkey(office.county, Authenticator(), keys)
    question, _ = factors.passkey_question(User.objects.get(id=office.county.user), HOST)
    assert len(json.loads(question)["allowCredentials"]) == 1


ANSWERS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["id", "rawId", "type", "response", "clientDataJSON", "attestationObject",
             "authenticatorData", "signature", "userHandle"]
        ),
        inner,
        max_size=6,
    ),
    max_leaves=12,
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(answer=st.text(max_size=60) | ANSWERS.map(json.dumps))
@example(answer='{"id": null}')
@example(answer="\ud800")
def test_whatever_a_browser_answers_is_refused_and_breaks_nothing(
    office: Office, keys: Any, answer: str
) -> None:
    user = User.objects.get(id=office.county.user)
    asked = HERE | {"challenge": b"c" * 64}
    assert factors.passkey_fits(user, answer, **asked) is False
    with pytest.raises(Refused):
        factors.add_passkey(user, "x", answer, **asked)


def test_wrong_codes_are_slowed_down(office: Office, keys: Any) -> None:
    with_app(office.county.user, keys)
    for _ in range(5):
        with pytest.raises(SignInRefused):
            prove(office.county, "000000", keys)
    with pytest.raises(SlowDown):
        prove(office.county, code(NOW), keys)
