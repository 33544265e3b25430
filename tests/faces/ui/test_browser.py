"""The catalogue and a form in a real browser: readable, reachable, kept within the screen."""

from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test import override_settings
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, Page

from tests.faces.ui.small_site import SETTINGS

pytestmark = pytest.mark.enable_socket

AXE = Path(__file__).resolve().parents[3] / "node_modules/axe-core/axe.min.js"
LOOKS = {"light": ("light", "0"), "dark": ("dark", "0"), "large": ("light", "1")}


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The small site's address."""
    with override_settings(**SETTINGS):
        server = LiveServerThread("127.0.0.1", StaticFilesHandler, connections_override={})
        server.daemon = True
        server.start()
        server.is_ready.wait()
        assert server.error is None
        yield f"http://127.0.0.1:{server.port}"
        server.terminate()


@pytest.fixture
def opened(site: str, browser: Browser) -> Iterator[Callable[..., Page]]:
    """A page of the small site; whatever the browser complains of fails the test."""
    complaints: list[str] = []
    contexts = []

    def open_page(
        address: str = "/",
        *,
        width: int = 1366,
        language: str = "zh",
        look: str = "light",
        **more: Any,
    ) -> Page:
        scheme, large = LOOKS[look]
        context = browser.new_context(
            viewport={"width": width, "height": 768}, color_scheme=scheme, **more
        )
        contexts.append(context)
        cookies = {"language": language, "large": large}
        context.add_cookies([{"name": k, "value": v, "url": site} for k, v in cookies.items()])
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(site + address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    expected = ("status of 500", "status of 405", "/broken")
    assert not [said for said in complaints if not any(part in said for part in expected)]


def kept(page: Page) -> list[str]:
    """What the tab still holds of what was typed."""
    return page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('typed'))")


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_catalogue_has_no_barrier(opened: Any, language: str, look: str) -> None:
    page = opened(language=language, look=look)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for width in (1366, 390):
        page.set_viewport_size({"width": width, "height": 768})
        found = page.evaluate("axe.run({resultTypes: ['violations']}).then(r => r.violations)")
        assert not [(width, v["id"], [n["html"][:120] for n in v["nodes"]]) for v in found]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_needs_scrolling_sideways(opened: Any, language: str, look: str) -> None:
    page = opened(language=language, look=look)
    for width in (1366, 768, 390, 320):
        page.set_viewport_size({"width": width, "height": 768})
        # The map of points takes a moment to follow a change of width.
        deadline = monotonic() + 5
        while page.evaluate("document.documentElement.scrollWidth") > width:
            assert monotonic() < deadline, width
            page.wait_for_timeout(50)


def test_an_open_dialog_has_no_barrier_and_gives_the_focus_back(opened: Any) -> None:
    page = opened()
    page.locator("[data-opens=sheet]").focus()
    page.keyboard.press("Enter")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert (
        page.evaluate(
            "axe.run(document.querySelector('dialog[open]')).then(r => r.violations.length)"
        )
        == 0
    )
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.opens") == "sheet"


def test_confirming_sends_the_form_and_cancelling_does_not(opened: Any) -> None:
    page = opened()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.locator("[data-confirm=merge]").click()
    page.locator("dialog#merge .actions button").nth(1).click()
    page.locator("[data-confirm=merge]").click()
    page.keyboard.press("Escape")
    assert "POST" not in sent
    page.locator("[data-confirm=merge]").click()
    with page.expect_request(lambda request: request.method == "POST"):
        page.locator("dialog#merge button[value=yes]").click()


def test_picking_rows_counts_them_and_frees_the_buttons(opened: Any) -> None:
    page = opened()
    rows, every = page.locator("tbody .pick input"), page.locator("thead .pick input")
    act, said = page.locator(".bulk button"), page.locator(".bulk output")
    assert act.is_disabled()
    rows.nth(1).check()
    assert (said.inner_text(), act.is_enabled()) == ("1", True)
    assert every.evaluate("box => box.indeterminate")
    rows.nth(4).click(modifiers=["Shift"])
    assert said.inner_text() == "4"
    every.check()
    assert said.inner_text() == "6"
    every.uncheck()
    assert (said.inner_text(), act.is_disabled()) == ("0", True)


def test_rows_are_picked_by_keyboard(opened: Any) -> None:
    page = opened()
    page.locator("tbody .pick input").first.focus()
    page.keyboard.press("Space")
    assert page.locator(".bulk output").inner_text() == "1"


def test_the_head_of_a_table_that_fits_sticks_below_the_bar(opened: Any) -> None:
    page = opened()
    page.locator("#list tbody tr").nth(4).evaluate(
        "row => scrollTo(0, row.getBoundingClientRect().top + scrollY - 90)"
    )
    bar = page.locator(".shell-top").bounding_box()
    head = page.locator("#list thead th").nth(1).bounding_box()
    assert head["y"] == pytest.approx(bar["height"], abs=1)


def test_a_problem_takes_the_focus_and_leads_to_its_field(opened: Any) -> None:
    page = opened("/form")
    page.locator("main button.button", has_text="save").click()
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    page.locator("[data-focus] a").click()
    assert page.evaluate("document.activeElement.id") == "id_name"


def test_what_was_typed_survives_a_reload_but_never_a_secret(opened: Any) -> None:
    page = opened("/form")
    page.locator("#id_name").fill("陈桂英")
    page.locator("#id_reach_2").check()
    page.locator("#id_phone").fill("15400001234")
    page.locator("[name=seen]").evaluate("box => { box.value = '6'; }")
    page.locator("#id_name").press("End")
    page.locator("#id_name").type("，")
    page.reload()
    assert page.locator("#id_name").input_value() == "陈桂英，"
    assert page.locator("#id_reach_2").is_checked()
    assert page.locator("#id_phone").input_value() == ""
    assert page.locator("[name=seen]").input_value() == "6"
    assert page.locator("[data-restored]").is_visible()
    assert "15400001234" not in page.evaluate("JSON.stringify(sessionStorage)")


def test_what_is_discarded_is_gone(opened: Any) -> None:
    page = opened("/form")
    page.locator("#id_name").fill("陈桂英")
    page.reload()
    page.locator("[data-discard]").click()
    page.wait_for_load_state()
    assert page.locator("#id_name").input_value() == ""
    assert page.locator("[data-restored]").is_hidden()


def test_what_was_saved_is_not_kept(opened: Any) -> None:
    page = opened("/form")
    page.locator("#id_name").fill("陈桂英")
    page.locator("main button", has_text="save").click()
    page.wait_for_url("**/saved")
    assert not kept(page)


def test_what_was_typed_survives_an_expired_session(opened: Any, site: str) -> None:
    page = opened("/form")
    page.locator("#id_name").fill("陈桂英")
    page.context.add_cookies([{"name": "officer", "value": "", "url": site}])
    page.locator("main button", has_text="save").click()
    page.wait_for_url("**/signin")
    page.context.add_cookies([{"name": "officer", "value": "an", "url": site}])
    page.goto(f"{site}/form")
    assert page.locator("#id_name").input_value() == "陈桂英"


def test_the_next_officer_at_the_same_screen_gets_nothing(opened: Any, site: str) -> None:
    page = opened("/form")
    page.locator("#id_name").fill("陈桂英")
    page.context.add_cookies([{"name": "officer", "value": "bo", "url": site}])
    assert kept(page)
    page.reload()
    assert page.locator("#id_name").input_value() == ""
    assert not kept(page)


def test_a_failed_request_in_place_is_said(opened: Any) -> None:
    page = opened()
    page.evaluate("htmx.ajax('GET', '/broken', '#figures').catch(() => 0)")
    page.locator("#toast:not(:empty)").wait_for()
    assert page.locator("#figures .figure-card").count() == 4


def test_a_whole_page_in_place_of_a_part_reloads_instead_of_nesting(opened: Any) -> None:
    page = opened()
    with page.expect_navigation():
        # A block gives no promise to wait for: the page it belongs to goes away.
        page.evaluate("() => { htmx.ajax('GET', '/signin', '#figures').catch(() => 0); }")
    assert page.locator(".shell").count() == 1
    assert page.locator(".plain").count() == 0


def test_a_part_taken_from_a_whole_page_is_swapped_in(opened: Any) -> None:
    page = opened("/form")
    asked = {"hx-get": "/form?again=1", "hx-select": "#main", "hx-target": "#main"}
    page.locator("form.stack > .button").evaluate(
        """(button, asked) => {
            Object.entries({...asked, "hx-swap": "outerHTML", type: "button"})
                .forEach(([name, value]) => button.setAttribute(name, value));
            htmx.process(button);
            document.querySelector("h1").textContent = "old";
        }""",
        asked,
    )
    page.locator("form.stack > .button").click()
    page.locator("h1", has_text="form").wait_for()
    assert page.locator("main").count() == 1
    page.locator("#id_name").fill("陈桂英")
    assert kept(page)  # what came in is looked after as well


def test_progress_is_asked_for_again_and_looks_the_same(opened: Any) -> None:
    page = opened()
    before = page.locator("#progress-running").inner_text()
    with page.expect_response(lambda answer: "run=running" in answer.url):
        pass
    page.wait_for_timeout(100)
    assert page.locator("#progress-running").inner_text() == before


def test_menus_close_by_escape_and_by_a_click_elsewhere(opened: Any) -> None:
    page = opened()
    menu = page.locator("details.menu")
    menu.locator("summary").click()
    page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None
    menu.locator("summary").click()
    page.locator("h1").click()
    assert menu.get_attribute("open") is None


def test_a_chosen_file_is_named(opened: Any) -> None:
    page = opened()
    page.locator("#id_ledger").set_input_files(
        {"name": "台账.xlsx", "mimeType": "application/zip", "buffer": b"x" * 1_200_000}
    )
    assert page.locator("[data-chosen]").inner_text() == "台账.xlsx · 1.2 MB"


def test_the_map_shows_its_points_and_nothing_from_outside(opened: Any, site: str) -> None:
    page = opened()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    assert page.locator(".map path.map-point").count() == 4
    assert page.locator(".map path.map-point-hollow").count() == 1
    assert all(address.startswith(site) for address in asked)


def test_a_visitor_chooses_language_and_large_text_without_an_account(
    opened: Any, site: str
) -> None:
    page = opened("/signin", language="zh")
    page.context.add_cookies([{"name": "officer", "value": "", "url": site}])
    page.reload()
    with page.expect_navigation():
        page.locator("[data-cookie='language=en']").click()
    assert page.locator("html").get_attribute("lang") == "en"
    with page.expect_navigation():
        page.locator("[data-cookie='large=1']").click()
    assert page.locator("html").get_attribute("data-text") == "large"
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"


def test_the_menu_of_a_phone_holds_every_entry(opened: Any) -> None:
    page = opened(width=390)
    entries = page.locator(".shell-side > ul > li > a:visible")
    assert entries.count() == 4
    page.locator(".shell-more summary").click()
    assert page.locator(".shell-sheet li a:visible").count() == 4
    assert page.locator(".shell-sheet button:visible").count() == 3


def test_the_skip_link_is_the_first_stop_and_leads_to_the_content(opened: Any) -> None:
    page = opened("/form")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_without_scripts_everything_is_still_there(opened: Any) -> None:
    page = opened(java_script_enabled=False)
    assert page.locator(".bulk button").is_enabled()
    assert page.locator(".bulk [data-count]").is_hidden()
    assert page.locator("thead .pick label").is_hidden()
    assert page.locator(".map").is_hidden()
    page.locator(".menu summary").click()
    assert page.locator(".menu form button").is_visible()
    assert page.locator("noscript a").count() == 2


def test_printed_pages_are_sheets_with_a_head_and_no_buttons(opened: Any) -> None:
    page = opened()
    page.emulate_media(media="print")
    assert page.locator(".sheet-head").is_visible()
    assert page.locator(".button:visible").count() == 0
    assert page.locator(".shell-side").is_hidden()


def test_motion_is_none_where_it_is_not_wanted(opened: Any) -> None:
    page = opened(reduced_motion="reduce")
    assert page.locator(".button").first.evaluate(
        "b => getComputedStyle(b).transitionDuration"
    ) in ("0s", "")
