"""An English reader: what the portal says itself is English, what stays Chinese is marked so."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from chunfeng.foundation.intake.columns import OccupationWord
from tests.cast import PINGLI, TODAY
from tests.faces.portal.shop import NEXT_TOWN, TOWN, Shop

HAN = re.compile(r"[\u3400-\u9fff]")
PAGES = (
    "/", "/vacancies", "/vacancies?q=sewing", f"/vacancies?region={TOWN}&housing=1",
    f"/vacancies?occupation=6-05-01-03&region={PINGLI}", "/workshops", "/place",
    "/place?in=610000000000", f"/place?in={PINGLI}", "/place?typed=Pingli+County", "/help",
    "/learn", "/about", "/accessibility", "/report", "/interest?wish=help",
)  # fmt: skip


@pytest.fixture
def window(shop: Shop) -> Shop:
    """Work with all that is written in Chinese, and two workshops."""
    shop.points()
    shop.workshop(TOWN)
    of = shop.workshop(NEXT_TOWN, "广佛服装车间", opens="8:00–17:30，周日休息", address="小区2号楼")
    shop.vacancy(
        of, title="缝纫工（熟手）", occupation=(OccupationWord("缝纫工", "6-05-01-03"),),
        place=NEXT_TOWN, description="会的优先，不会的包教。", address="安置小区2号楼",
        skills_required=(OccupationWord("缝纫", "6-05-01-03"), OccupationWord("滴胶", None)),
        certificates_required=("健康证",), end_date=TODAY + timedelta(30),
    )  # fmt: skip
    shop.vacancy(of, title="普工", place=TOWN, occupation=None)
    return shop


def unmarked(page: BeautifulSoup) -> set[str]:
    """Texts with Chinese signs outside elements marked as Chinese, the reader's own words apart."""
    for marked in page.select('[lang^="zh"], script, style'):
        marked.decompose()
    shown = {str(text).strip() for text in page.find_all(string=HAN)}
    attributes = {
        f"{name}={value}"
        for tag in page.find_all(True)
        for name, value in tag.attrs.items()
        if name in ("alt", "aria-label", "placeholder", "title", "value") and HAN.search(str(value))
    }
    return shown | attributes


@pytest.mark.parametrize("address", PAGES)
def test_chinese_signs_stand_only_where_they_are_marked(window: Shop, address: str) -> None:
    window.lives()
    page = window.english(address).soup
    if page.title:
        page.title.decompose()  # of a window, where nothing can be marked
    assert unmarked(page) == set()


@pytest.mark.parametrize("part", ["", "/notice", "/interest", "/report"])
def test_the_pages_of_a_vacancy_and_an_employer_mark_their_chinese(window: Shop, part: str) -> None:
    found = window.english("/vacancies?q=sewing").soup.select_one(".offer h3 a")
    assert found is not None
    page = window.english(f"{found['href']}{part}").soup
    employer = page.select_one("a.job-who")
    assert page.title is not None
    page.title.decompose()
    assert unmarked(page) == set()
    if employer:
        other = window.english(str(employer["href"])).soup
        assert other.title is not None
        other.title.decompose()
        assert unmarked(other) == set()


def test_an_english_reader_understands_a_vacancy(window: Shop) -> None:
    found = window.english("/vacancies?q=sewing").soup.select_one(".offer h3 a")
    assert found is not None
    page = window.english(str(found["href"]))
    assert "Sewing machine operator" in page.main
    assert "Pingli County, Guangfo Town" in page.main
    assert "Guangfo Garment Workshop" in page.main
    assert "You should know: sewing, 滴胶" in page.main
    assert "The law asks for: health certificate." in page.main
    driver = page.soup.select_one(".in-chinese")
    assert driver is not None
    assert driver.get_text().startswith("平利县")


def test_suggestions_speak_the_readers_language(window: Shop) -> None:
    told = window.english("/suggest?typed=sew").answer.json()
    assert told[0]["text"] == "Sewing machine operator"
    told = window.english("/suggest?typed=guangfo").answer.json()
    assert told[0]["detail"] == "Shaanxi, Ankang City, Pingli County, Guangfo Town"
    assert told[0]["text"] == "Guangfo Town"
