"""One vacancy: pay first, then the way, then who helps; nothing private; what machines read."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chunfeng.foundation.access import entered
from chunfeng.stages.employers.models import Employer, Recognition
from chunfeng.stages.vacancies import operations
from chunfeng.stages.vacancies.models import Shown
from tests.cast import NOW, TODAY
from tests.faces.portal.shop import NEXT_TOWN, TOWN, Shop, order
from tests.faces.workbench.desk import Page
from tests.public import PublicClient

PIECE = {
    "pay_kind": "piece", "pay_low": None, "pay_high": None, "piece_price": 0.8,
    "daily_output": 130.0,
}  # fmt: skip
# https://schema.org/JobPosting and what search engines ask of one
REQUIRED = {"@context", "@type", "title", "description", "datePosted", "hiringOrganization",
            "jobLocation"}  # fmt: skip


def posting(page: Page) -> dict[str, Any]:
    (found,) = page.soup.select('script[type="application/ld+json"]')
    told: dict[str, Any] = json.loads(found.get_text())
    return told


def test_pay_and_hours_come_first_then_the_way_then_who_helps(shop: Shop) -> None:
    shop.points()
    vacancy = shop.vacancy(place=NEXT_TOWN)
    shop.lives(TOWN)
    page = shop.page(f"/vacancies/{vacancy}")
    assert order(page, "¥3,000–4,000/月", "每天 8 小时", "公里", "城关镇帮您办", "要求", "用工单位")


def test_piece_rates_are_told_by_the_month_and_the_hour(shop: Shop) -> None:
    page = shop.page(f"/vacancies/{shop.vacancy(**PIECE)}")
    assert order(page, "约 ¥2,250/月", "¥0.80/件", "每天约 130 件", "约 ¥13/小时")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"pay_low": 3000.0, "pay_high": None}, "¥3,000/月起"),
        ({"pay_low": 3000.0, "pay_high": 3000.0}, "¥3,000/月"),
        ({"pay_kind": "day", "pay_low": 120.0, "pay_high": 150.0}, "¥120–150/天"),
        ({"pay_kind": "hour", "pay_low": 15.0, "pay_high": None}, "¥15/小时起"),
        ({"pay_kind": None, "pay_low": None, "pay_high": None}, "工资面议"),
    ],
)
def test_pay_is_said_as_people_say_it(shop: Shop, values: dict[str, Any], said: str) -> None:
    page = shop.page(f"/vacancies/{shop.vacancy(**values)}")
    shown = page.soup.select_one(".job-sum")
    assert shown is not None
    assert shown.get_text(strip=True) == said


def test_who_helps_is_the_office_of_where_somebody_lives_else_of_the_work(shop: Shop) -> None:
    vacancy = shop.vacancy()
    assert "平利县帮您办" in shop.page(f"/vacancies/{vacancy}").main
    shop.lives(NEXT_TOWN)
    assert "广佛镇帮您办" in shop.page(f"/vacancies/{vacancy}").main


def test_nothing_of_the_contact_is_shown(shop: Shop) -> None:
    vacancy = shop.vacancy(contact="李秘密", phone="15400009876", remarks="内部备注甲")
    for address in (f"/vacancies/{vacancy}", f"/vacancies/{vacancy}/notice", "/vacancies", "/"):
        page = shop.page(address)
        for secret in ("李秘密", "15400009876", "154****9876", "内部备注甲"):
            assert secret not in str(page.soup)


def test_requirements_are_said_in_plain_words(shop: Shop) -> None:
    vacancy = shop.vacancy(
        education_min="junior", putonghua=True, intensity="light", conditions=("standing",),
        certificates_required=("电工证",), disabilities_accepted=("hearing", "limb"),
    )  # fmt: skip
    page = shop.page(f"/vacancies/{vacancy}")
    for said in ("初中及以上", "要会说普通话", "活儿轻", "需要久站", "电工证", "听力、肢体"):
        assert said in page.main


def test_people_who_stayed_are_whole_people(shop: Shop) -> None:
    vacancy = shop.vacancy(shop.employer(stay_share=85.8))
    assert "每 100 人有 86 人在岗" in shop.page(f"/vacancies/{vacancy}").main


def test_machines_read_a_job_posting(shop: Shop) -> None:
    vacancy = shop.vacancy(description="车间在村委会旁边。", start_date=TODAY + timedelta(7))
    told = posting(shop.page(f"/vacancies/{vacancy}"))
    assert told.keys() >= REQUIRED
    assert told["@type"] == "JobPosting"
    assert told["datePosted"] == TODAY.isoformat()
    assert told["validThrough"] == f"{TODAY.replace(year=TODAY.year + 1)}T23:59:59+08:00"
    assert told["hiringOrganization"] == {
        "@type": "Organization", "name": "平利县春燕毛绒玩具社区工厂",
    }  # fmt: skip
    address = told["jobLocation"]["address"]
    assert (address["addressCountry"], address["addressRegion"]) == ("CN", "陕西省")
    assert address["addressLocality"] == "平利县"
    salary = told["baseSalary"]
    assert (salary["currency"], salary["value"]["unitText"]) == ("CNY", "MONTH")
    assert (salary["value"]["minValue"], salary["value"]["maxValue"]) == (3000, 4000)
    assert told["totalJobOpenings"] == 5


def test_what_was_published_before_eight_is_of_that_day(shop: Shop) -> None:
    vacancy = shop.vacancy()
    with shop.unwalled():
        early = datetime(2026, 11, 30, 22, 15, tzinfo=UTC)  # a quarter past six in China
        Shown.objects.filter(id=vacancy).update(published_at=early)
    assert posting(shop.page(f"/vacancies/{vacancy}"))["datePosted"] == "2026-12-01"


def test_a_posting_without_a_description_describes_itself(shop: Shop) -> None:
    told = posting(shop.page(f"/vacancies/{shop.vacancy(**PIECE)}"))
    assert "每天 8 小时" in told["description"]
    assert told["baseSalary"]["value"]["value"] == pytest.approx(2253.2, abs=1)


def test_no_word_of_an_employer_gets_out_of_the_data(shop: Shop) -> None:
    evil = "</script><script>alert(1)</script>&\u2028"
    vacancy = shop.vacancy(title="缝纫工<b>", description=evil)
    page = shop.page(f"/vacancies/{vacancy}")
    assert posting(page)["description"] == evil
    assert not page.soup.select("script:not([src]):not([type])")
    assert not page.soup.select("h1 b")


def test_it_names_itself_in_both_languages(shop: Shop) -> None:
    vacancy = shop.vacancy()
    page = shop.english(f"/vacancies/{vacancy}")
    other = {
        str(link["hreflang"]): str(link["href"]) for link in page.soup.select("link[hreflang]")
    }
    assert other["zh-Hans"].endswith(f"/vacancies/{vacancy}?lang=zh")
    assert other["en"].endswith(f"/vacancies/{vacancy}?lang=en")
    canonical = page.soup.select_one("link[rel=canonical]")
    assert canonical is not None
    assert str(canonical["href"]).endswith(f"/vacancies/{vacancy}")
    titles = page.soup.select("h1 [lang=zh-Hans]")
    assert [one.get_text() for one in titles] == ["缝纫工"]
    assert page.soup.h1 is not None
    assert page.soup.h1.get_text() == "Sewing machine operator · 缝纫工"
    assert page.soup.html is not None
    assert page.soup.html["lang"] == "en"
    assert page.soup.select('meta[property="og:title"]')


def test_it_can_be_sent_on_as_plain_text(shop: Shop) -> None:
    vacancy = shop.vacancy()
    block = shop.page(f"/vacancies/{vacancy}").soup.select_one("pre.share")
    assert block is not None
    text = block.get_text()
    assert "缝纫工" in text
    assert "¥3,000–4,000/月" in text
    assert text.endswith(f"http://127.0.0.1:8001/vacancies/{vacancy}")


def test_the_notice_is_one_sheet_with_a_code(shop: Shop) -> None:
    page = shop.page(f"/vacancies/{shop.vacancy()}/notice")
    assert page.soup.select(".qr svg")
    assert order(page, "缝纫工", "¥3,000–4,000/月", "咨询报名：陕西省安康市平利县", "不收押金")


def ended(shop: Shop, how: str) -> str:
    """The address of a vacancy that is over."""
    if how == "full":
        return f"/vacancies/{shop.vacancy(headcount=0)}"
    if how == "unknown":
        return "/vacancies/00000000-0000-4000-8000-000000000000"
    vacancy = shop.vacancy(end_date=TODAY)
    if how == "paused":
        with entered(shop.by):
            operations.pause(vacancy, by=shop.by, at=NOW, reason="停工")
    return f"/vacancies/{vacancy}"


@pytest.mark.parametrize("how", ["full", "paused", "unknown"])
@pytest.mark.parametrize("part", ["", "/notice", "/interest"])
def test_what_is_over_is_gone_and_leads_to_others(shop: Shop, how: str, part: str) -> None:
    shop.vacancy(title="还招的活")
    page = shop.page(ended(shop, how) + part, status=410)
    assert "还招的活" in page.main
    assert page.soup.select('meta[name=robots][content="noindex"]')


def test_the_day_after_its_closing_date_it_is_gone(shop: Shop) -> None:
    import time_machine

    address = ended(shop, "expired")
    shop.page(address)
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        shop.page(address, status=410)


@pytest.mark.parametrize("place", [None, TOWN])
def test_every_link_of_it_leads_somewhere(shop: Shop, place: int | None) -> None:
    if place:
        shop.lives(place)
    for address in (f"/vacancies/{shop.vacancy()}", "/vacancies", "/", "/vacancies?q=xyz"):
        links = {str(link["href"]) for link in shop.page(address).soup.select("a[href]")}
        ours = {link for link in links if link.startswith("/") and "/desk" not in link}
        assert len(ours) > 8
        for link in ours:
            assert PublicClient().get(link).status_code in (200, 302), link


def test_what_speaks_for_the_employer_counts_today(shop: Shop) -> None:
    employer = shop.workshop()
    address = f"/vacancies/{shop.vacancy(employer)}"
    assert "认定为社区工厂" in shop.page(address).main
    with shop.unwalled():
        Employer.objects.filter(id=employer).update(stay_share=87.0)
        Recognition.objects.filter(employer=employer).update(valid_until=TODAY)
    assert "认定为社区工厂" in shop.page(address).main
    assert "87" in shop.page(address).main
    for changed in ({"valid_until": TODAY - timedelta(1)}, {"state": "suspended"}):
        with shop.unwalled():
            Recognition.objects.filter(employer=employer).update(**changed)
        assert "认定为" not in shop.page(address).main


def test_it_takes_few_statements(shop: Shop) -> None:
    assert len(shop.statements(f"/vacancies/{shop.vacancy()}")) <= 3


def test_a_day_of_next_year_is_told_with_its_year(shop: Shop) -> None:
    this, next_ = date(2026, 12, 20), date(2027, 1, 15)
    assert "12月20日" in shop.page(f"/vacancies/{shop.vacancy(end_date=this)}").main
    page = shop.page(f"/vacancies/{shop.vacancy(title='裁剪工', end_date=next_)}")
    assert "2027年1月15日" in page.main
    assert "2026年12月20日" not in shop.page(f"/vacancies/{shop.vacancy(end_date=this)}").main


def test_how_long_the_way_takes_is_said_where_it_is_known(shop: Shop) -> None:
    vacancy = shop.vacancy(place=NEXT_TOWN)
    shop.lives(TOWN)
    assert "骑车约" not in shop.page(f"/vacancies/{vacancy}").main, (
        "only the county's point is known"
    )
    shop.points()
    known = shop.vacancy(place=NEXT_TOWN, title="裁剪工")
    assert "骑车约15分钟" in shop.page(f"/vacancies/{known}").main
