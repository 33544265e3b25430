"""Occupations by code, official name and the words officers use."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chunfeng.foundation.codes import Occupation, Occupations, fit
from chunfeng.kit.reference import LISTS

ANY = st.floats(0, 1, exclude_max=True)


@pytest.fixture(scope="module")
def occupations() -> Occupations:
    return Occupations.open()


@pytest.fixture(scope="module")
def known(occupations: Occupations) -> list[Occupation]:
    query = "SELECT code FROM occupation ORDER BY code"
    return [occupations.get(code) for (code,) in occupations._database.execute(query)]


@pytest.mark.parametrize("written", ["6-29-03-05", "6290305", "６-２９-０３-０５", " 6-29-03-05 "])
def test_a_code_is_understood_with_and_without_dashes(
    occupations: Occupations, written: str
) -> None:
    found = occupations.match(written)
    assert found is not None
    assert found.name == "制冷空调系统安装维修工"


@given(where=ANY)
def test_every_code_and_every_name_finds_its_occupation(
    occupations: Occupations, known: list[Occupation], where: float
) -> None:
    occupation = known[int(where * len(known))]
    assert occupations.get(occupation.code) == occupation
    assert occupations.match(occupation.code) == occupation
    named = occupations.match(occupation.name)
    if occupation.level >= 3:
        assert named is not None
        assert named.name == occupation.name


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("缝纫工", "6-05-01-03"),
        ("服装厂普工", "6-05-01-03"),
        ("电子厂普工", "6-25-04-07"),
        ("保洁", "4-09-08-01"),
        ("保安", "4-07-05-01"),
        ("月嫂", "4-10-01-06"),
        ("挖掘机", "6-30-05-05"),
        ("焊工", "6-18-02-04"),
        ("厨师", "4-03-02-01"),
        ("茶叶采摘", "5-01-02-02"),
        ("护林员", "5-02-03-01"),
        ("快递员", "4-02-07-08"),
        ("叉车", "6-30-05-01"),
        ("毛绒玩具", "6-09-05-00"),
        ("藤 编", "5-05-06-05"),
        ("ＳＭＴ操作工", "6-25-04-07"),
    ],
)
def test_everyday_words_are_understood(occupations: Occupations, word: str, code: str) -> None:
    found = occupations.match(word)
    assert found is not None
    assert found.code == code


def test_every_word_of_our_list_means_the_occupation_it_names(occupations: Occupations) -> None:
    with (LISTS / "occupation_words.csv").open(encoding="utf-8") as file:
        words = list(csv.DictReader(file))
    assert len(words) >= 150
    assert len({row["word"] for row in words}) == len(words)
    for row in words:
        found = occupations.match(row["word"])
        assert found is not None
        assert found.name == row["occupation"], row["word"]


@pytest.mark.parametrize("word", ["", "  ", "-", "天外飞仙", "9-99-99-99", "0000000", "6" * 5000])
def test_an_unknown_word_means_nothing(occupations: Occupations, word: str) -> None:
    assert occupations.match(word) is None


def test_an_unknown_code_is_refused(occupations: Occupations) -> None:
    with pytest.raises(KeyError):
        occupations.get("9-99-99-99")


def test_the_marks_of_green_and_digital_work_are_not_part_of_a_name(
    known: list[Occupation],
) -> None:
    assert not [o.name for o in known if o.name[-1] in "LS/"]


def test_search_gives_the_shortest_words_first_and_each_occupation_once(
    occupations: Occupations,
) -> None:
    found = occupations.search("缝纫", 5)
    assert found[0].code == "6-05-01-03"
    assert len({occupation.code for occupation in found}) == len(found) <= 5
    assert occupations.search("") == ()


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("6-05-01-03", "6-05-01-03", 1.0),
        ("6-05-01-03", "6-05-01-02", 0.8),
        ("6-05-01-03", "6-05-01-00", 0.8),
        ("6-05-01-03", "6-05-02-01", 0.5),
        ("6-05-01-03", "6-04-01-01", 0.0),
        ("6-05-00-00", "6-05-00-00", 1.0),
        ("6-05-00-00", "6-05-01-03", 0.5),
        ("6-00-00-00", "6-05-01-03", 0.0),
        ("5-05-01-03", "6-05-01-03", 0.0),
    ],
)
def test_fit_tells_how_near_two_occupations_are(a: str, b: str, expected: float) -> None:
    assert fit(a, b) == fit(b, a) == expected


@given(ANY, ANY)
def test_fit_is_whole_for_the_same_occupation_only(
    known: list[Occupation], first: float, second: float
) -> None:
    a, b = (known[int(at * len(known))].code for at in (first, second))
    assert fit(a, b) == fit(b, a)
    assert (fit(a, b) == 1) == (a == b)
