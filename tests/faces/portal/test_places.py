"""Where somebody lives, and the workshops there."""

import re
from xml.etree import ElementTree

import pytest

from tests.cast import PINGLI
from tests.faces.portal.shop import FAR_TOWN, NEXT_TOWN, TOWN, Shop


def test_the_lists_lead_from_the_province_to_the_township(shop: Shop) -> None:
    page = shop.page("/place")
    for name in ("陕西省", "安康市", "平利县"):
        (link,) = [a for a in page.soup.select(".regions-many a") if a.get_text(strip=True) == name]
        page = shop.page(str(link["href"]))
    (link,) = [a for a in page.soup.select(".regions a") if a.get_text(strip=True) == "广佛镇"]
    answer = shop.client.get(str(link["href"]))
    assert answer.status_code == 302
    assert answer.cookies["place"].value == str(NEXT_TOWN)


def below(shop: Shop, code: int) -> list[str]:
    page = shop.page(f"/place?in={code}")
    return [a.get_text(strip=True) for a in page.soup.select(".regions-many a")]


def test_cities_without_counties_in_between_are_no_dead_end(shop: Shop) -> None:
    districts = [
        a.get_text(strip=True) for a in shop.page("/place?in=11").soup.select(".regions-many a")
    ]
    assert "东城区" in districts
    assert "市辖区" not in districts
    towns = [
        a.get_text(strip=True) for a in shop.page("/place?in=4419").soup.select(".regions-many a")
    ]
    assert any("镇" in name for name in towns)


@pytest.mark.parametrize("typed", ["广佛镇", "guangfu", "610926106", "平利县广佛镇"])
def test_a_name_its_pinyin_or_a_code_finds_a_township(shop: Shop, typed: str) -> None:
    page = shop.page(f"/place?typed={typed}")
    found = [str(a["href"]) for a in page.soup.select(".regions a")]
    assert any(f"set={NEXT_TOWN}" in address for address in found), found


def test_counties_with_work_are_offered_first(shop: Shop) -> None:
    shop.vacancy()
    assert "平利县" in [b.get_text() for b in shop.page("/place").soup.select(".regions b")]


def test_it_leads_back_to_where_one_was_and_nowhere_else(shop: Shop) -> None:
    for wanted, to in (
        ("/vacancies?km=10", "/vacancies?km=10"),
        ("https://example.org/", "/"),
        ("//example.org", "/"),
        ("javascript:alert(1)", "/"),
    ):
        answer = shop.client.get("/place", {"set": str(TOWN), "next": wanted})
        assert answer["Location"] == to


@pytest.mark.parametrize("code", [str(PINGLI), "x", "999999999999", "61' OR 1=1"])
def test_only_a_township_is_remembered(shop: Shop, code: str) -> None:
    answer = shop.client.get("/place", {"set": code})
    assert "place" not in answer.cookies
    shop.client.cookies["place"] = code
    assert shop.page("/").soup.select_one(".ask-place")


def test_it_can_be_forgotten(shop: Shop) -> None:
    shop.lives(TOWN)
    shop.client.get("/place", {"set": ""})
    assert shop.client.cookies["place"].value == ""


def test_large_text_and_language_are_kept_without_a_script(shop: Shop) -> None:
    for query in ("large=1", "language=en"):
        assert shop.client.get(f"/look?{query}&next=/help")["Location"] == "/help"
    page = shop.page("/help")
    assert page.soup.html is not None
    assert (page.soup.html["data-text"], page.soup.html["lang"]) == ("large", "en")


@pytest.fixture
def workshops(shop: Shop) -> Shop:
    """Two townships with workshops, three workshops."""
    shop.points()
    shop.workshop(TOWN, "城关社区工厂", seats=30, care_friendly=True)
    shop.workshop(TOWN, "城关电子车间", seats=20)
    shop.workshop(FAR_TOWN, "兴隆茶叶<b>车间", seats=10)
    return shop


def test_it_says_how_many_townships_have_one(workshops: Shop) -> None:
    page = workshops.page("/workshops")
    assert "11 个乡镇中有 2 个有车间" in page.main
    assert "共 3 个车间、60 个工位" in page.main
    assert len(page.soup.select(".shop")) == 3
    assert "广佛镇" in page.main.split("还没有车间的乡镇")[1]


def test_where_somebody_lives_comes_first(workshops: Shop) -> None:
    workshops.lives(FAR_TOWN)
    towns = [
        h.get_text(" ", strip=True) for h in workshops.page("/workshops").soup.select(".town h2")
    ]
    assert towns[0].startswith("兴隆镇")


def test_map_and_list_say_the_same(workshops: Shop) -> None:
    page = workshops.page("/workshops")
    svg = re.search(r"<svg class=\"county\".*?</svg>", page.answer.content.decode(), re.S)
    assert svg
    drawn = ElementTree.fromstring(svg[0])  # noqa: S314 our own
    dots = [dot for dot in drawn.iter("circle") if dot.get("class") == "dot"]
    assert len(dots) == 2
    links = {a.get("href") for a in drawn.iter("a")}
    assert links == {f"#t{TOWN}", f"#t{FAR_TOWN}"}
    assert len(svg[0]) < 8000
    assert "11 个乡镇中 2 个" in str(drawn.get("aria-label"))


def test_names_are_words_on_the_map_and_in_the_list(workshops: Shop) -> None:
    page = workshops.page("/workshops")
    assert "兴隆茶叶<b>车间" in page.main
    assert not page.soup.select("main b b")


def test_a_county_without_workshops_says_so(workshops: Shop) -> None:
    page = workshops.page("/workshops?region=610922")
    assert "石泉县还没有认定的帮扶车间" in page.main
    assert "平利县" in page.main


def test_a_workshop_no_longer_counts_once_its_recognition_has_run_out(workshops: Shop) -> None:
    from datetime import timedelta

    import time_machine

    from chunfeng.faces.portal.counting import counts
    from tests.cast import NOW

    with time_machine.travel(NOW + timedelta(days=301), tick=False):
        counts.forget()
        assert "没有认定的帮扶车间" in workshops.page(f"/workshops?region={PINGLI}").main


def test_an_employer_shows_marks_sites_and_vacancies(workshops: Shop) -> None:
    employer = workshops.workshop(NEXT_TOWN, "广佛社区工厂", seats=12, opens="8:00–17:00")
    workshops.vacancy(employer, title="裁剪工")
    page = workshops.page(f"/employers/{employer}")
    for said in ("认定为社区工厂", "12 个工位", "8:00–17:00", "裁剪工", "已核实"):
        assert said in page.main
    assert "李主任" not in str(page.soup)


def test_lines_bring_no_statement_of_their_own(shop: Shop) -> None:
    shop.workshop(TOWN, "第一车间")
    few = shop.statements("/workshops")
    assert len(few) <= 2, few
    for number in range(4):
        shop.workshop(TOWN, f"第{number + 2}车间")
    assert len(shop.statements("/workshops")) <= len(few)


def test_a_workshop_says_how_far_it_is_to_the_places_around(shop: Shop) -> None:
    shop.points()
    of = shop.workshop(lon=109.36, lat=32.39)
    page = shop.page(f"/employers/{of}").main
    assert "到周边各地的距离" in page
    assert "广佛镇 6.9 km" in page
