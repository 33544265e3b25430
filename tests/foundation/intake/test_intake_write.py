"""Ledgers written and read back lose nothing, in both languages and both formats."""

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from intake_sheets import OCCUPATIONS, REGIONS, SomePlaces

from chunfeng.foundation.intake import Reference, read_ledger, write_ledger
from chunfeng.foundation.intake.cells import ERRORS, fold, is_stroke
from chunfeng.foundation.intake.cells_codes import credit_check, id_check
from chunfeng.foundation.intake.cells_words import plain_text, words
from chunfeng.foundation.intake.columns import Column, Kind, Layout, OccupationWord
from chunfeng.foundation.intake.guarding import guarded, unguarded
from chunfeng.foundation.intake.write import cell_text, texts
from chunfeng.kit.texts import Language
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.vacancies.sheets import VACANCIES

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "'")
NASTY = (
    "=1+1",
    "+8613",
    "-2+3",
    "@SUM(A1)",
    "'=x",
    "''",
    '=HYPERLINK("http://x")',
    "http://x.cn/a",
    "{=1}",
)
days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def is_readable(written: str) -> bool:
    """Whether a text is one a cell can be read as: in its final form, and not empty of meaning."""
    plain = plain_text(fold(written))
    return (
        plain == written
        and not is_stroke(written)
        and written not in ERRORS
        and not written.startswith("\0")
        and "E+" not in written.upper()
    )


def readable(written: str) -> str | None:
    """The form a text has once it was read; None where nothing is left of it."""
    plain = plain_text(fold(written))
    return plain if is_readable(plain) else None


def a_text() -> st.SearchStrategy[str]:
    signs = st.characters(exclude_categories=("Cs", "Cn", "Co"))
    return (
        st.one_of(st.sampled_from(NASTY), st.text(signs, min_size=1, max_size=12))
        .map(readable)
        .filter(lambda written: written is not None)
    )  # type: ignore[return-value]


def some_words() -> st.SearchStrategy[tuple[str, ...]]:
    said = ("无", "没有", "暂无", "不限", "不详")
    return (
        st.lists(a_text(), min_size=1, max_size=3)
        .map(lambda items: words(fold("、".join(items))))
        .filter(lambda found: bool(found) and all(is_readable(w) and w not in said for w in found))
    )


def numbers(column: Column) -> st.SearchStrategy[float]:
    low, high = column.minimum or 0, column.maximum or 10**6
    if column.kind is Kind.INTEGER:
        return st.integers(int(low), int(high))
    return st.floats(low, high).map(lambda value: round(value, 6))


def an_id_number() -> st.SearchStrategy[str]:
    body = st.builds(
        "999999{0:%Y%m%d}{1:03}".format,
        st.dates(date(1930, 1, 1)).filter(lambda day: day.year < 2030),
        st.integers(0, 999),
    )
    return body.map(lambda digits: digits + id_check(digits))


def values(column: Column) -> st.SearchStrategy[Any]:
    """Every value a column can hold."""
    codes = [choice.code for choice in column.choices]
    found: dict[Kind, Callable[[], st.SearchStrategy[Any]]] = {
        Kind.TEXT: a_text,
        Kind.WORDS: some_words,
        Kind.CHOICE: lambda: st.sampled_from(codes),
        Kind.CHOICES: lambda: st.sets(st.sampled_from(codes), min_size=1).map(
            lambda chosen: tuple(code for code in codes if code in chosen)
        ),
        Kind.YES_NO: st.booleans,
        Kind.INTEGER: lambda: numbers(column),
        Kind.DECIMAL: lambda: numbers(column),
        Kind.MONEY: lambda: numbers(column),
        Kind.DATE: lambda: days,
        Kind.MONTHS: lambda: st.sets(st.integers(1, 12), min_size=1).map(
            lambda m: tuple(sorted(m))
        ),
        Kind.TIME_RANGE: lambda: st.tuples(st.integers(0, 1439), st.integers(1, 1440)).filter(
            lambda period: period[0] < period[1]
        ),
        Kind.PLACE: lambda: st.sampled_from(list(REGIONS)),
        Kind.PLACES: lambda: st.lists(
            st.sampled_from(list(REGIONS)), min_size=1, max_size=3, unique=True
        ).map(tuple),
        Kind.OCCUPATIONS: lambda: some_words().map(
            lambda found: tuple(OccupationWord(word, OCCUPATIONS.get(word)) for word in found)
        ),
        Kind.ID_NUMBER: an_id_number,
        Kind.PHONE: lambda: st.from_regex(r"1[3-9][0-9]{9}|0[1-9][0-9]{9}", fullmatch=True),
        Kind.CREDIT_CODE: lambda: st.text(
            "0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=17, max_size=17
        ).map(lambda body: body + credit_check(body)),
    }
    return found[column.kind]()


REQUIRED = {
    "name": "王小春",
    "home": 610926100200,
    "employer": "春燕社区工厂",
    "title": "缝纫工",
    "place": 610926100000,
    "headcount": 20,
}


def columns_with(column: Column, held: list[Any], layout: Layout) -> dict[str, list[Any]]:
    """A whole ledger: the needed columns, the one given, the others empty."""
    size = len(held)
    columns = {one.field: [REQUIRED.get(one.field)] * size for one in layout}
    if "household_no" in columns:
        columns["household_no"] = [f"H{row}" for row in range(size)]
    return columns | {column.field: held}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
@pytest.mark.parametrize("layout", [PEOPLE, VACANCIES], ids=["people", "vacancies"])
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_ledger_written_and_read_back_is_the_same(
    in_process: None,
    tmp_path: Path,
    reference: Reference,
    language: Language,
    suffix: str,
    layout: Layout,
    data: st.DataObject,
) -> None:
    column = data.draw(st.sampled_from(layout.columns))
    own = values(column)
    cells = own if column.required or column.household else st.none() | own
    columns = columns_with(column, data.draw(st.lists(cells, min_size=1, max_size=4)), layout)
    path = tmp_path / f"ledger.{suffix}"
    write_ledger(path, layout, columns, language)
    ledger = read_ledger(path, layout, reference=reference)
    assert dict(ledger.columns) == columns
    assert not ledger.issues


@pytest.mark.parametrize("layout", [PEOPLE, VACANCIES], ids=["people", "vacancies"])
@settings(deadline=None)
@given(data=st.data())
def test_no_value_is_written_as_an_empty_cell(layout: Layout, data: st.DataObject) -> None:
    column = data.draw(st.sampled_from(layout.columns))
    value = data.draw(values(column))
    assert cell_text(column, value, "zh")


@pytest.mark.parametrize("nasty", NASTY)
def test_formula_looking_text_is_never_a_formula_or_a_link_in_xlsx(
    nasty: str, tmp_path: Path
) -> None:
    path = tmp_path / "p.xlsx"
    write_ledger(path, PEOPLE, {"name": [nasty], "home": [610926000000]}, "zh")
    cell = openpyxl.load_workbook(path).worksheets[0].cell(2, 1)
    assert cell.value == nasty
    assert cell.data_type == "s"
    assert cell.hyperlink is None


@pytest.mark.parametrize("sign", FORMULA_SIGNS)
def test_no_csv_cell_begins_like_a_formula(sign: str, tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    write_ledger(path, PEOPLE, {"name": [sign + "cmd|x"], "home": [610926000000]}, "zh")
    with path.open(encoding="utf-8-sig", newline="") as file:
        (_, (name, _)) = csv.reader(file)
    assert name == "'" + sign + "cmd|x"


@settings(deadline=None)
@given(st.text())
def test_the_guard_of_formula_looking_text_comes_off_again(written: str) -> None:
    assert unguarded(guarded(written)) == written
    assert not guarded(written).startswith(FORMULA_SIGNS[:-1])


def test_a_csv_opens_in_excel_as_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    write_ledger(path, PEOPLE, {"name": ["王小春"]}, "zh")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")


def test_only_the_rows_and_fields_asked_for_are_written(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    columns = {"name": ["甲", "乙", "丙"], "phone": [None, "13800000000", None]}
    write_ledger(path, PEOPLE, columns, "zh", rows=[2, 1])
    assert path.read_text("utf-8-sig").splitlines() == ["姓名,联系电话", "丙,", "乙,13800000000"]


def test_a_region_is_written_by_name_only_where_that_leads_back_to_it() -> None:
    places: Any = SomePlaces()
    home = PEOPLE.column("home")
    assert cell_text(home, 610926100200, "zh", places) == "陕西省安康市平利县城关镇龙头村"
    places.names["陕西省安康市平利县城关镇龙头村"].add(610926100000)
    assert cell_text(home, 610926100200, "zh", places) == "610926100200"
    assert cell_text(home, 610926100200, "zh") == "610926100200"


def test_the_same_ledger_gives_the_same_bytes(tmp_path: Path) -> None:
    columns = {"name": ["王小春"] * 3, "birth_date": [date(1980, 1, 5)] * 3}
    for suffix in ("xlsx", "csv"):
        first, second = tmp_path / f"a.{suffix}", tmp_path / f"b.{suffix}"
        write_ledger(first, PEOPLE, columns, "zh")
        write_ledger(second, PEOPLE, columns, "zh")
        assert first.read_bytes() == second.read_bytes()


def test_long_codes_and_dates_are_cells_of_the_right_kind(tmp_path: Path) -> None:
    path = tmp_path / "p.xlsx"
    columns = {
        "id_number": ["11010519491231002X"],
        "birth_date": [date(1949, 12, 31)],
        "income": [2000.0],
    }
    write_ledger(path, PEOPLE, columns, "zh")
    page = openpyxl.load_workbook(path).worksheets[0]
    number, born, income = page[2]
    assert (number.data_type, number.number_format) == ("s", "@")
    assert born.is_date
    assert income.value == 2000


def test_a_ledger_as_texts_has_a_row_for_every_row() -> None:
    rows = list(texts(PEOPLE, {"name": ["甲", "乙"], "willing": ["yes", None]}, "en"))
    assert rows == [["甲", "yes"], ["乙", ""]]
