"""Telling of a fraud: of a vacancy, of an employer, of something that does not stand here."""

from typing import Any

import pytest

from chunfeng.foundation.access import entered
from chunfeng.stages.vacancies import queries
from tests.cast import Cast
from tests.faces.portal.shop import TOWN, Shop

TOLD = {"kind": "money", "what": "要先交三百元押金。", "phone": ""}


def told_to(by: Any) -> list[tuple[str, str]]:
    """What waits for an officer."""
    with entered(by):
        return [(line.kind, line.what) for line in queries.reports_open()[0]]


def test_it_reaches_the_officers_of_the_employer(shop: Shop, cast: Cast) -> None:
    vacancy = shop.vacancy()
    page = shop.send(f"/vacancies/{vacancy}/report", TOLD, status=200)
    assert "不要交钱" in page.main
    assert told_to(cast.an) == [("money", "要先交三百元押金。")]
    assert told_to(cast.bo) == []


def test_an_employer_is_reported_too(shop: Shop, cast: Cast) -> None:
    employer = shop.employer()
    shop.send(f"/employers/{employer}/report", TOLD | {"kind": "papers"}, status=200)
    assert told_to(cast.an) == [("papers", "要先交三百元押金。")]


def test_what_does_not_stand_here_goes_to_the_township(shop: Shop, cast: Cast) -> None:
    shop.vacancy()
    page = shop.page("/report")
    assert "110" in page.main
    shop.send("/report", TOLD | {"place": str(TOWN)}, status=200)
    assert told_to(cast.chun) == [("money", "要先交三百元押金。")]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"kind": "x"}, "请选是什么问题"),
        ({"what": " "}, "请写明发生了什么"),
        ({"phone": "12"}, "11 位数字"),
        ({"phone": "0915-8421234"}, "固定电话，收不到短信"),
        ({"homepage": "x"}, "最后一格请留空"),
    ],
)
def test_what_is_missing_is_said(shop: Shop, cast: Cast, told: dict[str, str], said: str) -> None:
    page = shop.send(f"/vacancies/{shop.vacancy()}/report", TOLD | told, status=422)
    assert said in page.main
    assert told_to(cast.an) == []


def test_an_unknown_employer_is_absent(shop: Shop) -> None:
    shop.page("/employers/00000000-0000-4000-8000-000000000000/report", status=404)
    shop.page(f"/employers/{shop.employer(state='applied')}", status=404)


def test_a_vacancy_that_is_gone_can_still_be_reported(shop: Shop) -> None:
    page = shop.page("/vacancies/00000000-0000-4000-8000-000000000000/report")
    assert page.soup.select("[name=place]")
