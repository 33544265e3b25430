"""An employer applies, is verified, signs in by the code sent to the phone, and offers work."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.journeys.site import Site, too_wide, violations, words
from tests.stages.employers.office import credit_code

pytestmark = [pytest.mark.enable_socket, pytest.mark.xdist_group("workbench")]
PHONE = "15400000041"
PICTURES = os.environ.get("CHUNFENG_DESK_PICTURES", "")


def looked_at(page: Page, name: str = "") -> None:
    """A page that axe and the width of the screen find nothing wrong with."""
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # no colour half-way
        assert violations(page) == [], (page.url, scheme)
    assert too_wide(page) == 0, page.url
    if PICTURES and name:
        size = page.viewport_size or {"width": 0}
        language = page.get_attribute("html", "lang")
        path = Path(PICTURES) / f"{name}-{size['width']}-{language}.png"
        page.screenshot(path=path, full_page=True)


def send(page: Page) -> None:
    """The page's main button."""
    page.locator("main button.button-main").first.click()
    page.wait_for_load_state()


def applied(site: Site) -> None:
    page = site.visitor("phone")
    page.goto("/desk/apply")
    looked_at(page, "apply")
    page.fill("[name=name]", "秦巴手工合作社")
    page.check("[name=kind][value=company]")
    page.fill("[name=credit_code]", credit_code(77))
    page.fill("[name=place]", "平利县城关镇")
    page.fill("[name=contact]", "石厂长")
    page.fill("[name=phone]", PHONE)
    send(page)
    looked_at(page, "apply-code")
    page.fill("[name=code]", site.code(PHONE))
    send(page)
    assert "平利县" in words(page)
    looked_at(page, "applied")


def verified(site: Site) -> None:
    page = site.officer("county")
    page.goto("/employers?state=applied")
    page.locator("a.table-name", has_text="秦巴手工合作社").click()
    page.wait_for_load_state()
    page.goto(page.url.split("?")[0] + "/act/verify")
    send(page)
    assert "/desk/" in site.message(PHONE, after=1)


def signed_in(site: Site, size: str, language: str = "zh") -> Page:
    page = site.visitor(size, language)
    page.goto("/desk/vacancies")
    looked_at(page, "signin")
    before = len(site.codes(PHONE))
    page.fill("[name=phone]", PHONE)
    send(page)
    looked_at(page, "code")
    page.fill("[name=code]", site.code(PHONE, after=before))
    send(page)
    return page


def offered(page: Page) -> str:
    """A vacancy in three steps; its address."""
    page.goto("/desk/vacancies/new")
    page.fill("[name=title]", "缝纫工")
    page.fill("[name=occupation]", "")
    page.locator("[name=occupation]").press_sequentially("fengren")
    page.check("[name=which-occupation][value='6-05-01-03']")
    page.fill("[name=headcount]", "12")
    page.fill("[name=description]", "做毛绒玩具，要押金200元")
    looked_at(page, "step-work")
    send(page)
    page.check("[name=pay_kind][value=piece]")
    for name, value in (("piece_price", "1.5"), ("daily_output", "110"), ("hours_per_day", "8"),
                        ("days_per_week", "6"), ("end_date", "2027-12-31")):  # fmt: skip
        page.fill(f"[name={name}]", value)
    looked_at(page, "step-pay")
    send(page)
    page.check("[name=meals][value=yes]")
    page.fill("[name=phone]", PHONE)
    looked_at(page, "step-people")
    send(page)
    assert "押金" in page.locator("article mark").first.inner_text()
    looked_at(page, "marked")
    return page.url


def mended(page: Page, address: str) -> None:
    page.goto(address + "/step/work")
    page.fill("[name=description]", "做毛绒玩具，教会为止")
    page.click("[name=later]")
    page.wait_for_load_state()
    assert page.locator("article mark").count() == 0
    page.locator("form[action$='/act/submit'] button").click()
    page.wait_for_load_state()
    looked_at(page, "handed-in")


def test_an_employer_applies_is_verified_and_offers_work_by_phone(site: Site) -> None:
    applied(site)
    verified(site)
    page = signed_in(site, "phone")
    address = offered(page)
    mended(page, address)
    assert "待审核" in words(page)
    for name in ("", "vacancies", "interested", "employer", "employer/change", "sites", "sites/new",
                 "recognitions", "recognitions/new", "account", "employers"):  # fmt: skip
        page.goto(f"/desk/{name}")
        looked_at(page, f"page-{name.replace('/', '-') or 'home'}")
    english(site, address)


def english(site: Site, address: str) -> None:
    """The same in English on a wide screen."""
    page = signed_in(site, "wide", "en")
    page.goto("/desk/")
    page.locator(".shell-end [name=language]").click()
    page.wait_for_selector("html[lang=en]")
    for name in ("", "vacancies", "interested", "employer", "sites", "sites/new", "recognitions",
                 "recognitions/new", "account"):  # fmt: skip
        page.goto(f"/desk/{name}")
        looked_at(page, f"page-{name.replace('/', '-') or 'home'}")
    page.goto(address)
    looked_at(page, "vacancy")
    page.goto(address + "/step/pay")
    looked_at(page, "step-pay")
    assert "Pay, hours, place" in words(page)
