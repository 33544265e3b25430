"""A second officer is invited, sets up a second step, and lets a sealed list out."""

import csv
import io
import re
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Page

from chunfeng.foundation.accounts.demo_words import SECRET
from chunfeng.kit.texts import text
from tests.journeys.site import Site, words

pytestmark = [pytest.mark.enable_socket, pytest.mark.xdist_group("workbench")]
SENTENCE = "第二位经办人 每天走访三个村"


def proved(page: Page, secret: str = SECRET) -> None:
    """Gives the second step again where it is asked for."""
    if "/signin/prove" in page.url:
        page.fill("[name=code]", pyotp.TOTP(secret).now())
        page.click("main button.button-main")
        page.wait_for_load_state()


def invited(page: Page) -> str:
    """The link of an invitation for a second county officer."""
    page.goto("/accounts/invite")
    proved(page)
    page.fill("[name=login]", "second.officer")
    page.fill("[name=name]", "游复核")
    role = page.locator("[name=role][value=county]")
    role.check() if role.count() else page.select_option("[name=role]", "county")
    page.fill("[name=region]", "平利县")
    page.click("main button.button-main")
    return page.locator("p.mono").inner_text()


def joined(page: Page, link: str) -> None:
    """Takes the invitation: a password, an app, recovery codes."""
    page.goto(link)
    for name in ("new", "again"):
        page.fill(f"[name={name}]", SENTENCE)
    page.click("main button.button-main")
    page.locator("summary").click()
    secret = page.locator("p.mono").inner_text().replace(" ", "")
    page.fill("[name=code]", pyotp.TOTP(secret).now())
    page.click("main button.button-main")
    page.wait_for_load_state()


def asked_for(page: Page, reason: str) -> None:
    """Asks for the list of those not in work, with phones."""
    page.goto("/people?status=not_in_work")
    page.locator("a[href^='/exports/ask']").first.click()
    page.check("[name=also][value=phone]")
    page.check("[name=form][value=csv]")
    page.fill("[name=reason]", reason)
    page.click("button[name=ask]")
    page.wait_for_url("**/exports")


def test_a_list_with_phones_leaves_when_a_second_officer_has_approved_it(
    site: Site, tmp_path: Path
) -> None:
    newcomer, reason = site.stranger(), "十二月电话回访"
    joined(newcomer, invited(site.officer("admin")))
    page = site.officer("county")
    asked_for(page, reason)
    fetch = page.locator("li", has_text=reason).locator("form[action$='/fetch'] button")
    assert fetch.count() == 0, "nobody lets out a sealed list alone"

    newcomer.goto("/exports")
    assert reason in words(newcomer)
    newcomer.locator("li", has_text=reason).locator("button[value=approve]").click()
    newcomer.wait_for_load_state()
    assert text("Decided.").to("zh") in newcomer.inner_text("body")

    page.reload()
    proved(page)
    with page.expect_download() as download:
        fetch.click()
    file = tmp_path / "people.csv"
    download.value.save_as(file)
    caption, heads, *rows = csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig")))
    assert reason in caption[0]
    assert "安县经办" in caption[0]
    phones = [row[heads.index("联系电话")] for row in rows]
    assert any(re.fullmatch(r"1\d{10}", phone) for phone in phones)
    assert "证件号码" not in heads
