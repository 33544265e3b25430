"""Identity numbers, credit codes, telephone numbers. All numbers here are made up."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from chunfeng.foundation.intake.cells import Noted, fold
from chunfeng.foundation.intake.cells_codes import (
    _CREDIT_SIGNS,
    credit_check,
    credit_code,
    id_check,
    id_number,
    phone,
    refuse_lost_digits,
)
from chunfeng.foundation.intake.errors import CellError

SAMPLE = "11010519491231002X"  # the sample in GB 11643
bodies = st.builds(
    "999999{0.year}{0.month:02}{0.day:02}{1:03}".format,
    st.dates(date(1930, 1, 1), date(2029, 12, 31)),
    st.integers(0, 999),
)


def test_the_standards_own_sample_is_accepted() -> None:
    assert id_number(SAMPLE) == SAMPLE


@pytest.mark.parametrize(
    "written",
    [
        "11010519491231002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        " 110105 19491231 002X ",
        "110105-19491231-002X",
        "'11010519491231002X",
    ],
)
def test_an_id_number_is_read_however_it_is_written(written: str) -> None:
    assert id_number(fold(written)) == SAMPLE


@settings(deadline=None)
@given(bodies)
def test_a_number_with_the_right_check_digit_is_accepted(body: str) -> None:
    number = body + id_check(body)
    assert id_number(number) == number


@settings(deadline=None)
@given(bodies, st.integers(0, 17), st.sampled_from("0123456789"))
def test_a_single_mistyped_digit_is_found(body: str, at: int, digit: str) -> None:
    number = body + id_check(body)
    assume(number[at] != digit)
    with pytest.raises(CellError):
        id_number(number[:at] + digit + number[at + 1 :])


@settings(deadline=None)
@given(bodies)
def test_two_neighbouring_digits_changed_about_are_found(body: str) -> None:
    for at in range(16):
        swapped = body[:at] + body[at + 1] + body[at] + body[at + 2 :]
        if swapped != body:
            with pytest.raises(CellError):
                id_number(swapped + id_check(body))


def test_an_old_number_of_15_digits_becomes_one_of_18_with_a_note() -> None:
    read = id_number("110105491231002")
    assert isinstance(read, Noted)
    assert read.value == SAMPLE


def test_digits_that_are_no_birth_date_are_refused() -> None:
    body = "99999919991340001"
    with pytest.raises(CellError, match="date of birth"):
        id_number(body + id_check(body))


@pytest.mark.parametrize("ending", ["43", "43B1", "4301"])
def test_a_disability_certificate_is_told_from_an_identity_card(ending: str) -> None:
    with pytest.raises(CellError, match="disability certificate"):
        id_number(SAMPLE + ending)


@pytest.mark.parametrize("written", ["1101051949123100", "王小春", "1234567890123456789", "X" * 18])
def test_what_is_no_id_number_is_refused(written: str) -> None:
    with pytest.raises(CellError):
        id_number(written)


@pytest.mark.parametrize(
    "cell", [6.10926198001051e17, 610926198001051234, "6.10926E+17", "1.38E+10"]
)
def test_a_long_number_that_excel_cut_is_refused_and_never_rounded(cell: str | float) -> None:
    with pytest.raises(CellError) as caught:
        refuse_lost_digits(cell)
    assert "text" in caught.value.mend.to("en")


@pytest.mark.parametrize("cell", [13812345678.0, 110105491231002, "A1E5", "H+1", None])
def test_a_number_that_excel_keeps_whole_is_not_refused(cell: str | float | None) -> None:
    refuse_lost_digits(cell)


@settings(deadline=None)
@given(st.text(_CREDIT_SIGNS, min_size=17, max_size=17))
def test_a_credit_code_with_the_right_check_character_is_accepted(body: str) -> None:
    assert credit_code((body + credit_check(body)).lower()) == body + credit_check(body)


@settings(deadline=None)
@given(st.text(_CREDIT_SIGNS, min_size=17, max_size=17), st.integers(0, 17))
def test_a_single_mistyped_character_of_a_credit_code_is_found(body: str, at: int) -> None:
    code = body + credit_check(body)
    other = _CREDIT_SIGNS[(_CREDIT_SIGNS.index(code[at]) + 1) % 31]
    with pytest.raises(CellError, match="check character"):
        credit_code(code[:at] + other + code[at + 1 :])


@pytest.mark.parametrize(
    "written", ["91350100M000100Y", "9135O100M000100Y43", "610926600012345", ""]
)
def test_what_is_no_credit_code_is_refused(written: str) -> None:
    with pytest.raises(CellError, match="18 digits and letters"):
        credit_code(written)


def test_the_check_character_follows_the_standard() -> None:
    assert credit_check("91350100M000100Y4") == "3"  # the sample in GB 32100


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("13800000000", "13800000000"),
        ("１３８００００００００", "13800000000"),
        ("138 0000 0000", "13800000000"),
        ("138-0000-0000", "13800000000"),
        ("+86 13800000000", "13800000000"),
        ("0086-13800000000", "13800000000"),
        ("0915-8000000", "09158000000"),
        ("(010)80000000", "01080000000"),
        ("010-80000000转801", "01080000000"),
        ("400-800-0000", "4008000000"),
    ],
)
def test_a_telephone_number_is_read_however_it_is_written(written: str, digits: str) -> None:
    assert phone(fold(written)) == digits


@pytest.mark.parametrize(
    "written",
    [
        "13800000000、13900000000",
        "13800000000/0915-8000000",
        "13800000000 13900000000",
        "家里 , 13800000000",
    ],
)
def test_of_several_telephone_numbers_the_first_is_used_with_a_note(written: str) -> None:
    read = phone(fold(written))
    assert isinstance(read, Noted)
    assert read.value == "13800000000"


@pytest.mark.parametrize("written", ["1380000", "12800000000", "138000000001", "8000000", "无号码"])
def test_what_is_no_telephone_number_is_refused(written: str) -> None:
    with pytest.raises(CellError, match="telephone number"):
        phone(written)


@settings(deadline=None)
@given(st.text(max_size=50) | st.from_regex(r"[0-9０-９xX +\-/、]{0,30}", fullmatch=True))
def test_a_refused_code_is_never_quoted(written: str) -> None:
    for parse in (id_number, credit_code, phone):
        problem = refusal(parse, fold(written))
        assert len(written) <= 3 or written not in problem


def refusal(parse: Callable[[str], object], folded: str) -> str:
    try:
        parse(folded)
    except CellError as error:
        return error.problem.to("en") + error.mend.to("en")
    return ""
