"""Free text, lists, choices, yes and no."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chunfeng.foundation.intake.cells import Noted, as_text, fold, is_stroke
from chunfeng.foundation.intake.cells_words import (
    NO,
    YES,
    Vocabulary,
    choice,
    choices,
    plain_text,
    words,
    yes_no,
)
from chunfeng.foundation.intake.columns import Column
from chunfeng.foundation.intake.errors import CellError
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.vacancies.sheets import VACANCIES

CHOOSING = [column for layout in (PEOPLE, VACANCIES) for column in layout if column.choices]
EDUCATION = PEOPLE.column("education")
LIMITS = PEOPLE.column("work_limits")
CATEGORIES = PEOPLE.column("categories")


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("　王　小　春 ", "王小春"),
        ("王 伟", "王伟"),
        ("Ａ区３号", "A区3号"),
        ("苏州华星(集团)有限公司", "苏州华星（集团）有限公司"),
        ("苏州华星（集团）有限公司", "苏州华星（集团）有限公司"),
        ("Anna  Li", "Anna Li"),
        ("一行\n二行", "一行二行"),
        ("能吃苦, 肯干;不怕累", "能吃苦，肯干；不怕累"),
        ("8:30 到岗", "8:30 到岗"),
        ("a\u200bb\u202ec\x07d", "abcd"),
    ],
)
def test_text_is_brought_into_one_form(written: str, clean: str) -> None:
    assert plain_text(fold(written)) == clean


@settings(deadline=None)
@given(st.text(max_size=80))
def test_text_in_that_form_stays_as_it_is(written: str) -> None:
    once = plain_text(fold(written))
    assert plain_text(fold(once)) == once


def test_a_list_without_end_is_refused() -> None:
    with pytest.raises(CellError, match="50"):
        words("、".join(map(str, range(51))))


def test_a_list_is_split_at_the_usual_signs_and_keeps_each_once() -> None:
    assert words(fold("电工证、焊工证，电工证；叉车证/厨师证\n健康证")) == (
        "电工证",
        "焊工证",
        "叉车证",
        "厨师证",
        "健康证",
    )


@pytest.mark.parametrize("written", ["是", "有", "√", "1", "Y", "true", "包", "已参保", "有(二轮)"])
def test_yes_is_understood(written: str) -> None:
    assert yes_no(fold(written)) is True


@pytest.mark.parametrize("written", ["否", "无", "×", "0", "N", "FALSE", "不包", "未参保", "没有"])
def test_no_is_understood(written: str) -> None:
    assert yes_no(fold(written)) is False


def test_no_word_means_both_yes_and_no() -> None:
    assert not YES & NO


@pytest.mark.parametrize("written", ["2", "不一定", "看情况", "有时"])
def test_what_is_neither_yes_nor_no_is_refused(written: str) -> None:
    with pytest.raises(CellError, match="neither yes nor no"):
        yes_no(written)


@pytest.mark.parametrize("column", CHOOSING, ids=lambda column: column.field)
def test_every_word_of_a_choice_means_it_and_nothing_else(column: Column) -> None:
    vocabulary = Vocabulary(column.choices)
    for one in column.choices:
        for word in (one.zh, one.en, one.code):
            assert vocabulary.code(word) == one.code
        for word in one.also:
            assert vocabulary.code(word) == one.code, f"{word} means two choices"


@pytest.mark.parametrize(
    "column", [c for c in CHOOSING if c.kind == "choices"], ids=lambda column: column.field
)
def test_a_list_of_labels_is_read_in_both_languages(column: Column) -> None:
    codes = tuple(one.code for one in column.choices)
    read = choices(column)
    assert read("、".join(one.zh for one in column.choices)) == codes
    assert read("; ".join(one.en for one in column.choices)) == codes


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("初中", "junior"),
        ("初 中", "junior"),
        ("大专(在读)", "college"),
        ("初中毕业", "junior"),
        ("高中学历", "senior"),
        ("中专、技校", "vocational"),
        ("文盲/半文盲", "none"),
        ("Junior Secondary", "junior"),
    ],
)
def test_a_choice_is_understood_however_it_is_written(written: str, code: str) -> None:
    assert choice(EDUCATION)(fold(written)) == code


def test_an_unknown_choice_lists_the_allowed_words_in_the_readers_language() -> None:
    with pytest.raises(CellError) as caught:
        choice(EDUCATION)("念过几年书")
    assert "初中" in caught.value.mend.values["words"].to("zh")  # type: ignore[attr-defined]
    assert "junior secondary" in caught.value.mend.to("en")


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("不能重体力、不能夜班", ("heavy", "night")),
        ("不能夜班，不能重体力", ("heavy", "night")),
        ("重体力 夜班", ("heavy", "night")),
        ("重体力/夜班；粉尘", ("heavy", "night", "dust")),
    ],
)
def test_several_choices_come_in_the_declared_order(written: str, codes: tuple[str, ...]) -> None:
    assert choices(LIMITS)(fold(written)) == codes


def test_a_known_work_limit_is_not_lost_beside_an_unknown_one() -> None:
    read = choices(LIMITS)("不能久站、怕吵")
    assert isinstance(read, Noted)
    assert read.value == ("standing",)


def test_a_choice_with_a_comma_in_its_english_name_is_one_choice() -> None:
    assert choices(CATEGORIES)("exited, unstable; other household") == ("unstable", "general")


def test_choices_none_of_which_is_known_are_refused() -> None:
    with pytest.raises(CellError, match="not one of"):
        choices(LIMITS)("怕吵、怕光")


@pytest.mark.parametrize("stroke", ["", "-", "——", "/", "\\", "…", "--"])
def test_a_stroke_only_fills_its_cell(stroke: str) -> None:
    assert is_stroke(fold(stroke))


@pytest.mark.parametrize(
    ("cell", "shown"),
    [(None, ""), (12.0, "12"), (12.5, "12.5"), (7, "7"), ("　ａ ", "a"), (-3.0, "-3")],
)
def test_a_whole_number_is_shown_without_its_point(cell: str | float | None, shown: str) -> None:
    assert as_text(cell) == shown


@settings(deadline=None)
@given(st.text(max_size=60))
def test_no_text_makes_a_word_parser_fail_otherwise_than_by_refusing(written: str) -> None:
    folded = fold(written)
    for parse in (words, yes_no, choice(EDUCATION), choices(LIMITS), plain_text):
        try:
            parse(folded)
        except CellError:
            continue
