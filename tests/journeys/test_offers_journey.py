"""Work offered from a vacancy until it has ended: officer and employer at their own browsers."""

import os
import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page

from chunfeng.cli.demo.answering import DESK_PHONE
from tests.journeys.site import Site, too_wide, violations, words

pytestmark = [pytest.mark.enable_socket, pytest.mark.xdist_group("workbench")]
PICTURES = os.environ.get("CHUNFENG_OFFER_PICTURES", "")
TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date()
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


def looked_at(page: Page, name: str = "") -> None:
    """A page that axe and the width of the screen find nothing wrong with."""
    assert violations(page) == [], page.url
    assert too_wide(page) == 0, page.url
    if PICTURES and name:
        size = page.viewport_size or {"width": 0}
        language = page.get_attribute("html", "lang")
        path = Path(PICTURES) / f"{name}-{size['width']}-{language}.png"
        page.screenshot(path=path, full_page=True)


def go(page: Page, address: str, name: str = "") -> None:
    page.goto(address)
    looked_at(page, name)


def send(page: Page) -> None:
    """The page's main button."""
    page.locator("main button.button-main").first.click()
    page.wait_for_load_state()


def at_the_desk(site: Site, size: str = "phone", language: str = "zh") -> Page:
    """The member who acts for the demo's desk, signed in."""
    page = site.visitor(size, language)
    page.goto("/desk/proposed")
    before = len(site.codes(DESK_PHONE))
    page.fill("[name=phone]", DESK_PHONE)
    send(page)
    page.fill("[name=code]", site.code(DESK_PHONE, after=before))
    send(page)
    return page


def linked(page: Page, address: str, start: str) -> list[str]:
    """The ids that a page links to."""
    page.goto(address)
    links = page.locator(f"main a[href^='{start}']").evaluate_all(
        "all => all.map(one => one.getAttribute('href'))"
    )
    return [found[0] for one in links if (found := UUID.search(one))]


def their_vacancy(desk: Page, office: Page) -> str:
    """A published vacancy of the desk's employer with a free seat."""
    free = linked(office, "/vacancies?state=published&full=no&expired=no", "/vacancies/")
    return next(one for one in linked(desk, "/desk/vacancies", "/desk/vacancies/") if one in free)


def offered(page: Page, vacancy: str) -> tuple[str, str, str]:
    """Offered by the people list; the offer, the person and their name."""
    go(page, f"/vacancies/{vacancy}/offer", "offer-vacancy")
    go(page, "/people?status=not_in_work&willing=yes&sort=-place")
    row = page.locator("main tbody tr", has=page.locator("input[name=person]")).nth(3)
    name = row.locator("a.table-name").inner_text()
    row.locator("input[name=person]").check()
    page.select_option("[name=act]", "offer")
    page.locator("form[action='/people/picked'] button.button-small", has_text="执行").click()
    page.wait_for_load_state()
    page.select_option("[name=vacancy]", vacancy)
    looked_at(page, "offer-many")
    send(page)
    looked_at(page, "offer-made")
    page.locator("main .todo a.button").first.click()
    page.wait_for_load_state()
    offer = page.url.split("?")[0]
    person = page.locator(".crumbs a[href^='/people/']").get_attribute("href") or ""
    return offer, person, name


def agreed(page: Page) -> None:
    """The person says yes on the telephone; the officer types it without a mouse."""
    page.locator("#next [name=note]").focus()
    page.keyboard.type("愿意去，下周一可以上班")
    for _ in range(9):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('#next button.button-main')"):
            break
    with page.expect_navigation():  # a key, unlike a click, does not wait for the page it leads to
        page.keyboard.press("Enter")
    assert "愿意去" in words(page)


def taken_and_begun(desk: Page, office: Page, offer: str, name: str) -> None:
    """The employer takes them, and work begins today."""
    go(desk, "/desk/proposed", "desk-proposed")
    row = desk.locator("#waiting li", has_text=name).first
    row.locator("a[href$='/accept']").click()
    desk.wait_for_load_state()
    looked_at(desk, "desk-accept")
    send(desk)
    office.goto(offer)
    send(office)
    go(office, offer, "offer-begun")


def confirmed(desk: Page, name: str) -> None:
    """The employer confirms the arrival and the month."""
    for address, picture in (
        ("/desk/proposed/arrivals", "desk-arrivals"),
        (f"/desk/proposed/there/{TODAY:%Y-%m}", "desk-month"),
    ):
        go(desk, address, picture)
        desk.locator("fieldset", has_text=name).locator("input[value=yes]").first.check()
        send(desk)


def test_work_is_offered_begun_confirmed_ended_and_offered_again(site: Site) -> None:
    desk, office = at_the_desk(site), site.officer("county")
    vacancy = their_vacancy(desk, office)
    offer, person, name = offered(office, vacancy)
    looked_at(office, "offer")
    agreed(office)
    taken_and_begun(desk, office, offer, name)
    confirmed(desk, name)
    go(office, f"{offer}/act/ended", "offer-ended")
    office.fill("[name=on]", TODAY.isoformat())
    office.check("[name=reason][value=family]")
    send(office)
    assert "已离岗" in words(office)
    office.goto(f"{person}/offer/{vacancy}")
    looked_at(office, "offer-new")
    send(office)
    assert "/offers/" in office.url
    assert office.url.split("?")[0] != offer
    go(office, "/offers", "offers")
    go(office, "/messages", "outbox")


def test_offers_read_well_on_a_phone_and_in_english(site: Site) -> None:
    for size, language in (("phone", "zh"), ("wide", "en"), ("phone", "en")):
        page = site.officer("county", size=size, language=language)
        for address in ("/offers", "/offers?state=begun", "/messages", "/"):
            go(page, address, f"page-{address.strip('/').split('?')[0] or 'today'}")
        page.goto("/offers?state=begun&state=agreed")
        page.locator("main a.table-name").first.click()
        page.wait_for_load_state()
        looked_at(page, "page-offer")
        go(page, f"{page.url}/act/declined")
