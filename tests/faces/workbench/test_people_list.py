"""The list of people: filters in words, search that leaves no trace, constant statements."""

from datetime import date
from typing import Any
from urllib.parse import quote

import pytest

from chunfeng.foundation.access import entered
from chunfeng.foundation.accounts import queries as accounts
from chunfeng.stages.people import operations
from tests.cast import NOW, PINGLI, TODAY
from tests.faces.workbench.desk import Desk, Page
from tests.stages.people.imports import id_number

TOWN = PINGLI + 100_000


def test_the_list_shows_the_regions_people_and_how_many(desk: Desk) -> None:
    desk.enrol()
    page = desk.page("/people")
    assert "王小春" in page.main
    assert "1 人" in page.main or "1 people" in page.main
    assert "王小春" not in desk.page("/people", by=desk.neighbour).text


def test_filters_are_said_in_words_and_taken_off_one_by_one(desk: Desk) -> None:
    desk.enrol()
    page = desk.page(f"/people?region={TOWN}&status=not_in_work&care=elder")
    assert page.soup.select(".sentence")[0].get_text().split("—")[0].count("·") == 2
    assert "王小春" not in page.main
    without = desk.page(f"/people{page.links('?region')[-1]}")
    assert "王小春" in without.main


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=not_in_work", True),
        ("status=farming", False),
        ("capacity=ordinary", True),
        ("capacity=lost", False),
        ("willing=yes", True),
        ("willing=unknown", False),
        ("sex=male", False),
        ("tier=zero_employment", True),
        ("tier=monitored", False),
        ("category=exited", False),
        (f"region={TOWN}", True),
        (f"region={PINGLI + 101_000}", False),
        ("doubt=1", False),
        ("status=nonsense&region=999999999999&sort=nonsense&page=x", True),
    ],
)
def test_each_filter_narrows(desk: Desk, query: str, found: bool) -> None:
    desk.enrol(education="junior")
    assert ("王小春" in desk.page(f"/people?{query}").main) is found


def test_people_with_a_doubt_are_found(desk: Desk) -> None:
    desk.enrol(work_capacity="lost", status="employed")
    page = desk.page("/people?doubt=1")
    assert "王小春" in page.main


def test_those_who_left_are_shown_only_when_asked_for(desk: Desk) -> None:
    person = desk.enrol()
    with entered(desk.county.context):
        operations.leave(person, on=TODAY, reason="died", by=desk.county.context, at=NOW)
    assert "王小春" not in desk.page("/people").main
    assert "王小春" in desk.page("/people?gone=1").main


@pytest.mark.parametrize("words", ["王小春", "wangxiaochun", "wxc", "15400000001", "H1"])
def test_search_words_stay_out_of_the_address(desk: Desk, words: str) -> None:
    desk.enrol(phone="15400000001")
    desk.enrol(name="李秋", household_no="H2", relation="head")
    answer = desk.send("/people/search", {"words": words})
    assert words not in answer.to
    assert quote(words) not in answer.to
    page = desk.page(answer.to)
    assert "王小春" in page.main
    assert "李秋" not in page.soup.select_one("table").get_text()  # type: ignore[union-attr]


def searched(desk: Desk, words: str) -> Page:
    return desk.page(desk.send("/people/search", {"words": words}).to)


@pytest.mark.parametrize("words", ["王 小春", "61092610000", "610926123456789001"])
def test_names_and_numbers_are_found_as_officers_write_them(desk: Desk, words: str) -> None:
    desk.enrol(household_no=words if words.isdigit() else "H1")
    desk.enrol(name="李秋", household_no="H2")
    rows = searched(desk, words).soup.select("a.table-name")
    assert [row.get_text(strip=True) for row in rows] == ["王小春"]


def test_a_name_typed_in_traditional_characters_is_found(desk: Desk) -> None:
    desk.enrol(name="陈国华")
    assert "陈国华" in searched(desk, "陳國華").main


def test_an_id_number_searched_for_finds_its_person_and_is_shown_nowhere(desk: Desk) -> None:
    number = id_number(1, "19850401")
    desk.enrol(id_number=number)
    page = searched(desk, number)
    assert "王小春" in page.main
    assert number not in str(page.soup)


def test_a_token_of_somebody_elses_session_finds_nothing_special(desk: Desk) -> None:
    desk.enrol()
    desk.enrol(name="李秋", household_no="H2")
    answer = desk.send("/people/search", {"words": "王小春"})
    assert "李秋" in desk.page(answer.to, by=desk.second).main


def test_names_ages_and_villages_sort_both_ways(desk: Desk) -> None:
    desk.enrol(name="白一", birth_date=date(1990, 1, 1))
    desk.enrol(name="安二", birth_date=date(1960, 1, 1), household_no="H2")

    def order(query: str) -> list[str]:
        page = desk.page(f"/people?{query}")
        return [a.get_text() for a in page.soup.select("a.table-name")]

    assert order("sort=name") == ["安二", "白一"]
    assert order("sort=-name") == ["白一", "安二"]
    assert order("sort=age") == ["安二", "白一"]
    assert order("sort=-age") == ["白一", "安二"]


def test_columns_are_chosen(desk: Desk) -> None:
    desk.enrol(phone="15400000001")
    assert "154****0001" not in desk.page("/people").main
    assert "154****0001" in desk.page("/people?column=phone").main


def test_the_region_menu_finds_towns_by_pinyin_and_only_inside_the_post(desk: Desk) -> None:
    found = desk.page("/people?place=chengguan").soup.select("#regions a")
    assert [a.get_text() for a in found if "城关" in a.get_text()]
    assert not desk.page("/people?place=石泉").soup.select("#regions a")


def kept(desk: Desk) -> list[Any]:
    with entered(desk.county.context):
        return accounts.saved_filters(desk.county.user.id, "people")


def test_a_filter_is_kept_without_search_words_and_dropped(desk: Desk) -> None:
    desk.send("/people/filters", {"name": "未就业", "query": "status=not_in_work&q=abcd&page=3"})
    ((saved, name, query),) = kept(desk)
    assert (name, query) == ("未就业", "status=not_in_work")
    assert "未就业" in desk.page("/people").main
    desk.send("/people/filters", {"drop": str(saved)})
    assert not kept(desk)


def test_the_list_takes_as_many_statements_for_thirty_people_as_for_one(desk: Desk) -> None:
    desk.enrol()
    few = desk.statements("/people")
    for number in range(29):
        desk.enrol(name=f"李秋{'一二三四五六七八九十'[number % 10]}", household_no=f"K{number}")
    assert desk.statements("/people") == few


def test_swapping_a_filter_in_gives_the_page_a_reload_gives(desk: Desk) -> None:
    desk.enrol()
    swapped = desk.county.client.get(
        "/people?status=not_in_work&care=", headers={"HX-Request": "true"}
    )
    assert swapped.headers["HX-Push-Url"] == "/people?status=not_in_work"
    whole = desk.page("/people?status=not_in_work")
    assert "王小春" in swapped.content.decode()
    assert whole.soup.select("#main")


# Acts on a selection


def picked(desk: Desk, act: str, *people: Any, **more: Any) -> dict[str, Any]:
    return {"act": act, "person": [str(p) for p in people], "back": "status=not_in_work"} | more


def test_a_collector_is_set_for_all_picked(desk: Desk) -> None:
    one, two = desk.enrol(), desk.enrol(name="李秋", household_no="H2")
    page = desk.send("/people/picked", picked(desk, "collector", one, two), status=200)
    assert "王小春" in page.main
    wanted = picked(desk, "collector", one, two, sure="1", collector="董")
    done = desk.send("/people/picked", wanted)
    assert done.to == "/people?status=not_in_work"
    assert {desk.facts(p).values["collector"] for p in (one, two)} == {"董"}


def test_work_that_ended_is_noted_for_all_picked(desk: Desk) -> None:
    works = desk.enrol(status="employed", work_since=date(2026, 1, 1))
    idle = desk.enrol(name="李秋", household_no="H2")
    wrong = picked(desk, "end", works, sure="1", ended="2030-01-01")
    assert "2026-03-01" in desk.send("/people/picked", wrong, status=422).main
    desk.send("/people/picked", picked(desk, "end", works, idle, sure="1", ended="2026-11-01"))
    assert desk.facts(works).status == "not_in_work"
    assert desk.facts(works).spells[0].ended == date(2026, 11, 1)


def test_people_of_another_region_are_never_among_the_picked(desk: Desk) -> None:
    person = desk.enrol()
    answer = desk.send("/people/picked", picked(desk, "print", person), by=desk.neighbour)
    assert answer.to.startswith("/people")
    page = desk.send("/people/picked", picked(desk, "print", person), status=200)
    assert "王小春" in page.main


def test_an_act_nobody_knows_is_not_found(desk: Desk) -> None:
    desk.send("/people/picked", picked(desk, "nonsense", desk.enrol()), status=404)
