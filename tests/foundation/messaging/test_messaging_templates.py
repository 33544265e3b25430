"""What messages say: both languages, never too long, never more than was asked for."""

import pytest

from chunfeng.foundation.messaging.rules import PARTS, parts
from chunfeng.foundation.messaging.templates import CODE, Template, declare, every
from chunfeng.kit.texts import Language, text
from tests.foundation.messaging.outbox import NOTICE


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("template", every(), ids=lambda template: template.kind)
def test_with_the_longest_values_it_still_fits_into_three_parts(
    template: Template, language: Language
) -> None:
    longest = {name: "春" * most for name, most in template.longest.items()}
    said = template.said(longest, language)
    assert all(value in said for value in longest.values())
    assert parts(said) <= PARTS


def test_a_code_says_how_long_it_is_good_for_in_both_languages() -> None:
    values = {"code": "445566", "site": text("Chunfeng")}
    assert CODE.said(values, "en").startswith("445566 is your code for Chunfeng. It is good for 10")
    assert CODE.said(values, "zh").startswith("验证码445566，用于春风，10分钟内有效。")


def test_a_value_that_is_too_long_is_cut_and_of_a_code_refused() -> None:
    said = NOTICE.said({"name": "欧阳上官司马诸葛", "day": "12月3日"}, "en")
    assert said == "Come, 欧阳上官司…, on 12月3日."
    with pytest.raises(ValueError, match="at most 8"):
        CODE.said({"code": "123456789", "site": "x"}, "en")


def test_a_value_brings_no_lines_of_its_own() -> None:
    said = NOTICE.said({"name": "王\n\u202e小\x07", "day": " 1 "}, "en")
    assert said == "Come, 王 小, on 1."


@pytest.mark.parametrize("values", [{}, {"name": "a"}, {"name": "a", "day": "b", "more": "c"}])
def test_values_that_are_missing_or_not_known_are_refused(values: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="takes"):
        NOTICE.said(values, "zh")


def test_a_kind_is_declared_once_and_well() -> None:
    words = text("Come, {name}, on {day}.")
    assert declare(NOTICE) is NOTICE
    for wrong in (
        Template(kind="trial.notice", words=words, longest={"name": 7, "day": 10}),
        Template(kind="Trial", words=words, longest={"name": 7, "day": 10}),
        Template(kind="trial.other", words=words, longest={"name": 7}),
    ):
        with pytest.raises(ValueError, match=r"declared twice|is called|says"):
            declare(wrong)
