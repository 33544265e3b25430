"""Somebody finds work on a phone: in Chinese, in English, without scripts, by keyboard, offline."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.site import Site, too_wide, violations, words

pytestmark = [pytest.mark.enable_socket, pytest.mark.xdist_group("workbench")]
PICTURES = Path(__file__).resolve().parents[2] / "docs" / "images"
TOWN = "610926106000"  # 广佛镇
PAGES = ("/", "/vacancies", f"/vacancies?region={TOWN}", "/vacancies?pay=100000", "/workshops",
         "/place", "/place?typed=guang", "/help", "/learn", "/about", "/accessibility", "/report",
         "/interest?wish=help", "/withdraw", "/nothing-here")  # fmt: skip
LOOKS = {"light": ("light", False), "dark": ("dark", False), "large": ("light", True)}


@pytest.fixture(scope="session")
def window(served_county: Site) -> Site:
    """The served county with a filled shop window."""
    home = served_county.ledger.parent / "home"
    told = os.environ | {
        "CHUNFENG_HOME": str(home),
        "CHUNFENG_DEMO": "1",
        "CHUNFENG_DATABASE_ROLE": "web",
        "DJANGO_SETTINGS_MODULE": "chunfeng.config.settings",
    }
    filled = subprocess.run(
        [sys.executable, "-m", "tests.journeys.window"], env=told, capture_output=True, text=True
    )
    assert filled.returncode == 0, filled.stderr
    return served_county


@pytest.fixture
def portal(window: Site, site: Site) -> Site:
    """The same, with a browser."""
    return site


def address_of(page: Page, title: str) -> str:
    """The address of a vacancy."""
    page.goto(f"/vacancies?q={title}")
    return str(page.locator(".offer h3 a").first.get_attribute("href"))


def test_somebody_finds_work_near_home_on_a_phone(portal: Site) -> None:
    page = portal.visitor()
    page.goto("/")
    page.locator(".tool-place").click()
    page.get_by_role("link", name=re.compile("平利县")).click()
    page.get_by_role("link", name="广佛镇", exact=True).click()
    expect(page.locator(".tool-place")).to_contain_text("广佛")
    page.get_by_role("link", name=re.compile("家门口就业")).click()
    first = page.locator(".offer").first
    expect(first).to_contain_text("本镇")
    first.locator("h3 a").click()
    shown = words(page)
    assert shown.index("/月") < shown.index("本镇") < shown.index("广佛镇帮您办")
    expect(page.get_by_role("link", name="我想去")).to_be_in_viewport()
    page.get_by_role("link", name="我想去").click()
    _leave(portal, page, "15400001111")
    assert "广佛镇的经办人员会在三个工作日内打电话给您" in words(page)


def test_an_english_reader_finds_work_by_typing(portal: Site) -> None:
    page = portal.visitor("wide", language="en")
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Work near home, or a safe way out")
    box = page.get_by_role("combobox")
    box.press_sequentially("zhuangpei", delay=30)
    expect(page.locator("#suggested [role=option]").first).to_be_visible()
    box.fill("电子装配")
    box.press("Enter")
    page.get_by_role("link", name="电子装配工").click()
    shown = words(page)
    assert "¥5,200–7,500 a month" in shown
    assert "They call you, answer questions" in shown
    page.get_by_role("link", name="Print a notice").click()
    expect(page.locator(".qr svg")).to_be_visible()
    assert "No fee, no deposit" in words(page)


def test_everything_works_without_scripts(portal: Site) -> None:
    page = portal.visitor(scripts=False)
    page.goto("/")
    page.get_by_text("EN", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_text("中文", exact=True).click()
    page.get_by_text("大字", exact=True).click()
    expect(page.locator("html")).to_have_attribute("data-text", "large")
    page.fill("[name=q]", "车工")
    page.press("[name=q]", "Enter")
    page.locator(".fold summary").click()
    page.check("[name=home]")
    page.get_by_role("button", name="应用").click()
    expect(page.locator(".chip-on")).to_have_count(2)
    page.locator(".offer h3 a").first.click()
    expect(page.locator("pre.share")).to_contain_text("服装车工")
    page.get_by_role("link", name="我想去").click()
    page.select_option("[name=place]", TOWN)
    _leave(portal, page, "15400001112")
    page.get_by_role("link", name="撤回我的号码").click()
    page.get_by_role("button", name="删除").click()
    assert "已删除" in words(page)


def test_the_keyboard_reaches_everything(portal: Site) -> None:
    page = portal.visitor("wide")
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    box = page.get_by_role("combobox")
    box.focus()
    page.keyboard.type("feng", delay=30)
    options = page.locator("#suggested [role=option]")
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.locator("#suggested")).to_be_hidden()
    page.keyboard.press("Control+A")
    page.keyboard.type("缝纫")
    page.keyboard.press("Enter")
    page.wait_for_url("**/vacancies?*")
    offer = page.locator(".offer h3 a").first
    offer.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/vacancies/[0-9a-f-]{36}$"))


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_page_has_a_barrier_or_scrolls_sideways(portal: Site, language: str, look: str) -> None:
    scheme, large = LOOKS[look]
    page = portal.visitor(language=language, color_scheme=scheme, bypass_csp=True)
    one = address_of(page, "缝纫工")
    if large:
        page.goto("/look?large=1")
    page.goto(f"/place?set={TOWN}")
    kinds = (*PAGES, one, f"{one}/interest", f"{one}/notice", f"{one}/report")
    wrong = []
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        for address in kinds:
            page.goto(address)
            wrong += [(address, width, found) for found in violations(page)]
            if too_wide(page) > 0:
                wrong.append((address, width, "scrolls sideways"))
    assert not wrong


def test_the_pages_opened_lately_can_be_read_without_a_line(portal: Site) -> None:
    page = portal.visitor()
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    one = address_of(page, "缝纫工")
    page.goto(one)
    page.goto(f"{one}/interest")
    page.wait_for_timeout(500)
    page.context.set_offline(True)
    page.goto(one)
    expect(page.locator("#as-of")).to_be_visible()
    expect(page.locator("#as-of-time")).to_contain_text(re.compile(r"20\d\d-\d\d-\d\d \d\d:\d\d"))
    assert "毛绒玩具缝纫工" in words(page)
    page.goto("/accessibility")
    assert "没有网络" in words(page)
    recent = page.locator("[data-recent] a")
    expect(recent.filter(has_text="毛绒玩具缝纫工")).to_have_attribute("href", re.compile(one))
    expect(recent.filter(has_text=re.compile("^/"))).to_have_count(0)
    page.context.set_offline(False)
    page.goto(one)
    expect(page.locator("#as-of")).to_be_hidden()


def test_machines_data_stands_under_the_policy_and_text_is_copied(portal: Site) -> None:
    page = portal.visitor("wide", permissions=["clipboard-read", "clipboard-write"])
    page.goto(address_of(page, "缝纫工"))
    told = page.evaluate(
        "JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)"
    )
    assert told["@type"] == "JobPosting"
    page.get_by_role("button", name="转发或复制").click()
    expect(page.get_by_text("已复制")).to_be_visible()
    assert "毛绒玩具缝纫工" in page.evaluate("navigator.clipboard.readText()")


def test_a_position_leaves_the_phone_rounded(portal: Site) -> None:
    page = portal.visitor(
        permissions=["geolocation"], geolocation={"longitude": 109.3812, "latitude": 32.3149}
    )
    page.goto("/vacancies")
    page.locator(".fold summary").click()
    page.get_by_role("button", name="按我现在的位置").click()
    page.wait_for_url("**here=*")
    assert "here=109.38%2C32.31" in page.url
    assert "109.3812" not in page.url
    expect(page.locator(".found-many")).to_contain_text("误差约 1 公里")


@pytest.mark.skipif("CHUNFENG_PICTURES" not in os.environ, reason="only when pictures are drawn")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_pictures_of_the_documents_are_drawn(portal: Site, language: str) -> None:
    page = portal.visitor(language=language)
    one = address_of(page, "毛绒玩具缝纫工")
    page.goto(f"/place?set={TOWN}")
    lists = {"vacancies": "/vacancies?km=10", "workshops": "/workshops"}
    shown = {"home": "/", "vacancy": one, **lists}
    for name, address in shown.items():
        page.goto(address)
        page.wait_for_load_state("networkidle")
        page.screenshot(path=PICTURES / f"portal-{name}-{language}.png")
    page.set_viewport_size({"width": 794, "height": 1123})
    page.goto(f"{one}/notice")
    page.emulate_media(media="print")
    page.screenshot(path=PICTURES / f"portal-notice-{language}.png")


def _leave(portal: Site, page: Page, phone: str) -> None:
    """Name, phone and consent; then the code."""
    page.fill("[name=name]", "王小春")
    page.fill("[name=phone]", phone)
    page.check("[name=consent]")
    page.get_by_role("button", name="发验证码").click()
    page.wait_for_url("**/interest/code/**")
    page.fill("[name=code]", portal.code(phone))
    page.get_by_role("button", name="确认").click()
    page.wait_for_url("**/interest/done/**")
