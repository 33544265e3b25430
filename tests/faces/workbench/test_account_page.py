"""Signing in as it is seen, and one's own account."""

import re
from datetime import timedelta
from typing import Any

import pyotp
import pytest
import time_machine
from django.test import Client

from chunfeng.foundation.accounts import giving, operations, queries
from chunfeng.foundation.accounts.models import SignIn
from tests.cast import NOW
from tests.faces.workbench.desk import Desk, Page
from tests.foundation.accounts.office import PASSWORD, SECRET, with_app
from tests.security.office import Officer, signed_in

NEW = "ein ganz neuer Regen"


class Browser:
    """Somebody's browser, not signed in."""

    def __init__(self) -> None:
        self.client = Client()

    def page(self, address: str, status: int = 200) -> Page:
        """A page as it reads."""
        return Page(address, self.client.get(address), status)

    def send(self, address: str, status: int = 302, **data: str) -> Page:
        """What a form answers."""
        return Page(address, self.client.post(address, data), status)


@pytest.fixture
def browser(db: None) -> Browser:
    return Browser()


@pytest.fixture
def an(desk: Desk, keys: Any) -> Officer:
    """The county officer, with password and app."""
    from chunfeng.foundation.accounts import passwords

    desk.county.user.password = passwords.kept(PASSWORD)
    desk.county.user.save()
    with_app(desk.county.user.id, keys)
    return desk.county


def code(minutes: float = 0) -> str:
    return pyotp.TOTP(SECRET).at(NOW + timedelta(minutes=minutes))


def with_password(browser: Browser, an: Officer, **more: str) -> Page:
    return browser.send("/signin", login=an.user.login, password=PASSWORD, **more)


def test_password_and_code_lead_where_one_was_going(browser: Browser, an: Officer) -> None:
    asked = browser.page("/doubts", status=302)
    assert asked.to == "/signin?next=%2Fdoubts"
    assert with_password(browser, an, next="/doubts").to == "/signin/code"
    assert browser.send("/signin/code", code=code()).to == "/doubts"
    browser.page("/doubts")


@pytest.mark.parametrize("going", ["https://elsewhere.example/", "//elsewhere.example/x"])
def test_signing_in_never_leads_to_another_site(browser: Browser, an: Officer, going: str) -> None:
    with_password(browser, an, next=going)
    assert browser.send("/signin/code", code=code()).to == "/"


def test_a_wrong_password_is_said_without_saying_what_is_wrong(
    browser: Browser, an: Officer
) -> None:
    known = browser.send("/signin", 422, login=an.user.login, password=NEW)
    unknown = browser.send("/signin", 422, login="nobody.here", password=NEW)
    assert known.main.replace(an.user.login, "") == unknown.main.replace("nobody.here", "")


def test_after_ten_minutes_between_password_and_code_one_begins_again(
    browser: Browser, an: Officer
) -> None:
    with_password(browser, an, next="/doubts")
    with time_machine.travel(NOW + timedelta(minutes=11), tick=False):
        late = browser.send("/signin/code", code=code(11))
        assert late.to == "/signin"
        assert browser.page("/signin").hidden("next") == "/doubts"
        assert browser.page("/people", status=302).to.startswith("/signin")


def test_a_recovery_code_leads_to_ones_account_and_proves_no_more(
    browser: Browser, an: Officer, keys: Any
) -> None:
    (session,) = SignIn.objects.filter(user=an.user).values_list("id", flat=True)
    made = operations.new_recovery_codes(an.user.id, session=session, keys=keys, at=NOW)
    with_password(browser, an)
    assert browser.send("/signin/code", code=made[0]).to == "/account"
    page = browser.page("/account")
    assert "恢复码" in page.main
    asked = browser.send("/signin/prove", 422, code=made[1])
    assert asked.soup.select(".field-wrong")
    assert queries.recovery_codes_left(an.user.id) == len(made) - 1


def test_an_invitation_leads_through_password_and_app_to_the_recovery_codes(
    browser: Browser, desk: Desk
) -> None:
    token = giving.invite(
        login="new.one", name="李新", role=desk.village.role, region=desk.village.lo,
        begins=NOW.date(), by=desk.county.context, at=NOW,
    )  # fmt: skip
    address = f"/invitation/{token}"
    assert browser.page(address).form()["username"] == "new.one"
    wrong = browser.send(address, 422, new=NEW, again=NEW + "!")
    assert wrong.soup.select(".field-wrong")
    assert browser.send(address, new=NEW, again=NEW).to == "/signin/setup"
    secret = re.sub(r"\s", "", browser.page("/signin/setup").soup.select_one("details .mono").text)
    shown_again = browser.page("/signin/setup").soup.select_one("details .mono")
    assert shown_again.text.strip() == secret
    assert browser.send("/signin/setup", 422, code="000000").soup.select(".field-wrong")
    sent = browser.send("/signin/setup", code=pyotp.TOTP(secret).at(NOW))
    assert sent.to == "/signin/recovery"
    codes = browser.page("/signin/recovery")
    assert len(codes.soup.select("main li")) == 8
    assert codes.links("/") == ["/", "/"]
    assert browser.page("/signin/recovery", status=302).to == "/"
    browser.page("/people")
    assert browser.page(address, status=404)


def test_a_new_password_is_typed_twice_and_ends_the_other_sessions(desk: Desk, an: Officer) -> None:
    signed_in(an.user)
    sent = {"old": PASSWORD, "new": NEW, "again": NEW}
    assert desk.page("/account/password").form()["username"] == an.user.login
    desk.send("/account/password", sent | {"again": "another one entirely"}, status=422)
    desk.send("/account/password", sent | {"old": "wrong"}, status=422)
    desk.send("/account/password", sent | {"new": "short", "again": "short"}, status=422)
    assert SignIn.objects.filter(user=an.user, ended_at=None).count() == 2
    desk.send("/account/password", sent)
    assert SignIn.objects.filter(user=an.user, ended_at=None).count() == 1
    desk.send("/account/password", sent, status=422)


def test_one_other_session_or_all_of_them_are_ended(desk: Desk, an: Officer) -> None:
    others = [signed_in(an.user, an.post) for _ in range(3)]
    page = desk.page("/account")
    buttons = [b["value"] for b in page.soup.select("button[name=session]")]
    assert len(buttons) == 4  # three others, and all of them
    desk.send("/account/sessions", {"session": buttons[0]})
    assert SignIn.objects.filter(user=an.user, ended_at=None).count() == 3
    desk.send("/account/sessions", {"session": ""})
    assert [other.get("/people").status_code for other in others] == [302, 302, 302]
    desk.page("/people")


def test_anothers_session_is_not_mine_to_end(desk: Desk, an: Officer) -> None:
    (session,) = SignIn.objects.filter(user=desk.second.user)
    desk.send("/account/sessions", {"session": str(session.id)}, status=404)
    assert SignIn.objects.get(id=session.id).ended_at is None


def test_a_further_app_is_added_named_and_removed(desk: Desk, an: Officer, keys: Any) -> None:
    page = desk.page("/account/app")
    secret = page.soup.select_one("details .mono").text.strip()
    desk.send("/account/app", {"code": "000000"}, status=422)
    now = pyotp.TOTP(secret).at(NOW)
    sent = desk.send("/account/app", {"code": now, "name": "工作手机"})
    assert sent.to in {"/account", "/signin/recovery"}
    assert "工作手机" in desk.page("/account").main
    new = queries.factors_of(an.user.id).get(name="工作手机")
    desk.send(f"/account/factors/{new.id}/name", {"name": "旧手机"})
    assert "旧手机" in desk.page(f"/account/factors/{new.id}/remove").main
    desk.send(f"/account/factors/{new.id}/remove")
    assert queries.factors_of(an.user.id).count() == 1


def test_the_last_second_factor_stays(desk: Desk, an: Officer) -> None:
    (only,) = queries.factors_of(an.user.id)
    assert not desk.page("/account").links(f"/account/factors/{only.id}/remove")
    desk.send(f"/account/factors/{only.id}/remove", status=422)
    assert queries.factors_of(an.user.id).count() == 1


def test_anothers_second_factor_is_as_if_it_did_not_exist(
    desk: Desk, an: Officer, keys: Any
) -> None:
    with_app(desk.second.user.id, keys)
    (foreign,) = queries.factors_of(desk.second.user.id)
    for act in ("name", "remove"):
        desk.page(f"/account/factors/{foreign.id}/{act}", status=404)
        desk.send(f"/account/factors/{foreign.id}/{act}", {"name": "x"}, status=404)


def test_new_recovery_codes_are_shown_once(desk: Desk, an: Officer) -> None:
    assert desk.send("/account/codes").to == "/signin/recovery"
    assert len(desk.page("/signin/recovery").soup.select("main li")) == 8
    desk.page("/signin/recovery", status=302)


@pytest.mark.parametrize("address", ["/account/app", "/account/passkey", "/account/codes"])
def test_factors_are_changed_only_with_a_fresh_second_factor(
    desk: Desk, an: Officer, address: str
) -> None:
    with time_machine.travel(NOW + timedelta(minutes=11), tick=False):
        asked = desk.send(address, {"code": "000000"})
        assert asked.to.startswith("/signin/prove?")
        sent = desk.send("/signin/prove", {"code": code(11), "next": address})
        assert sent.to == address


def test_a_passkey_is_asked_for_with_the_sites_own_name(desk: Desk, an: Officer) -> None:
    page = desk.page("/account/passkey")
    button = page.soup.select_one("button[data-passkey=create]")
    assert button
    assert '"testserver"' in str(button["data-question"])
    wrong = desk.send("/account/passkey", {"passkey": "{}"}, status=422)
    assert wrong.soup.select(".notice-wrong")
