"""The page of API keys: made once, shown once, taken back."""

import re
from datetime import timedelta

import pytest

from chunfeng.foundation.access import Role
from tests.cast import PINGLI, SHIQUAN, TODAY
from tests.faces.workbench.desk import Desk
from tests.security.office import Officer

WAY = "/api-keys"


@pytest.fixture
def admin(desk: Desk) -> Officer:
    return desk.world.officer(Role.ADMIN, PINGLI)


def made(desk: Desk, admin: Officer, **values: object) -> str:
    """Makes a key by the form; the key."""
    form = desk.page(f"{WAY}/make", admin).form()
    page = desk.send(f"{WAY}/make", form | {"name": "南京伙伴"} | values, admin, status=200)
    found = re.search(r"cf_[\w-]{43}", page.main)
    assert found
    return found[0]


def test_the_form_is_filled_with_what_is_usual(desk: Desk, admin: Officer) -> None:
    form = desk.page(f"{WAY}/make", admin).form()
    assert form["region"].endswith("平利县")
    assert form["scopes"] == ["public_bulk", "changes"]
    assert form["begins"] == TODAY.isoformat()


def test_a_key_is_shown_once_and_listed_by_its_beginning(desk: Desk, admin: Officer) -> None:
    key = made(desk, admin)
    page = desk.page(WAY, admin)
    assert "南京伙伴" in page.main
    assert key[:8] in page.main
    assert key not in page.text
    assert "有效" in page.main


def test_a_key_is_taken_back_and_stays_in_the_list(desk: Desk, admin: Officer) -> None:
    made(desk, admin)
    [way] = desk.page(WAY, admin).links(WAY + "/")[1:]
    assert "立即停用" in desk.page(way, admin).main
    desk.send(way, by=admin)
    page = desk.page(WAY, admin)
    assert "已收回" in page.main
    assert not page.links(way)
    assert "没有这个密钥" in desk.send(way, by=admin, status=422).main


def test_a_key_says_a_month_before_that_it_runs_out(desk: Desk, admin: Officer) -> None:
    made(desk, admin, ends=(TODAY + timedelta(30)).isoformat())
    assert "到期" not in desk.page(WAY, admin).main
    made(desk, admin, name="西安伙伴", ends=(TODAY + timedelta(29)).isoformat())
    assert "还有 30 天到期" in desk.page(WAY, admin).main
    made(desk, admin, name="今天", ends=TODAY.isoformat())
    assert "还有 1 天到期" in desk.page(WAY, admin).main


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("region", "石泉县"),
        ("requests", "many"),
        ("rows", "-1"),
        ("begins", "soon"),
        ("ends", (TODAY + timedelta(2000)).isoformat()),
        ("name", " "),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(
    desk: Desk, admin: Officer, field: str, typed: str
) -> None:
    form = desk.page(f"{WAY}/make", admin).form() | {"name": "南京伙伴", field: typed}
    page = desk.send(f"{WAY}/make", form, admin, status=422)
    assert "cf_" not in page.main
    assert page.form()[field] == typed
    assert "还没有合作方" in desk.page(WAY, admin).main


def test_keys_of_the_next_county_are_absent(desk: Desk, admin: Officer) -> None:
    made(desk, admin)
    [way] = desk.page(WAY, admin).links(WAY + "/")[1:]
    other = desk.world.officer(Role.ADMIN, SHIQUAN)
    assert "还没有合作方" in desk.page(WAY, other).main
    desk.page(way, other, status=404)


def test_an_old_second_factor_is_asked_for_again(desk: Desk, admin: Officer) -> None:
    from chunfeng.foundation.accounts.models import SignIn

    SignIn.objects.filter(user=admin.user).update(proved_at=None)
    assert desk.page(f"{WAY}/make", admin, status=302).to.startswith("/signin/prove")


def test_lines_bring_no_statement_of_their_own(desk: Desk, admin: Officer) -> None:
    made(desk, admin)
    few = desk.statements(WAY, admin)
    for _ in range(4):
        made(desk, admin)
    assert desk.statements(WAY, admin) <= few
