"""A village worker calls people from a phone: also without a line, late, and twice."""

import json
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from chunfeng.kit.texts import text
from tests.journeys.site import Site, too_wide, violations, words

pytestmark = [pytest.mark.enable_socket, pytest.mark.xdist_group("workbench")]
PAGES = ("/follow-up/", "/follow-up/?when=villages", "/follow-up/difficulties",
         "/follow-up/carried", "/follow-up/call")  # fmt: skip


def zh(message: str, **values: Any) -> str:
    return text(message, **values).to("zh")


def without_line(page: Page, off: bool) -> None:
    page.context.set_offline(off)


def forgive(site: Site) -> None:
    """What a browser says of a line that is gone is no fault of a page."""
    site.complaints[:] = [one for one in site.complaints if "net::ERR_" not in one]


def taken_along(page: Page) -> tuple[str, str]:
    """The list is on the phone; address and name of the first person in it."""
    page.goto("/follow-up/")
    page.click("[data-carry]")
    page.wait_for_selector("[data-carry]:disabled")
    (first, *_) = page.evaluate("""
        JSON.parse(localStorage.getItem(`carried:${document.body.dataset.who}`)).people""")
    return f"/follow-up/call/{first['id']}", first["name"]


def unsent(page: Page) -> list[Any]:
    found: list[Any] = json.loads(
        page.evaluate("localStorage.getItem(`unsent:${document.body.dataset.who}`)") or "[]"
    )
    return found


def until(page: Page, met: Callable[[], bool], seconds: float = 60) -> None:
    """Waits for something the page's script does."""
    end = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < end
        page.wait_for_timeout(200)


def filled(page: Page, note: str) -> None:
    page.check("[name=at_work][value=yes]")
    page.check("[name=hard][value=homesickness]")
    page.fill("[name=note]", note)
    page.click("form[data-contact] button.button-main")


def test_a_call_without_a_line_is_sent_later_and_noted_once(site: Site) -> None:
    page, county = site.officer("township", size="phone"), site.officer()
    address, name = taken_along(page)
    without_line(page, off=True)
    page.goto(address)
    assert name in words(page)
    filled(page, "线路断了也能记")
    page.wait_for_selector("form[data-contact]", state="detached")
    assert "还没有发出" in words(page)
    page.goto("/follow-up/")
    assert zh("saved here, not sent yet") in words(page)
    held = unsent(page)
    assert [name in json.dumps(one, ensure_ascii=False) for one in held] == [False]

    county.goto(address)  # meanwhile somebody else has called
    county.check("[name=at_work][value=yes]")
    county.click("form[data-contact] button.button-main")
    county.wait_for_url(re.compile("/people/[0-9a-f-]{36}#care$"))

    without_line(page, off=False)
    page.goto("/follow-up/")
    until(page, lambda: not unsent(page))
    page.evaluate("held => localStorage.setItem(`unsent:${document.body.dataset.who}`, held)",
                  json.dumps(held))  # fmt: skip
    page.reload()  # the same form once more: it had arrived, but the answer had not
    until(page, lambda: not unsent(page))
    page.reload()
    assert zh("Came late: look at both ({n})", n=1) in words(page)
    county.reload()
    assert words(county).count("线路断了也能记") == 1
    page.click("form[action$='/looked'] button")
    page.wait_for_selector(".notice-good")
    assert "补传的回访" not in words(page)
    forgive(site)


def test_who_signs_out_leaves_no_name_and_loses_no_call(site: Site) -> None:
    page = site.officer("deputy", size="phone")
    address, name = taken_along(page)
    without_line(page, off=True)
    page.goto(address)
    page.fill("[name=note]", "x")
    page.click("form[data-contact] button.button-main")
    page.wait_for_selector("form[data-contact]", state="detached")
    page.route("**/follow-up/call/**", lambda route: route.abort())
    without_line(page, off=False)
    page.goto("/people")
    page.locator("form[data-leaves]").first.evaluate("form => form.requestSubmit()")
    until(page, lambda: "回访" in page.inner_text("#toast"))
    assert "/people" in page.url
    page.unroute("**/follow-up/call/**")
    page.goto("/follow-up/")
    until(page, lambda: not unsent(page))
    page.locator("form[data-leaves]").first.evaluate("form => form.requestSubmit()")
    page.wait_for_url("**/signin")
    assert page.evaluate("Object.keys(localStorage).length") == 0
    assert page.evaluate("caches.keys()") == []
    assert name
    site._states.pop("deputy")
    forgive(site)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", ["phone", "wide"])
def test_the_pages_of_casework_fit_and_are_clean(site: Site, size: str, language: str) -> None:
    page = site.officer(size=size, language=language)
    page.goto("/follow-up/")
    call = page.locator("a[href^='/follow-up/call/']").first.get_attribute("href")
    assert call
    person = call.replace("/follow-up/call/", "/people/")
    page.goto(person)
    home = page.locator("a[href^='/households/']").first.get_attribute("href")
    assert home
    more = (call, person, f"{person}/service", f"{person}/difficulty", home, f"{home}/income")
    for address in (*PAGES, *more):
        page.goto(address)
        assert too_wide(page) == 0, (address, size, language)
        assert violations(page) == [], (address, size, language)
