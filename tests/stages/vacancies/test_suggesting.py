"""Type-ahead: Chinese, pinyin and English lead to occupations, places and titles."""

from datetime import timedelta

import pytest

from chunfeng.stages.vacancies.searching import Suggestion, suggest
from tests.cast import TODAY
from tests.stages.vacancies.window import Unwalled, anybody, facts, show

pytestmark = pytest.mark.django_db


def typed(text: str, limit: int = 8) -> list[tuple[str, str]]:
    with anybody():
        return [(one.kind, one.text) for one in suggest(text, on=TODAY, limit=limit)]


@pytest.mark.parametrize("text", ["缝纫", "fengren", "frg", "sewing", "Ｓewing mach"])
def test_an_occupation_is_found_by_signs_pinyin_initials_and_english(text: str) -> None:
    assert ("occupation", "缝纫工") in typed(text)


def test_a_place_comes_with_its_code_and_full_name() -> None:
    with anybody():
        found = suggest("平利", on=TODAY)
    place = Suggestion(
        kind="place", text="平利县", code="610926000000", detail="陕西省安康市平利县"
    )
    assert place in found
    assert ("place", "平利县") in typed("pingli")


def test_titles_that_are_shown_are_found_the_most_frequent_first(unwalled: Unwalled) -> None:
    show(
        unwalled,
        facts(title="缝纫机维修师傅"),
        facts(title="招缝纫女工"),
        facts(title="招缝纫女工"),
        facts(title="保洁员", description="会缝纫的优先"),
    )
    titles = [text for kind, text in typed("缝纫") if kind == "title"]
    assert titles[:2] == ["招缝纫女工", "缝纫机维修师傅"]


def test_a_title_of_work_that_is_over_or_full_is_not_offered(unwalled: Unwalled) -> None:
    show(
        unwalled,
        facts(title="缝纫过期工", end_date=TODAY - timedelta(1)),
        facts(title="缝纫满员工", headcount=2, taken=2),
        facts(title="缝纫今天工", end_date=TODAY),
    )
    assert [text for kind, text in typed("缝纫") if kind == "title"] == ["缝纫今天工"]


def test_nothing_or_nonsense_typed_suggests_nothing() -> None:
    for text in ("", "   ", "'; --", "\\", "%", "\u0000", "天外飞仙去哪儿"):
        assert typed(text) == []


def test_no_more_is_suggested_than_was_asked_for(unwalled: Unwalled) -> None:
    show(unwalled, *(facts(title=f"缝纫{sign}组工人") for sign in "甲乙丙丁戊己"))
    assert len(typed("缝纫", limit=6)) == 6
    assert len(typed("缝纫", limit=1)) == 1
