"""Codes are shown by the ledger's own words, in both languages."""

import pytest

from chunfeng.kit.texts import Text, text
from chunfeng.stages.people.vocabulary import (
    Channel,
    Evidence,
    Known,
    LeftReason,
    heading,
    label,
    labels,
)

CODES = [*Known, *LeftReason, *Channel, *Evidence]


def test_a_code_has_the_ledgers_word() -> None:
    assert label("work_capacity", "lost").to("zh") == "丧失劳动力"
    assert label("work_capacity", "lost").to("en") == "lost"


def test_a_word_stands_inside_a_sentence() -> None:
    sentence = Text("{what}", {"what": label("education", "primary")})
    assert (sentence.to("zh"), sentence.to("en")) == ("小学", "primary")
    several = Text("{what}", {"what": [heading("income"), heading("work_employer")]})
    assert (several.to("zh"), several.to("en")) == (
        "月收入、就业单位",
        "Monthly income, Employer now",
    )


def test_a_code_that_is_not_declared_is_shown_as_it_stands() -> None:
    assert label("education", "doctorate").to("zh") == "doctorate"
    assert label("no such field", "2026-05-20").to("zh") == "2026-05-20"


def test_words_keep_the_ledgers_order() -> None:
    assert list(labels("sex")) == ["male", "female"]
    assert labels("name") == {}


def test_two_words_with_one_english_and_two_chinese_differ() -> None:
    assert label("care", "none") != label("board_needed", "none")
    assert len({label("care", "none"), label("care", "none"), text("none")}) == 2


@pytest.mark.parametrize("code", CODES)
def test_every_code_outside_the_ledger_has_its_name(
    code: Known | LeftReason | Channel | Evidence,
) -> None:
    assert code.label.to("en") != code.label.to("zh")
