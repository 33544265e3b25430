"""Whom to call: on a vacancy, its notice, the help page, after leaving a number."""

import pytest

from chunfeng.foundation.access import entered
from chunfeng.foundation.places import offices
from tests.cast import NOW, PINGLI
from tests.faces.portal.shop import TOWN, Shop

COUNTY = {"name": "平利县就业服务中心", "phones": "0000-0000100转2", "address": "大厅", "hours": ""}


def tell(shop: Shop, region: int = PINGLI, **facts: str) -> None:
    with entered(shop.by):
        offices.tell(region, COUNTY | facts, by=shop.by, at=NOW)


@pytest.mark.parametrize("more", ["", "/notice"])
def test_a_vacancy_and_its_notice_name_the_office(shop: Shop, more: str) -> None:
    tell(shop)
    page = shop.page(f"/vacancies/{shop.vacancy()}{more}").main
    assert "平利县就业服务中心" in page
    assert "0000-0000100转2" in page


def test_a_phone_dials_the_extension_too(shop: Shop) -> None:
    tell(shop)
    page = shop.page(f"/vacancies/{shop.vacancy()}")
    assert [link["href"] for link in page.soup.select(".office a")] == ["tel:00000000100,2"]


def test_who_lives_in_a_township_is_told_its_own_office(shop: Shop) -> None:
    tell(shop)
    tell(shop, TOWN, name="城关镇就业服务站")
    shop.lives()
    assert "城关镇就业服务站" in shop.page(f"/vacancies/{shop.vacancy()}").main


def test_help_names_the_township_first_then_the_county(shop: Shop) -> None:
    tell(shop)
    tell(shop, TOWN, name="城关镇就业服务站")
    shop.lives()
    page = shop.page("/help").main
    assert page.index("城关镇就业服务站") < page.index("平利县就业服务中心")


def test_help_invents_no_number(shop: Shop) -> None:
    shop.lives()
    page = shop.page("/help")
    assert "没有录入" in page.main
    assert not page.soup.select(".office")
