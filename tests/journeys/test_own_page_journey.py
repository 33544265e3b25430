"""Somebody opens the link of a message on a phone, answers an offer, says what is wrong; an officer
answers. Without scripts too, in both languages, with axe at 390 pixels.
"""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.journeys.site import Site, too_wide, violations, words

pytestmark = [pytest.mark.enable_socket, pytest.mark.xdist_group("workbench")]
NAME, PHONE = "柳小禾", "15400000971"
WORKER, WORKERS_PHONE = "柳小穗", "15400000972"
PICTURES = os.environ.get("CHUNFENG_STORY_PICTURES", "")
PARTS = ("/me", "/me/facts", "/me/facts/education", "/me/looks", "/me/letters", "/me/consent")


@pytest.fixture(scope="session")
def somebody(served_county: Site) -> list[str]:
    """The secret of somebody's link, with two offers behind it, and their id."""
    return served_county.told("tests.journeys.own_link", NAME, PHONE).split()


@pytest.fixture
def secret(somebody: list[str]) -> str:
    """The secret of the link."""
    return somebody[0]


def looked_at(page: Page, name: str) -> None:
    """A page that axe and the width of the screen find nothing wrong with."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
    assert violations(page) == [], page.url
    assert too_wide(page) == 0, page.url


def proved(site: Site, secret: str, phone: str = PHONE, **how: object) -> Page:
    """A phone on which the link was opened and the code typed."""
    page = site.visitor(**how)  # type: ignore[arg-type]
    before = len(site.codes(phone))
    page.goto(f"/m/{secret}")
    page.locator("main form button").first.click()
    page.fill("[name=code]", site.code(phone, after=before))
    page.locator("main form button").first.click()
    page.wait_for_url("**/me")
    return page


def test_a_link_leads_to_the_offers_and_the_code_to_the_rest(site: Site, secret: str) -> None:
    page = site.visitor()
    page.goto(f"/m/{secret}")
    assert page.url == f"{site.public}/me"
    assert "柳**" in words(page)
    assert NAME not in words(page)
    looked_at(page, "own-before")
    page = proved(site, secret)
    assert NAME in words(page)
    for part in PARTS:
        page.goto(part)
        looked_at(page, f"own{part.replace('/', '-')}-zh")
    page.goto("/me")
    page.get_by_role("link", name="荷塘分拣工").click()
    looked_at(page, "own-offer")
    page.get_by_text("不去", exact=True).click()
    page.get_by_label("离家太远").check()
    page.get_by_role("button", name="确定不去").click()
    assert "您选择了不去" in words(page)
    page.goto("/me")
    page.get_by_role("link", name="荷塘缝合工").click()
    page.get_by_role("button", name="我愿意去").click()
    assert "等用工单位答复" in words(page)
    looked_at(page, "own-agreed")


def test_an_officer_answers_what_is_wrong(site: Site, secret: str) -> None:
    page = proved(site, secret)
    page.goto("/me/facts/education")
    page.fill("[name=words]", "我读完了初中")
    page.get_by_role("button", name="提交").click()
    assert "我读完了初中" in words(page)
    officer = site.officer("county")
    officer.goto("/letters")
    looked_at(officer, "letters")
    officer.locator("a.table-name", has_text="文化程度").first.click()
    looked_at(officer, "letter")
    officer.locator("[name=right][value=yes]").check()
    officer.fill("[name=words]", "已改为初中")
    officer.locator("main form button.button-main").click()
    officer.wait_for_url("**/letters")
    page.goto("/me/letters")
    assert "已改为初中" in words(page)


def test_it_works_without_scripts_in_english_and_wide(site: Site, secret: str) -> None:
    page = proved(site, secret, scripts=False, language="en")
    assert "Your own page" in words(page)
    wide = proved(site, secret, size="wide", language="en")
    for part in PARTS:
        wide.goto(part)
        looked_at(wide, f"own{part.replace('/', '-')}-en-wide")


def test_an_officer_sends_the_link_and_never_sees_it(site: Site, somebody: list[str]) -> None:
    officer = site.officer("county")
    officer.goto(f"/people/{somebody[1]}")
    looked_at(officer, "person-own")
    officer.get_by_role("button", name="把链接发给本人").click()
    assert "链接会发到登记的手机上" in officer.inner_text("body")
    assert "/m/" not in officer.content()


def test_who_has_left_says_so_and_an_officer_asks(site: Site) -> None:
    told = site.told("tests.journeys.own_link", WORKER, WORKERS_PHONE, "begun")
    wide = proved(site, told.split()[0], WORKERS_PHONE, size="wide", language="en")
    wide.get_by_role("link", name="I have left").click()
    assert "The employer is not told." in words(wide)
    looked_at(wide, "own-work-en-wide")
    page = proved(site, told.split()[0], WORKERS_PHONE)  # which ends it on the other screen
    page.get_by_role("link", name="我不在这里干了").click()
    looked_at(page, "own-work-zh")
    page.get_by_label("家庭原因").check()
    page.get_by_role("button", name="我不在这里干了").click()
    assert "村干部能看到" in words(page)
    looked_at(page, "own-work-said")
    officer = site.officer("county")
    officer.goto("/follow-up/?cause=said_left")
    row = officer.locator("main tbody tr", has_text=WORKER)
    assert "本人说：已不在岗" in row.inner_text()
    looked_at(officer, "follow-up-said")
    row.locator("a[href^='/offers/']").click()
    officer.wait_for_url("**/offers/**")
    assert "在本人页面上说：已经不在岗" in words(officer)
    looked_at(officer, "offer-said")
