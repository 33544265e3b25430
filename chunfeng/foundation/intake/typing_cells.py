"""From the cells of a column to its values: one parser a column, each distinct cell parsed once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from chunfeng.foundation.intake import (
    cells_codes,
    cells_dates,
    cells_numbers,
    cells_places,
    cells_words,
)
from chunfeng.foundation.intake.cells import (
    ERRORS,
    LOST,
    Cell,
    Noted,
    Range,
    as_text,
    is_stroke,
    says_nothing,
)
from chunfeng.foundation.intake.columns import Column, Kind
from chunfeng.foundation.intake.errors import CellError
from chunfeng.foundation.intake.guarding import unguarded
from chunfeng.foundation.intake.reference import Reference
from chunfeng.kit.texts import Text, text

Parser = Callable[[str], Any]
LONGEST_TEXT = 2000  # characters of a cell that can be a value
# Kinds whose long numbers Excel would have cut, and kinds with own words for "nothing".
_LONG = {Kind.ID_NUMBER, Kind.CREDIT_CODE, Kind.PHONE, Kind.TEXT, Kind.WORDS}
_OWN_NOTHING = {Kind.TEXT, Kind.YES_NO, Kind.CHOICE, Kind.CHOICES, Kind.TIME_RANGE}
_MADE: dict[Kind, Callable[[Column], Parser]] = {
    Kind.CHOICE: cells_words.choice,
    Kind.CHOICES: cells_words.choices,
    Kind.INTEGER: cells_numbers.integer,
    Kind.DECIMAL: cells_numbers.decimal,
    Kind.MONEY: cells_numbers.money,
}
_FIXED: dict[Kind, Parser] = {
    Kind.TEXT: cells_words.plain_text,
    Kind.WORDS: cells_words.words,
    Kind.YES_NO: cells_words.yes_no,
    Kind.DATE: cells_dates.day,
    Kind.MONTHS: cells_dates.months,
    Kind.TIME_RANGE: cells_dates.time_range,
    Kind.ID_NUMBER: cells_codes.id_number,
    Kind.PHONE: cells_codes.phone,
    Kind.CREDIT_CODE: cells_codes.credit_code,
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is wrong with a cell and how to mend it. ``failed``: the cell has no value."""

    problem: Text
    mend: Text
    failed: bool


@dataclass(slots=True)
class Typed:
    """What the distinct cells of a column became; doubts of some, and the upper ends of ranges."""

    values: dict[Cell, Any] = field(default_factory=dict)
    doubts: dict[Cell, Doubt] = field(default_factory=dict)
    upper_ends: dict[Cell, float] = field(default_factory=dict)


class Typist:
    """Turns the cells of columns into values.

    ``guarded``: the file is a csv, where an apostrophe may guard formula-looking text.
    """

    def __init__(
        self, reference: Reference, places: cells_places.PlaceReader, *, guarded: bool
    ) -> None:
        self._reference = reference
        self._places = places
        self._guarded = guarded

    def read(self, column: Column, cells: Iterable[Cell], *, paired: bool) -> Typed:
        """The values of every distinct cell.

        ``paired`` where another column takes a range's upper end.
        """
        parse, typed = self._parser(column), Typed()
        for cell in dict.fromkeys(cells):
            try:
                value = self._value(column, parse, cell)
            except CellError as error:
                value = None
                if not says_nothing(as_text(cell)):
                    typed.doubts[cell] = Doubt(error.problem, error.mend, failed=True)
            if isinstance(value, Noted | Range):
                value = _settle(typed, column, cell, value, paired=paired)
            typed.values[cell] = value
        return typed

    def _parser(self, column: Column) -> Parser:
        if column.kind is Kind.PLACE:
            return self._places.place(column)
        if column.kind is Kind.PLACES:
            return self._places.places(column)
        if column.kind is Kind.OCCUPATIONS:
            return cells_places.occupations(self._reference.occupations)
        return _FIXED.get(column.kind) or _MADE[column.kind](column)

    def _value(self, column: Column, parse: Parser, cell: Cell) -> Any:
        """The value of a cell, as its parser gives it."""
        if cell == LOST:
            raise CellError(
                text("A formula whose result is not stored in the file."),
                text("Open and save the file in Excel or WPS, or type the value."),
            )
        if self._guarded and isinstance(cell, str):
            cell = unguarded(cell)
        folded = as_text(cell)
        if is_stroke(folded) or (column.kind not in _OWN_NOTHING and says_nothing(folded)):
            return None
        if len(folded) > LONGEST_TEXT:
            raise CellError(
                text("The text is longer than {limit} characters.", limit=LONGEST_TEXT),
                text("Shorten it."),
            )
        if folded in ERRORS:
            raise CellError(
                text("The cell holds an error of the spreadsheet."),
                text("Mend the formula, or type the value."),
            )
        if column.kind in _LONG:
            cells_codes.refuse_lost_digits(cell)
        if column.kind is Kind.DATE and isinstance(cell, int | float):
            return cells_dates.numeric_day(cell)
        return parse(folded)


def _settle(typed: Typed, column: Column, cell: Cell, value: Noted | Range, *, paired: bool) -> Any:
    """The value in a note or a range; files the doubt, and the range's upper end."""
    noted = value if isinstance(value, Noted) else None
    held = noted.value if noted else value
    number = int if column.kind is Kind.INTEGER else float
    if isinstance(held, Range) and paired:
        typed.upper_ends[cell] = number(held.high)
        held = None if held.low is None else number(held.low)
    elif isinstance(held, Range):
        end = cells_numbers.one_end(held, column)
        noted = noted or (end if isinstance(end, Noted) else None)
        held = number(end.value if isinstance(end, Noted) else end)
    if noted:
        typed.doubts[cell] = Doubt(noted.problem, noted.mend, failed=False)
    return held
