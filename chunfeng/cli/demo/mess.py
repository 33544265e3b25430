"""Real-life mistakes, planted in a tidy ledger so that reading it can be tested and shown.

A **mistake** must be reported at its cell; a **quirk** is odd but clear and must be read silently.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from chunfeng.foundation.intake.columns import Layout


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula cell; without a stored value Excel has never worked it out."""

    text: str
    stored: float | None


Cell = str | float | date | Formula | None
Spoil = Callable[[str], Cell]


@dataclass(frozen=True, slots=True)
class Kind:
    """A mistake or quirk: where it goes and what it makes of a cell's text."""

    name: str
    field: str
    spoil: Spoil
    reported: bool


@dataclass(frozen=True, slots=True)
class Planted:
    """One planted cell. ``row`` counts the data rows from 0; -1 for a row that is repeated."""

    kind: str
    field: str
    row: int
    reported: bool


def _wide(text: str) -> str:
    """Digits and commas as typed with a Chinese keyboard."""
    return text.translate({ord("0") + n: ord("０") + n for n in range(10)} | {ord(","): "，"})


def _amount(cell: str) -> str:
    return _wide(f"{float(cell):,.0f}") + "元"


def _wrong_check(cell: str) -> str:
    return cell[:-1] + ("0" if cell[-1] != "0" else "1")


def _day(cell: str) -> date:
    return date.fromisoformat(cell)


def _dotted(cell: str) -> str:
    day = _day(cell)
    return f"{day.year}.{day.month}.{day.day}"


def _spelled(cell: str) -> str:
    day = _day(cell)
    return f"{day.year}年{day.month}月{day.day}日"


OTHER_SEX = {"男": "女", "女": "男", "male": "female", "female": "male"}
PEOPLE: tuple[Kind, ...] = (
    Kind("wrong_check_digit", "id_number", _wrong_check, True),
    Kind("id_as_number", "id_number", lambda cell: float(cell.replace("X", "0")), True),
    Kind("sex_against_id", "sex", OTHER_SEX.__getitem__, True),
    Kind("birth_against_id", "birth_date", lambda cell: f"{int(cell[:4]) - 3}{cell[4:]}", True),
    Kind("impossible_date", "birth_date", lambda _: "1980.13.45", True),
    Kind("no_name", "name", lambda _: None, True),
    Kind("unknown_choice", "education", lambda _: "念过几年书", True),
    Kind("short_phone", "phone", lambda cell: cell[:8], True),
    Kind("pay_in_words", "pay_min", lambda _: "面议", True),
    Kind("pay_below_zero", "pay_min", lambda _: "-500", True),
    Kind("formula_never_worked_out", "pay_min", lambda _: Formula("=1000+800", None), True),
    Kind("hours_past_a_day", "hours_per_day", lambda _: "80", True),
    Kind("unknown_place", "home", lambda _: "云梦县彩虹镇月亮村", True),
    Kind("ambiguous_place", "home", lambda _: "新华区", True),
    Kind("formula", "pay_min", lambda cell: Formula(f"={cell}+0", float(cell)), False),
    Kind("full_width_id", "id_number", _wide, False),
    Kind("dotted_date", "birth_date", _dotted, False),
    Kind("spelled_date", "birth_date", _spelled, False),
    Kind("date_serial", "birth_date", _day, False),
    Kind("amount_in_words", "pay_min", _amount, False),
    Kind("phone_as_number", "phone", float, False),
    Kind("spaced_name", "name", "　".join, False),
    Kind("formula_looking_name", "name", lambda cell: "=" + cell, False),
)
VACANCIES: tuple[Kind, ...] = (
    Kind("no_headcount", "headcount", lambda _: "若干", True),
    Kind("no_title", "title", lambda _: None, True),
    Kind("unknown_place", "place", lambda _: "云梦县彩虹镇", True),
    Kind("ambiguous_place", "place", lambda _: "鼓楼区", True),
    Kind("wrong_credit_code", "credit_code", _wrong_check, True),
    Kind("impossible_date", "end_date", lambda _: "2027-02-30", True),
    Kind("hours_past_a_day", "hours_per_day", lambda _: "25", True),
    Kind("age_below_law", "age_min", lambda _: "14", True),
    Kind("unknown_choice", "intensity", lambda _: "看情况", True),
    Kind("amount_in_words", "pay_low", _amount, False),
    Kind("ten_thousands", "pay_high", lambda _: "1.2万", False),
    Kind("dotted_date", "start_date", _dotted, False),
    Kind("date_serial", "start_date", _day, False),
    Kind("headcount_with_unit", "headcount", lambda cell: _wide(cell) + "人", False),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A ledger as cells: fields in column order, and rows of cells in their order."""

    layout: Layout
    fields: Sequence[str]
    rows: list[list[Cell]]
    planted: list[Planted]


def plant(
    rng: np.random.Generator,
    layout: Layout,
    columns: Mapping[str, Sequence[str]],
    kinds: Sequence[Kind],
    each: int,
) -> Sheet:
    """The ledger with ``each`` cells of every kind spoilt, every row at most once.

    ``columns`` are the cells as text. Fields come out in a new order.
    """
    fields = _shuffled(rng, layout, [field for field in columns if any(columns[field])])
    rows: list[list[Cell]] = [
        [text or None for text in cells]
        for cells in zip(*(columns[field] for field in fields), strict=True)
    ]
    planted: list[Planted] = []
    free = rng.permutation(len(rows)).tolist()
    for kind in kinds:
        at = fields.index(kind.field)
        chosen = [row for row in free if isinstance(rows[row][at], str)][:each]
        for row in chosen:
            rows[row][at] = kind.spoil(str(rows[row][at]))
            planted.append(Planted(kind.name, kind.field, row, kind.reported))
        free = [row for row in free if row not in set(chosen)]
    return Sheet(layout, fields, rows, planted)


def _shuffled(rng: np.random.Generator, layout: Layout, fields: Sequence[str]) -> list[str]:
    """Groups in a new order, and the columns of each group too."""
    mixed = [layout.column(fields[number]) for number in rng.permutation(len(fields))]
    groups = list(dict.fromkeys(column.group for column in mixed))
    return [column.field for group in groups for column in mixed if column.group == group]


def repeat(sheet: Sheet, field: str, rows: Sequence[int]) -> Sheet:
    """The same with some rows entered twice, the second time at the end."""
    added = [list(sheet.rows[row]) for row in rows]
    marks = [
        Planted("entered_twice", field, len(sheet.rows) + number, True)
        for number in range(len(added))
    ]
    return Sheet(sheet.layout, sheet.fields, sheet.rows + added, sheet.planted + marks)
