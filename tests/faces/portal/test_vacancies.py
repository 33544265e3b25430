"""The list: an address says all of it; what it is narrowed to, sorted by, and where it is empty."""

from typing import Any

import pytest
from django.http import QueryDict

from chunfeng.faces.portal.wanted import position, read
from chunfeng.foundation.intake.columns import OccupationWord
from tests.cast import PINGLI
from tests.faces.portal.shop import FAR_TOWN, NEXT_TOWN, TOWN, Shop
from tests.faces.workbench.desk import Page


def titles(page: Page) -> list[str]:
    return [one.get_text(strip=True) for one in page.soup.select(".offer h3")]


def chips(page: Page) -> dict[str, str]:
    return {str(a.contents[0]).strip(): str(a["href"]) for a in page.soup.select(".chips .chip-on")}


@pytest.fixture
def filled(shop: Shop) -> Shop:
    """Four vacancies that differ in everything one looks for."""
    shop.points()
    of = shop.employer(name="平利县人力服务中心", kind="company")

    def add(title: str, code: str, place: int, **values: Any) -> None:
        work = (OccupationWord(title, code),)
        shop.vacancy(of, title=title, occupation=work, place=place, **{"channel": "local"} | values)

    add("缝纫工", "6-05-01-03", TOWN, pay_low=2600.0, flexible=True)
    add("电焊工", "6-18-02-04", NEXT_TOWN, pay_low=5000.0, pay_high=7000.0, housing=True)
    add("保洁员", "4-09-08-01", FAR_TOWN, pay_low=2000.0, pay_high=2200.0)
    add("服装车工", "6-05-01-03", 320500 * 10**6, channel="cooperation", housing=True)
    return shop


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"缝纫工", "电焊工", "保洁员", "服装车工"}),
        ("q=保洁", {"保洁员"}),
        ("q=dianhan", {"电焊工"}),
        ("home=1", {"缝纫工"}),
        ("housing=1", {"电焊工", "服装车工"}),
        ("pay=4000", {"电焊工"}),
        ("channel=cooperation", {"服装车工"}),
        (f"region={PINGLI}", {"缝纫工", "电焊工", "保洁员"}),
        ("here=109.36,32.39&km=10", {"缝纫工", "电焊工"}),
        ("here=109.36,32.39&km=30min", {"缝纫工", "电焊工"}),
        ("here=109.36,32.39&km=5min", {"缝纫工"}),
        ("occupation=6-05-01-03&housing=1&channel=cooperation", {"服装车工"}),
    ],
)
def test_a_list_is_narrowed_by_its_address(filled: Shop, query: str, found: set[str]) -> None:
    assert set(titles(filled.page(f"/vacancies?{query}"))) == found


def test_every_filter_is_a_chip_and_goes_alone(filled: Shop) -> None:
    page = filled.page("/vacancies?housing=1&pay=4000&q=电焊")
    without = chips(page)
    assert set(without) == {"“电焊”", "包住", "¥4,000/月起"}
    assert set(titles(filled.page(without["¥4,000/月起"]))) == {"电焊工"}
    assert "pay" not in without["¥4,000/月起"]
    assert "housing=1" in without["¥4,000/月起"]


def test_it_is_sorted_as_asked(filled: Shop) -> None:
    assert titles(filled.page("/vacancies?sort=pay"))[0] == "电焊工"
    filled.lives(FAR_TOWN)
    assert titles(filled.page("/vacancies?sort=near"))[0] == "保洁员"
    assert titles(filled.page("/vacancies?sort=newest"))


def test_nearness_asks_for_the_township_first(filled: Shop) -> None:
    page = filled.page("/vacancies?km=10&sort=near")
    assert page.soup.select(".ask-place")
    filled.lives(TOWN)
    page = filled.page("/vacancies?km=10&sort=near")
    assert titles(page) == ["缝纫工", "电焊工"]
    assert not page.soup.select(".ask-place")


def test_minutes_are_chosen_like_kilometres_and_said(filled: Shop) -> None:
    filled.lives(TOWN)
    page = filled.page("/vacancies?km=30min")
    assert "骑车30分钟以内" in chips(page)
    chosen = page.soup.select("#id_km option[selected]")
    assert [one["value"] for one in chosen] == ["30min"]


def test_of_a_township_without_a_point_its_own_work_comes_first(shop: Shop) -> None:
    for number in range(3):
        shop.vacancy(title=f"外镇工{number}号", place=NEXT_TOWN)
    shop.vacancy(title="本镇工", place=TOWN)
    for number in range(3):
        shop.vacancy(title=f"邻镇工{number}号", place=FAR_TOWN)
    shop.lives(TOWN)
    page = shop.page("/vacancies?km=10&sort=near")
    assert titles(page)[0] == "本镇工"
    assert "还没有标注" in page.main
    assert titles(shop.page("/vacancies?q=工"))[0] == "本镇工"


def test_pages_follow_each_other(shop: Shop) -> None:
    for number in range(23):
        shop.vacancy(title=f"缝纫工{number:02}号")
    first = shop.page("/vacancies?q=缝纫工")
    after = first.soup.select_one("nav.pages a[rel=next]")
    assert after is not None
    second = shop.page(str(after["href"]))
    assert len(titles(first)) == 20
    assert len(titles(second)) == 3
    assert not set(titles(first)) & set(titles(second))
    assert "21–23" in second.main


def test_where_nothing_fits_it_says_what_giving_up_one_thing_would_find(filled: Shop) -> None:
    page = filled.page("/vacancies?housing=1&pay=10000")
    assert not titles(page)
    loose = {
        a.span.get_text(): (a.b.get_text(), str(a["href"])) for a in page.soup.select(".none li a")
    }
    assert loose["工资低一点也行"] == ("2", "/vacancies?housing=1")
    assert "不包住也行" not in loose  # that would find none either


def test_words_of_another_language_lead_to_the_kind_of_work(filled: Shop) -> None:
    page = filled.english("/vacancies?q=平车工&housing=1")
    first = page.soup.select(".none li a")[0]
    assert first.span.get_text() == "Work as Sewing machine operator"
    assert (first.b.get_text(), first["href"]) == (
        "1", "/vacancies?housing=1&occupation=6-05-01-03",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("sewing", {"缝纫工", "服装车工"}),
        ("sewing machines", {"缝纫工", "服装车工"}),
        ("cleaning jobs", {"保洁员"}),
        ("weld", {"电焊工"}),
        ("welding", {"电焊工"}),
        ("driver", set()),
    ],
)
def test_english_words_find_work_by_its_occupation(
    filled: Shop, typed: str, found: set[str]
) -> None:
    page = filled.english(f"/vacancies?q={typed}")
    assert {one.span.get_text() for one in page.soup.select(".offer h3 a")} == found


def test_an_english_line_says_work_place_and_employer_with_the_chinese_marked(
    filled: Shop,
) -> None:
    line = filled.english("/vacancies?q=welding").soup.select(".offer")[0]
    assert line.h3 is not None
    assert line.h3.get_text() == "Welder · 电焊工"
    assert line.select_one(".offer-where span").get_text() == "Pingli County, Guangfo Town"  # type: ignore[union-attr]
    assert [one.get_text() for one in line.select("[lang=zh-Hans]")] == [
        "电焊工", "平利县人力服务中心",
    ]  # fmt: skip


def test_where_no_single_thing_helps_everything_is_offered(filled: Shop) -> None:
    page = filled.page("/vacancies?housing=1&pay=10000&q=保洁&home=1")
    assert [one.get_text() for one in page.soup.select(".none li span")] == ["全部岗位"]


@pytest.mark.parametrize(
    "query",
    [
        "q=%00'\"><script>alert(1)</script>",
        "km=-5&pay=abc&page=0&sort=x",
        "here=1e999,nan&region=99&occupation=7-7",
        "page=99999&employer=not-a-uuid",
        "q=" + "很" * 500,
        "region=610926&channel=' OR 1=1--",
    ],
)
def test_what_cannot_be_read_is_not_asked_for(filled: Shop, query: str) -> None:
    page = filled.page(f"/vacancies?{query}")
    assert "<script>alert" not in str(page.soup)


def test_a_position_is_kept_to_hundredths_of_a_degree() -> None:
    assert position("109.364512,32.391234") == (109.36, 32.39)
    assert position("0,0") is None
    asked = read(QueryDict("here=109.364512,32.391234&km=5"))
    assert "here=109.36%2C32.39" in asked.address()


def test_a_search_and_its_address_are_one(filled: Shop) -> None:
    query = (
        "q=缝纫&km=45min&home=1&housing=1&pay=3000&channel=near&region=610926000000&sort=pay&page=2"
    )
    asked = read(QueryDict(query))
    again = read(QueryDict(asked.address(number=2).partition("?")[2]))
    assert again == asked


def test_lines_bring_no_statement_of_their_own(shop: Shop) -> None:
    shop.vacancy()
    few = shop.statements("/vacancies")
    assert len(few) <= 3, few
    for number in range(9):
        shop.vacancy(shop.employer(name=f"平利县第{number}社区工厂"), title=f"裁剪工{number}号")
    assert len(shop.statements("/vacancies")) <= len(few)


def test_full_ones_are_not_listed(shop: Shop) -> None:
    shop.vacancy(title="招满的活", headcount=0)
    shop.vacancy(title="还招的活")
    assert titles(shop.page("/vacancies")) == ["还招的活"]


def suggestions(shop: Shop, typed: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = shop.client.get("/suggest", {"typed": typed}).json()
    return found


def test_what_is_typed_becomes_occupations_titles_and_places(shop: Shop) -> None:
    shop.vacancy(title="缝纫工")
    assert any(one["to"].startswith("/vacancies?occupation=") for one in suggestions(shop, "缝纫"))
    assert any(one["to"] == f"/vacancies?region={PINGLI}" for one in suggestions(shop, "pingli"))
    assert suggestions(shop, "\0 ") == []
