"""The first page: one box, three doors, what is nearest, how much there is."""

import pytest

from tests.faces.portal.shop import FAR_TOWN, NEXT_TOWN, TOWN, Shop

BUDGET = 5  # statements of the first page


def test_it_has_one_box_and_three_doors(shop: Shop) -> None:
    page = shop.page("/")
    assert len(page.soup.select("main form, .hero form")) == 1
    doors = [door.get_text(" ", strip=True) for door in page.soup.select(".door b")]
    assert doors == ["家门口就业", "组织外出", "学一门手艺"]


def test_the_third_door_promises_no_class(shop: Shop) -> None:
    shop.page("/")
    page = shop.page("/learn")
    assert "/interest?wish=learn" in page.links("/interest")
    assert "没有定下来的班" in page.main


def test_without_a_place_the_newest_stand_there_and_it_asks_for_one(shop: Shop) -> None:
    for number in range(6):
        shop.vacancy(title=f"缝纫工{number}号")
    page = shop.page("/")
    assert len(page.soup.select(".offer")) == 5
    assert page.links("/place?next=%2F")


def test_with_a_place_the_nearest_come_first_and_the_header_names_it(shop: Shop) -> None:
    shop.points()
    shop.vacancy(title="远处的活", place=FAR_TOWN)
    shop.vacancy(title="近处的活", place=NEXT_TOWN)
    shop.vacancy(title="本镇的活", place=TOWN)
    shop.lives(TOWN)
    page = shop.page("/")
    titles = [one.get_text(strip=True) for one in page.soup.select(".offer h3")]
    assert titles == ["本镇的活", "近处的活", "远处的活"]
    assert "本镇" in page.soup.select(".offer-where")[0].get_text()
    assert "公里" in page.soup.select(".offer-where")[1].get_text()
    header = page.soup.select_one(".tool-place")
    assert header is not None
    assert "城关" in header.get_text()


def test_how_much_there_is_comes_from_the_records_and_leads_to_them(shop: Shop) -> None:
    shop.vacancy()
    shop.vacancy(title="裁剪工")
    shop.workshop()
    page = shop.page("/")
    figures = {str(a["href"]): a.b.get_text() for a in page.soup.select(".facts a") if a.b}
    assert figures == {"/vacancies": "2", "/workshops": "1"}


def test_an_empty_window_offers_a_call(shop: Shop) -> None:
    page = shop.page("/")
    assert "眼下没有发布的岗位" in page.main
    assert "/interest?wish=help" in page.links("/interest")


@pytest.mark.parametrize("address", ["/", "/vacancies", "/workshops", "/help", "/about", "/learn"])
def test_officers_and_employers_find_their_doors(shop: Shop, address: str) -> None:
    footer = shop.page(address).soup.find("footer")
    assert footer is not None
    found = {str(a["href"]) for a in footer.find_all("a")}
    assert {"/desk/", "http://127.0.0.1:8000", "/help", "/report"} <= found


def test_it_takes_as_many_statements_for_many_lines_as_for_few(shop: Shop) -> None:
    shop.vacancy()
    few = shop.statements("/")
    assert len(few) <= BUDGET, few
    for number in range(5):
        shop.vacancy(title=f"裁剪工{number}号")
    shop.workshop()
    assert len(shop.statements("/")) <= len(few)
