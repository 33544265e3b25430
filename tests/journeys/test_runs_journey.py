"""A county is docked at the workbench: asked for, watched, read, answered, mended, compared."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from chunfeng.kit.texts import text
from tests.journeys.site import Site, after, too_wide, violations, words

pytestmark = [pytest.mark.enable_socket, pytest.mark.xdist_group("workbench")]
PICTURES = Path(__file__).resolve().parents[2] / "docs" / "images"
PAGES = ("", "/proposals", "/left", "/seats", "/levers", "/compare")


def zh(message: str) -> str:
    return text(message).to("zh")


def docked(page: Page) -> str:
    """Asks for a run by keyboard, waits for its plan; the address of its page."""
    page.goto("/docking/new")
    page.focus("[name=region]")
    page.keyboard.press("Tab")  # to the day, to how exactly, to the button
    while not page.evaluate("document.activeElement.matches('main button.button-main')"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/docking/*-*")
    address = page.url
    assert page.locator(".progress").count() or page.locator(".tabs").count()
    after(page, ".tabs", seconds=180)
    return address


def answered(page: Page, run: str) -> str:
    """Says that a fact of the first proposal is wrong; the name of the person."""
    page.goto(f"{run}/proposals")
    page.locator("a.table-name").first.click()
    name = page.inner_text("h1")
    assert page.locator(".reasons li").count() > 3
    wrong = page.locator("details", has_text=zh("A fact is wrong"))
    wrong.locator("summary").click()
    wrong.locator("[value=commute_km]").check()
    wrong.locator("button.button-main").click()
    page.wait_for_url("**/edit/commute_km")
    assert zh("Noted. Mend the fact here; the next run reads it.") in words(page)
    page.fill("[name=commute_km]", "1")
    page.click("main button.button-main")
    page.wait_for_url("**/people/*")
    assert zh("What docking proposed last") in words(page)
    return name


def test_an_officer_docks_answers_mends_and_docks_again(site: Site) -> None:
    page = site.officer("county")
    first = docked(page)
    for tab in PAGES:
        page.goto(first + tab)
        assert violations(page) == [], tab
    page.goto(f"{first}/proposals")
    boxes = page.locator("tbody input[type=checkbox]")
    boxes.nth(1).check()
    page.locator(".bulk button").click()
    page.wait_for_load_state()
    assert page.locator(".tag-good").count() >= 1
    name = answered(page, first)
    page.goto(f"{first}/proposals?verdict=wrong_fact")
    expect(page.locator("a.table-name")).to_have_text([name])
    assert violations(page) == []

    second = docked(page)
    page.goto(f"{second}/compare")
    assert page.locator(".figure-card").count() == 4
    assert zh("Both rest on the same policy.") in words(page)


def test_the_pages_fit_a_phone_and_speak_english(site: Site) -> None:
    page = site.officer("county", size="phone", language="en")
    page.goto("/docking/new")
    assert too_wide(page) == 0
    page.goto("/docking/policy/new")
    assert too_wide(page) == 0
    run = docked(page)
    for tab in PAGES:
        page.goto(run + tab)
        assert too_wide(page) == 0, tab
        assert violations(page) == [], tab
    page.goto(f"{run}/proposals")
    page.locator("a.table-name").first.click()
    assert too_wide(page) == 0


@pytest.mark.skipif("CHUNFENG_PICTURES" not in os.environ, reason="only when pictures are drawn")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_pictures_of_the_guide_of_docking_are_drawn(site: Site, language: str) -> None:
    page = site.officer(language=language, size="wide")
    run = docked(page)
    page.goto(f"{run}/proposals")
    person = page.locator("a.table-name").first.get_attribute("href")
    shown = {"overview": run, "proposal": str(person), "policy": "/docking/policy"}
    for name, address in shown.items():
        page.goto(address)
        page.wait_for_load_state("networkidle")
        page.screenshot(path=PICTURES / f"docking-{name}-{language}.png")
