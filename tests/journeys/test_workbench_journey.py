"""A county officer's day in a real browser, and who must not see any of it."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Page

from chunfeng.kit.texts import text
from tests.journeys.site import COUNTY, VILLAGE, Site, too_wide, violations, words

pytestmark = [pytest.mark.enable_socket, pytest.mark.xdist_group("workbench")]
PICTURES = Path(__file__).resolve().parents[2] / "docs" / "images"
MAIN_PAGES = (
    "/", "/people", "/people/add", "/imports", "/exports", "/duplicates", "/doubts",
    f"/regions?code={COUNTY}", "/account", "/posts", "/catalogue",
)  # fmt: skip


def zh(message: str) -> str:
    return text(message).to("zh")


@dataclass(frozen=True)
class Somebody:
    name: str
    id_number: str
    phone: str


@pytest.fixture
def somebody(site: Site) -> Somebody:
    """Somebody of the demo ledger with an ID number and a phone."""
    sheet: Any = openpyxl.load_workbook(site.ledger).worksheets[0]
    heads: dict[str, int] = {}
    for row in sheet.iter_rows(values_only=True):
        if "姓名" in row:
            heads = {str(head): at for at, head in enumerate(row)}
        elif heads:
            found = [str(row[heads[head]] or "") for head in ("姓名", "证件号码", "联系电话")]
            if re.fullmatch(r"\d{17}[\dX]", found[1]) and re.fullmatch(r"\d{11}", found[2]):
                return Somebody(*found)
    raise AssertionError("nobody in the demo ledger has an ID number and a phone")


def search(page: Page, said: str) -> list[str]:
    """The names a search finds."""
    page.goto("/people")
    page.fill("[name=words]", said)
    page.press("[name=words]", "Enter")
    page.wait_for_url("**/people?q=*")
    assert said not in page.url
    return page.locator("a.table-name").all_inner_texts()


def opened(page: Page, who: Somebody) -> str:
    """The address of somebody's record, found by ID number and opened."""
    assert search(page, who.id_number) == [who.name]
    page.click("a.table-name")
    page.wait_for_url(re.compile("/people/[0-9a-f-]{36}$"))
    return page.url


def test_a_person_is_found_opened_revealed_and_printed(site: Site, somebody: Somebody) -> None:
    page = site.officer()
    for said in (somebody.name, somebody.phone, somebody.id_number):
        assert somebody.name in search(page, said)
    record = opened(page, somebody)
    shown = page.content()
    assert somebody.id_number not in shown
    assert somebody.id_number[-4:] not in words(page), "not even a part of it"
    assert somebody.phone not in shown
    page.locator("form.reveal[action$='/reveal/phone'] button").click()
    page.wait_for_selector("output[data-hides]")
    assert somebody.phone in words(page).replace(" ", "")
    page.goto(record)
    assert somebody.phone not in page.content()
    page.emulate_media(media="print")
    assert not page.locator(".no-print").first.is_visible()
    assert page.locator("h1").first.is_visible()


def test_two_officers_who_change_one_record_compare_line_by_line(
    site: Site, somebody: Somebody
) -> None:
    first, second = site.officer("county"), site.officer("county")
    record = opened(first, somebody)
    for page in (first, second):
        page.goto(f"{record}/edit/wish_other")
        if page.locator("[name=wish_other]").count() == 0:
            page.goto(f"{record}/edit/skills")
    name = first.locator("main form textarea, main form input[type=text]").first
    field = str(name.get_attribute("name"))
    for page, said in ((first, "竹编"), (second, "电工")):
        page.fill(f"[name={field}]", said)
        page.click("main form .actions button")
        page.wait_for_load_state()
    assert zh("Somebody else changed this meanwhile") in words(second)
    assert "竹编" in words(second)
    assert "电工" in words(second)
    second.check(f"[name=take-{field}][value=mine]")
    second.click("main button.button-main")
    second.wait_for_url(record + "*")
    assert "电工" in words(second)
    first.goto(record)
    assert "电工" in words(first)


def test_what_was_typed_survives_a_closed_page(site: Site) -> None:
    page = site.officer()
    page.goto("/people/add")
    page.fill("[name=household_no]", "H-77")
    page.fill("[name=phone]", "15400009999")
    page.reload()
    assert page.input_value("[name=household_no]") == "H-77"
    assert page.input_value("[name=phone]") == "", "what is sealed is not kept on a shared computer"


def test_the_neighbour_county_and_a_stranger_see_nothing(site: Site, somebody: Somebody) -> None:
    record = opened(site.officer(), somebody)
    path = record.removeprefix(site.address)
    other = site.officer("neighbour")
    for said in (somebody.name, somebody.phone, somebody.id_number):
        assert search(other, said) == []
    for address in (path, f"{path}/edit/skills"):
        answer = other.goto(address)
        assert answer is not None
        assert answer.status == 404
        assert somebody.name not in other.content()
    stranger = site.stranger()
    stranger.goto(path)
    assert "/signin" in stranger.url
    assert somebody.name not in stranger.content()


def test_the_keyboard_alone_finds_and_opens_somebody(site: Site, somebody: Somebody) -> None:
    page = site.officer()
    page.goto("/people")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    _tab_to(page, "[name=words]")
    page.keyboard.type(somebody.id_number)
    page.keyboard.press("Enter")
    page.wait_for_url("**/people?q=*")
    _tab_to(page, "a.table-name")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/people/[0-9a-f-]{36}$"))
    assert somebody.name in words(page)


def test_several_people_are_changed_at_once(site: Site) -> None:
    page = site.officer()
    page.goto("/people")
    names = page.locator("a.table-name").all_inner_texts()[:2]
    for box in page.locator("tbody [name=person]").all()[:2]:
        box.check()
    page.select_option("[name=act]", "collector")
    page.locator("[name=act] ~ button").first.click()
    page.wait_for_selector("main button[name=sure]")
    assert all(name in words(page) for name in names)
    page.locator("main form .input").first.fill("董村干部")
    page.click("main button[name=sure]")
    page.wait_for_url("**/people*")
    page.locator("a.table-name", has_text=names[0]).first.click()
    page.wait_for_url(re.compile("/people/[0-9a-f-]{36}$"))
    assert "董村干部" in words(page)


def test_a_village_gets_its_point_by_a_click_on_the_map(site: Site) -> None:
    page = site.officer()
    page.goto(f"/regions?code={VILLAGE}")
    page.wait_for_selector(".map-area", state="attached")
    before = page.input_value("#lon")
    page.locator(".map").click(position={"x": 60, "y": 120})
    clicked = page.input_value("#lon")
    assert clicked != before
    page.locator("#point-form button").click()
    page.wait_for_load_state()
    assert float(page.input_value("#lon")) == float(clicked)


def test_a_village_worker_works_with_a_phone(site: Site) -> None:
    page = site.officer("village", size="phone")
    for address in ("/", "/people", "/people/add"):
        page.goto(address)
        assert too_wide(page) == 0, address
    page.goto("/people")
    page.locator("a.table-name").first.tap()
    page.wait_for_url(re.compile("/people/[0-9a-f-]{36}$"))
    assert too_wide(page) == 0
    small = page.evaluate(
        """[...document.querySelectorAll("main button, main .button")].filter(one => {
            const box = one.getBoundingClientRect();
            return box.width && box.height < 32; }).length"""
    )
    assert small == 0


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", ["phone", "wide", "office"])
def test_every_main_page_fits_and_is_readable_by_everybody(
    site: Site, language: str, size: str
) -> None:
    page = site.officer(language=language, size=size)
    for address in (*MAIN_PAGES, *_records(page)):
        page.goto(address)
        assert too_wide(page) == 0, address
        if size != "wide":
            assert violations(page) == [], address
        if language == "en":
            shown = page.inner_text("main h1")
            assert not re.search("[\u4e00-\u9fff]", shown) or _names_something(address), shown


@pytest.mark.parametrize("size", ["phone", "office"])
def test_every_main_page_is_readable_in_the_dark(site: Site, size: str) -> None:
    page = site.officer(size=size)
    page.emulate_media(color_scheme="dark")
    wrong = []
    for address in (*MAIN_PAGES, *_records(page)):
        page.goto(address)
        wrong += [(address, found) for found in violations(page)]
    assert not wrong


@pytest.mark.skipif("CHUNFENG_PICTURES" not in os.environ, reason="only when pictures are drawn")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_pictures_of_the_documents_are_drawn(site: Site, language: str) -> None:
    page = site.officer(language=language, size="wide")
    person, household = _records(page)
    shown = {
        "today": "/", "people": "/people", "person": person, "household": household,
        "import": "/imports", "regions": f"/regions?code={COUNTY}",
    }  # fmt: skip
    for name, address in shown.items():
        page.goto(address)
        page.wait_for_load_state("networkidle")
        page.screenshot(path=PICTURES / f"workbench-{name}-{language}.png")


def _records(page: Page) -> tuple[str, str]:
    """The addresses of a person's and a household's page."""
    page.goto("/people")
    person = str(page.locator("a.table-name").first.get_attribute("href"))
    page.goto(person)
    household = page.locator(".crumbs a[href^='/households/']").first.get_attribute("href")
    return person, str(household)


def _names_something(address: str) -> bool:
    """Whether a page is headed by a name: a person's, a household's, a region's or one's own."""
    return (
        address.startswith(("/people/", "/households/", "/regions", "/account"))
        and "add" not in address
    )


def _tab_to(page: Page, selector: str) -> None:
    for _ in range(80):
        if page.evaluate(f"document.activeElement.matches({selector!r})"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {selector}")
