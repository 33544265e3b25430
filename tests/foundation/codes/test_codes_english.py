"""Occupations in English: every one has a name, and is found by its words."""

import re

import pytest

from chunfeng.foundation.codes import Occupations
from chunfeng.foundation.codes.named import glossary, occupation_meant, occupation_name
from chunfeng.foundation.codes.stems import stem, stems

SEWING = "6-05-01-03"
PLAIN = re.compile(r"[A-Z0-9][A-Za-z0-9é' ,()\-]+")


@pytest.fixture(scope="module")
def occupations() -> Occupations:
    return Occupations.open()


def test_every_occupation_and_group_has_an_english_name(occupations: Occupations) -> None:
    names = {one.code: one.name_en for one in occupations.every()}
    assert len(names) > 2000
    assert not {code: name for code, name in names.items() if not PLAIN.fullmatch(name)}


def test_one_name_means_one_occupation(occupations: Occupations) -> None:
    chinese: dict[str, set[str]] = {}
    for one in occupations.every():
        chinese.setdefault(one.name_en, set()).add(one.name)
    assert not {name: told for name, told in chinese.items() if len(told) > 1}


def test_a_name_is_said_in_either_language(occupations: Occupations) -> None:
    assert occupations.get(SEWING).name_in("en") == "Sewing machine operator"
    assert occupation_name(SEWING, "en") == "Sewing machine operator"
    assert occupation_name(SEWING, "zh") == "缝纫工"
    assert occupation_name("9-99", "en") == occupation_name(None, "en") == ""


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("sewing", SEWING),
        ("sewing machine operators", SEWING),
        ("Sewing Mach", SEWING),
        ("tailoring", "4-10-02-01"),
        ("welding", "6-18-02-04"),
        ("cook", "4-03-02-01"),
        ("delivery", "4-10-08-01"),
        ("beekeepers", "5-03-03-01"),
        ("truck driver", "4-02-02-02"),
    ],
)
def test_english_words_find_the_occupation_first(
    occupations: Occupations, typed: str, code: str
) -> None:
    assert occupations.search(typed)[0].code == code


def test_a_word_within_another_finds_nothing(occupations: Occupations) -> None:
    assert "Cartographic engineer" not in {one.name_en for one in occupations.search("art", 50)}
    assert "Sewage treatment worker" not in {one.name_en for one in occupations.search("sewing")}


def test_an_english_name_means_its_occupation_where_it_is_typed(occupations: Occupations) -> None:
    found = occupations.match("sewing machine operator")
    assert found is not None
    assert found.code == SEWING


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sewing", "sewer"), ("cutting", "cutter"), ("drivers", "driving"), ("bakers", "baking"),
        ("factories", "factory"), ("selling", "seller"), ("machines", "machine"),
    ],
)  # fmt: skip
def test_endings_do_not_part_words(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize("word", ["glass", "bus", "king", "缝纫", "c3", "gas", ""])
def test_other_words_stay_as_they_are(word: str) -> None:
    assert stem(word) == word


def test_a_stem_is_cut_no_further(occupations: Occupations) -> None:
    for one in occupations.every():
        assert stems(one.name_en)


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("缝纫工（熟手）", SEWING),
        ("毛绒玩具缝纫工", SEWING),
        ("平车工", SEWING),
        ("毛衣车工", None),
        ("茶叶分拣工", None),
        ("普工", None),
        ("", None),
    ],
)
def test_a_title_means_an_occupation_only_where_it_is_sure(title: str, code: str | None) -> None:
    assert occupation_meant(title) == code


def test_words_of_skills_and_names_have_their_english() -> None:
    assert glossary("term")["健康证"] == "health certificate"
    assert glossary("employer")["合作社"] == "Cooperative"
    assert glossary("none") == {}
