"""One woman through the whole product: docked, offered work, at work, free again, at work for good.

Everything is done in the browser, by officers, the woman and her employer, but for three things:
she is enrolled by an operation; days pass because the dates of her work, offers and calls are moved
back (the clock of a served county stands on today; events stay dated); and the employer's word of
five months is noted by operations at moments of the past, the sixth at the desk.
"""

import json
import os
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from chunfeng.kit.texts import text
from tests.journeys.site import TOWN, VILLAGE, Site, after, too_wide, violations, words
from tests.journeys.test_followup_journey import forgive, unsent, until, without_line

pytestmark = [pytest.mark.enable_socket, pytest.mark.xdist_group("workbench")]
CHINA = ZoneInfo("Asia/Shanghai")
TODAY = datetime.now(CHINA).date()
NAME, PHONE = "禾秀兰", "15400000981"
DESKS = ("15400000982", "15400000983")
SEEN = "用工单位会看到您的姓名"
NOTE = "带了孩子的作息表，晚班已经调开"
EMPLOYED = 1  # the second of the five ones
STABLE = {"zh": "稳定就业", "en": "Stable work since"}
KNOWN = {"zh": "确认在岗", "en": "Known to be at work on"}
FIRST_VISIT, FOR_GOOD = 7, 200  # days after work began
PICTURES = os.environ.get("CHUNFENG_STORY_PICTURES", "")
OFFERED = (
    "proposal.judged", "offer.made", "link.opened", "offer.agreed", "offer.confirmed",
    "spell.begun", "placement.begun",
)  # fmt: skip
VISITED = ("contact.noted", "placement.there", "contact.noted", "placement.ended", "spell.ended")


@dataclass
class Heroine:
    """Whom the story is about, and what is being offered to her."""

    site: Site
    id: str = ""
    offer: str = ""
    employer: str = ""
    places: tuple[str, ...] = ()

    def story(self, act: str, *said: str, process: str = "web") -> str:
        """Something that is done beside the browser."""
        return self.site.told("tests.journeys.story", act, *said, process=process)


def zh(message: str, **values: Any) -> str:
    return text(message, **values).to("zh")


def looked_at(page: Page, name: str) -> None:
    """A page that axe and the width of the screen find nothing wrong with."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
    assert violations(page) == [], page.url
    assert too_wide(page) == 0, page.url


def send(page: Page) -> None:
    """The page's main button; what was asked for was taken."""
    page.locator("main button.button-main").first.click()
    page.wait_for_load_state()
    assert page.locator("[aria-invalid=true]").count() == 0, words(page)


def test_from_docking_to_stable_work(site: Site) -> None:
    her = Heroine(site)
    her.id = her.story("enrol", NAME, PHONE)
    docked_and_offered(her)
    said_yes(her)
    taken_on(her, DESKS[0])
    begun(her)
    her.story("days", her.id, str(FIRST_VISIT))
    visited_without_a_line(her)
    left(her)
    docked_and_offered(her)
    assert her.places[0] != her.places[1], "nobody is proposed at once what they have left"
    said_yes(her)
    desk = taken_on(her, DESKS[1])
    begun(her)
    her.story("days", her.id, str(FOR_GOOD))
    her.story("months", her.id)
    confirmed(desk)
    stable(her)
    told_in_order(her)


def docked_and_offered(her: Heroine) -> None:
    """The county docks her township; her proposal is read, answered, and the place offered."""
    page = her.site.officer("county")
    page.goto("/docking/new")
    page.select_option("[name=region]", str(TOWN))
    send(page)
    page.wait_for_url("**/docking/*-*")
    run = page.url
    after(page, ".tabs", seconds=180)
    page.goto(f"{run}/proposals?region={VILLAGE}")
    page.locator("a.table-name", has_text=NAME).click()
    page.wait_for_load_state()
    assert page.locator(".reasons li").count() > 3
    assert page.locator("#options li").count() >= 1
    looked_at(page, "proposal")
    page.locator("#answer form button.button-main").first.click()
    page.wait_for_load_state()
    page.locator("#answer a.button-main").click()
    page.wait_for_load_state()
    her.places += (page.url.split("?")[0],)
    before = len(her.site.messages(PHONE))
    looked_at(page, "offer-new")
    send(page)
    her.offer = page.url.split("?")[0]
    her.employer = str(page.locator("main a[href^='/employers/']").first.get_attribute("href"))
    assert "/m/" in her.site.message(PHONE, after=before)


def said_yes(her: Heroine) -> None:
    """She opens the link of the message on her phone, types the code, reads, and says yes."""
    page = her.site.visitor("phone")
    token = re.findall(r"/m/(\S+)", "\n".join(her.site.messages(PHONE)))[-1]
    page.goto(f"/m/{token}")
    before = len(her.site.codes(PHONE))
    page.locator("main form button").first.click()
    page.fill("[name=code]", her.site.code(PHONE, after=before))
    page.locator("main form button").first.click()
    page.wait_for_url("**/me")
    assert NAME in words(page)
    page.locator("a[href^='/me/offers/']").first.click()
    page.wait_for_load_state()
    assert SEEN in words(page)
    looked_at(page, "own-offer")
    page.get_by_role("button", name="我愿意去").click()
    page.wait_for_load_state()
    assert "等用工单位答复" in words(page)


def taken_on(her: Heroine, phone: str) -> Page:
    """The county lets somebody act for the employer, who signs in at the desk and takes her on."""
    page = her.site.officer("county")
    page.goto(f"{her.employer}/invite")
    page.fill("[name=name]", "月厂长")
    page.fill("[name=phone]", phone)
    send(page)
    desk = her.site.visitor("phone")
    desk.goto("/desk/proposed")
    before = len(her.site.codes(phone))
    desk.fill("[name=phone]", phone)
    send(desk)
    desk.fill("[name=code]", her.site.code(phone, after=before))
    send(desk)
    desk.goto("/desk/proposed")
    assert PHONE[-4:] not in words(desk)
    looked_at(desk, "desk-proposed")
    desk.locator("#waiting li", has_text=NAME).locator("a[href$='/accept']").click()
    desk.wait_for_load_state()
    send(desk)
    desk.locator("li", has_text=NAME).locator("form[action$='/phone'] button").click()
    desk.wait_for_load_state()
    assert PHONE in words(desk)
    looked_at(desk, "desk-phone")
    return desk


def begun(her: Heroine) -> None:
    """The officer notes that work has begun, and how that is known."""
    page = her.site.officer("county")
    page.goto(her.offer)
    page.locator("#next [name=evidence][value=B]").check()
    send(page)
    assert zh("Work has begun") in words(page)


def carried(page: Page, person: str) -> str:
    """The list is on the phone, and she on it; the address of her form."""
    page.goto("/follow-up/")
    page.click("[data-carry]")
    page.wait_for_selector("[data-carry]:disabled")
    people = page.evaluate("""
        JSON.parse(localStorage.getItem(`carried:${document.body.dataset.who}`)).people""")
    assert person in [one["id"] for one in people]
    return f"/follow-up/call/{person}"


def visited_without_a_line(her: Heroine) -> None:
    """On day 7 the village worker is there without a line; the form arrives later, and once."""
    page = her.site.officer("village", size="phone")
    address = carried(page, her.id)
    without_line(page, off=True)
    page.goto(address)
    assert NAME in words(page)
    page.check("[name=how][value=visit]")
    page.check("[name=at_work][value=yes]")
    page.fill("[name=note]", NOTE)
    page.click("form[data-contact] button.button-main")
    page.wait_for_selector("form[data-contact]", state="detached")
    held = unsent(page)
    assert len(held) == 1
    without_line(page, off=False)
    for _ in range(2):  # the second time it had arrived, but the answer had not
        page.goto("/follow-up/")
        until(page, lambda: not unsent(page))
        page.evaluate("held => localStorage.setItem(`unsent:${document.body.dataset.who}`, held)",
                      json.dumps(held))  # fmt: skip
    page.reload()
    until(page, lambda: not unsent(page))
    page.goto(f"/people/{her.id}")
    assert words(page).count(NOTE) == 1
    forgive(her.site)


def left(her: Heroine) -> None:
    """The village worker is told that she has left, and why: her work has ended."""
    page = her.site.officer("village", size="phone")
    page.goto(f"/follow-up/call/{her.id}")
    page.check("[name=at_work][value=no]")
    page.fill("[name=end_on]", (TODAY - timedelta(1)).isoformat())
    page.select_option("[name=end_reason]", "family")
    page.click("form[data-contact] button.button-main")
    page.wait_for_url(re.compile("/people/[0-9a-f-]{36}#care$"))
    page.goto(her.offer)
    assert "已离岗" in words(page)


def confirmed(desk: Page) -> None:
    """The employer confirms this month."""
    desk.goto(f"/desk/proposed/there/{TODAY:%Y-%m}")
    desk.locator("fieldset", has_text=NAME).locator("input[value=yes]").first.check()
    send(desk)


def stable(her: Heroine) -> None:
    """Her page and her household say that work is stable, and what that rests on."""
    for size, language in (("phone", "zh"), ("wide", "en")):
        page = her.site.officer("village", size=size, language=language)
        page.goto(f"/people/{her.id}")
        care = page.locator("#care")
        expect(care.locator("h2")).to_contain_text(STABLE[language])
        care.locator("summary").first.click()
        expect(care.locator("details").first).to_contain_text(KNOWN[language])
        looked_at(page, f"stable-{size}-{language}")
        page.locator("a[href^='/households/']").first.click()
        page.wait_for_load_state()
        one = page.locator("#ones details").nth(EMPLOYED)
        one.locator("summary").click()
        expect(one).to_contain_text(NAME)
        looked_at(page, f"ones-{size}-{language}")


def told_in_order(her: Heroine) -> None:
    """Every act above has left its event, in order."""
    kinds = json.loads(her.story("events", her.id))
    there = ("placement.there",) * 6
    found = [one for one in kinds if one in {*OFFERED, *VISITED}]
    assert found == [*OFFERED, *VISITED, *OFFERED, *there]
    for message in ("link.issued", "offer.addressed"):  # the clock may write some of its own
        assert kinds.count(message) >= 2
