"""Fields made of a ledger's own declarations: what a column may hold, a field may hold."""

from collections.abc import Sequence
from typing import Any

from django.http import QueryDict

from chunfeng.faces.ui.forms import Field
from chunfeng.faces.ui.parts import Word
from chunfeng.foundation.intake.columns import Column, Kind
from chunfeng.foundation.intake.one_cell import read_cell
from chunfeng.foundation.intake.write import cell_text
from chunfeng.foundation.places.current import places
from chunfeng.kit.texts import Declared, Text, text

YES_NO = (("yes", text("Yes")), ("no", text("No")))
_SHORT = {Kind.INTEGER, Kind.DECIMAL, Kind.MONEY, Kind.DATE, Kind.PHONE, Kind.TIME_RANGE}
_OPTIONS = {Kind.CHOICE: "radios", Kind.CHOICES: "choices", Kind.YES_NO: "radios"}


def field_of(column: Column, value: Any = None, unit: Word = "") -> Field:
    """The form field of a column, holding a value as the ledger knows it."""
    return Field(
        name=column.field,
        label=Declared(column.zh, column.en),
        kind=_OPTIONS.get(column.kind) or ("months" if column.kind is Kind.MONTHS else "text"),
        options=_options(column),
        values=_values(column, value),
        hint=_hint(column),
        unit=unit,
        size="short" if column.kind in _SHORT else "",
        secret=column.personal,
        autocomplete="off",
    )


def read(column: Column, field: Field, data: QueryDict, county: int | None = None) -> Any:
    """The value a form sent for a column; the field keeps what was typed and says what is wrong."""
    field.typed(data)
    value = _read(column, field, county)
    if value is None and column.required and not field.error:
        field.error = text("Fill it in: every record needs it.")
    return value


def _read(column: Column, field: Field, county: int | None) -> Any:
    known = [code for code, _ in field.choices]
    if column.kind is Kind.YES_NO:
        return {"yes": True, "no": False}.get(field.value)
    if column.kind is Kind.CHOICE:
        return field.value if field.value in known else None
    if column.kind is Kind.CHOICES:
        return tuple(code for code in known if code in field.values) or None
    if column.kind is Kind.MONTHS:
        return tuple(int(month) for month in known if month in field.values) or None
    if not field.value.strip():
        return None
    value, doubt = read_cell(column, field.value.strip(), county)
    if doubt is not None and doubt.failed:
        field.error = text("{problem} {mend}", problem=doubt.problem, mend=doubt.mend)
    return value


def _options(column: Column) -> Sequence[tuple[str, Word]]:
    if column.kind is Kind.YES_NO:
        return YES_NO
    return [(choice.code, Declared(choice.zh, choice.en)) for choice in column.choices]


def _values(column: Column, value: Any) -> tuple[str, ...]:
    if value in (None, "", []):
        return ()
    if column.kind is Kind.YES_NO:
        return ("yes" if value else "no",)
    if column.kind in {Kind.CHOICES, Kind.MONTHS}:
        return tuple(str(code) for code in value)
    if column.kind is Kind.CHOICE:
        return (str(value),)
    return (cell_text(column, value, "zh", places()),)


def _hint(column: Column) -> Text | None:
    if column.kind is Kind.ID_NUMBER:  # the ledger's own hint is about spreadsheets
        return text("18 characters; the last may be X.")
    if column.hint_zh:
        return Declared(column.hint_zh, column.hint_en)
    if column.kind in _OPTIONS or not column.example:
        return None
    return text("For example: {example}", example=column.example)
