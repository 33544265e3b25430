"""One story through all faces: a workshop signs up, is recognised, offers piece work, and somebody
near her village who finds it by phone reaches the officer of her township.
"""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.site import Site, after, too_wide, violations, words
from tests.stages.employers.office import credit_code, picture

pytestmark = [pytest.mark.enable_socket, pytest.mark.xdist_group("workbench")]
OWNER, SEEKER = "15400000961", "15400000962"
WORKSHOP, TITLE, NAME = "平利县月溪灯笼社区工厂", "灯笼缝合计件工", "荷小满"
TOWN = "城关镇"
NOTICE = 6  # days until a notice of five that begins tomorrow is over
PICTURES = os.environ.get("CHUNFENG_STORY_PICTURES", "")


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


def test_from_the_workshop_to_the_officer(site: Site) -> None:
    applied(site)
    verified(site)
    owner = signed_in(site)
    recognition = asked_to_be_recognised(owner)
    visited(site, recognition)
    the_notice_is_over(site, recognition)
    recognised(site, recognition)
    expect_recognised(owner, recognition)
    offered(owner)
    published(site)
    interested(site)
    officer = reached(site)
    name_shown(officer, owner)


def applied(site: Site) -> None:
    """The owner of the workshop applies at the desk and proves her phone."""
    page = site.visitor()
    page.goto("/desk/apply")
    page.fill("[name=name]", WORKSHOP)
    page.check("[name=kind][value=workshop]")
    page.fill("[name=credit_code]", credit_code(961))
    page.fill("[name=place]", f"平利县{TOWN}")
    page.fill("[name=contact]", "月厂长")
    page.fill("[name=phone]", OWNER)
    send(page)
    page.fill("[name=code]", site.code(OWNER))
    send(page)
    assert "平利县" in words(page)


def verified(site: Site) -> None:
    """The county officer finds the application under what is due, and verifies the employer."""
    page = site.officer("county")
    page.goto("/employers?state=applied")
    page.locator("a.table-name", has_text=WORKSHOP).click()
    page.get_by_role("link", name="核验通过", exact=True).click()
    send(page)
    assert "/desk/" in site.message(OWNER, after=1)


def signed_in(site: Site) -> Page:
    """The owner signs in with the code sent to her phone."""
    page = site.visitor()
    page.goto("/desk/")
    before = len(site.codes(OWNER))
    page.fill("[name=phone]", OWNER)
    send(page)
    page.fill("[name=code]", site.code(OWNER, after=before))
    send(page)
    assert WORKSHOP in words(page)
    return page


def asked_to_be_recognised(page: Page) -> str:
    """A site, the application, a document; the rest she brings on paper. Its path."""
    page.goto("/desk/sites/new")
    page.fill("[name=name]", "月溪灯笼车间")
    page.fill("[name=place]", f"平利县{TOWN}")
    page.fill("[name=address]", "安置小区3号楼1层")
    page.fill("[name=seats]", "24")
    page.check("[name=care_friendly][value=yes]")
    send(page)
    page.goto("/desk/recognitions/new")
    page.check("[name=what][value='workshop.workshop']")
    page.select_option("[name=site]", label="月溪灯笼车间")
    send(page)
    page.get_by_role("link", name=re.compile("车间")).first.click()
    page.wait_for_load_state()
    page.select_option("[name=kind]", "licence")
    licence = {"name": "licence.png", "mimeType": "image/png", "buffer": picture()}
    page.set_input_files("[name=file]", licence)
    page.get_by_role("button", name="提交").click()
    page.wait_for_load_state()
    looked_at(page, "owner-recognition")
    return page.url.rsplit("/", 1)[1]


def visited(site: Site, recognition: str) -> None:
    """The county officer checks the documents, visits with the township's officer, sets the
    public notice."""
    page = site.officer("county")
    page.goto("/recognitions")
    page.locator(f"a[href='/recognitions/{recognition}']").first.click()
    page.goto(f"/recognitions/{recognition}/documents")
    for paper in page.locator("[name=paper]").all():
        paper.check()
    send(page)
    page.goto(f"/recognitions/{recognition}/visit")
    page.select_option("[name=second]", label="春乡专员")
    for answer in page.locator("main input[type=radio][value=yes]").all():
        answer.check()
    page.fill("[name=workers]", "18")
    page.fill("[name=target]", "12")
    page.fill("[name=findings]", "通风良好。")
    send(page)
    page.goto(f"/recognitions/{recognition}/notice")
    send(page)
    assert "公示" in words(page)


def the_notice_is_over(site: Site, recognition: str) -> None:
    """The clock of a served county stands on today: the dates move back instead."""
    site.told("tests.journeys.passing", recognition, str(NOTICE))


def recognised(site: Site, recognition: str) -> None:
    """The second county officer finds it under decisions and decides."""
    page = site.officer("deputy")
    page.goto(f"/recognitions/{recognition}")
    page.goto(f"/recognitions/{recognition}/decide")
    looked_at(page, "deputy-decides")
    page.check("[name=outcome][value=recognised]")
    send(page)
    assert "已认定" in words(page)


def expect_recognised(owner: Page, recognition: str) -> None:
    """The owner reads at her desk how it came out."""
    owner.goto(f"/desk/recognitions/{recognition}")
    assert "已认定" in words(owner)
    looked_at(owner, "owner-recognised")


def offered(page: Page) -> None:
    """Piece work in the three steps, handed in."""
    page.goto("/desk/vacancies/new")
    page.fill("[name=title]", TITLE)
    page.locator("[name=occupation]").press_sequentially("fengren")
    page.check("[name=which-occupation][value='6-05-01-03']")
    page.fill("[name=headcount]", "8")
    page.fill("[name=description]", "缝灯笼面料，包教包会。")
    send(page)
    page.check("[name=pay_kind][value=piece]")
    for name, value in (("piece_price", "2"), ("daily_output", "70"), ("hours_per_day", "7"),
                        ("days_per_week", "6"), ("end_date", "2027-12-31")):  # fmt: skip
        page.fill(f"[name={name}]", value)
    send(page)
    page.check("[name=meals][value=yes]")
    page.fill("[name=phone]", OWNER)
    send(page)
    looked_at(page, "owner-vacancy")
    page.locator("form[action$='/act/submit'] button").click()
    page.wait_for_load_state()
    assert "待审核" in words(page)


def published(site: Site) -> None:
    """The county officer reviews it; whatever is marked gets a reason."""
    page = site.officer("county")
    page.goto("/review")
    page.get_by_role("link", name=re.compile(TITLE)).first.click()
    looked_at(page, "review")
    for reason in page.locator("[name^=reason-]").all():
        reason.fill("已到现场核实")
    page.locator("button[value=publish]").click()
    page.wait_for_load_state()
    assert f"已发布：{TITLE}" in page.inner_text("body")


def interested(site: Site) -> None:
    """She looks for work near her township, and leaves her phone."""
    page = site.visitor()
    page.goto("/")
    page.locator(".tool-place").click()
    page.get_by_role("link", name=re.compile("平利县")).first.click()
    page.get_by_role("link", name=TOWN, exact=True).click()
    page.get_by_role("link", name=re.compile("家门口就业")).click()
    looked_at(page, "seeker-list")
    offer = page.locator(".offer", has_text=TITLE)
    expect(offer).to_contain_text("本镇")
    offer.locator("h3 a").click()
    shown = words(page)
    assert WORKSHOP in shown
    looked_at(page, "seeker-vacancy")
    page.get_by_role("link", name="我想去").click()
    page.fill("[name=name]", NAME)
    page.fill("[name=phone]", SEEKER)
    page.fill("[name=note]", "晚上八点以后方便接电话")
    page.check("[name=consent]")
    page.get_by_role("button", name="发验证码").click()
    page.wait_for_url("**/interest/code/**")
    page.fill("[name=code]", site.code(SEEKER))
    page.get_by_role("button", name="确认").click()
    page.wait_for_url("**/interest/done/**")
    assert f"{TOWN}的经办人员会在三个工作日内打电话给您" in words(page)


def reached(site: Site) -> Page:
    """The township's officer sees it in the list of those who wait, which today names; her page."""
    page = site.officer("township")
    page.goto("/interests")
    after(page, f"tr:has-text('{NAME}')")
    page.goto("/")
    expect(page.locator("main")).to_contain_text(re.compile(f"人待联系|{NAME}"))  # six of them
    looked_at(page, "officer-today")
    page.goto("/interests")
    row = page.locator("tr", has_text=NAME)
    expect(row).to_contain_text(TITLE)
    expect(row).to_contain_text(TOWN)
    row.locator("a.table-name").click()
    assert "晚上八点以后方便接电话" in words(page)
    assert SEEKER not in page.content()
    looked_at(page, "officer-interest")
    return page


def name_shown(officer: Page, owner: Page) -> None:
    """She wants to apply: the owner now reads her name, and no telephone."""
    owner.goto("/desk/interested")
    assert NAME not in words(owner)
    officer.check("[name=outcome][value=applies]")
    send(officer)
    officer.goto(officer.url.split("#")[0])
    officer.locator("form[action$='/act/share'] button").click()
    officer.wait_for_load_state()
    owner.reload()
    shown = words(owner)
    assert NAME in shown
    assert TITLE in shown
    assert SEEKER[-4:] not in shown
    looked_at(owner, "owner-interested")
