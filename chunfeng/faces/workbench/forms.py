"""Forms made of the ledger's own declarations: what a column may hold, a field may hold."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import QueryDict

from chunfeng.faces.ui.forms import Field
from chunfeng.foundation.intake.columns import Column, Kind
from chunfeng.foundation.intake.one_cell import read_cell
from chunfeng.foundation.intake.write import cell_text
from chunfeng.foundation.places.current import places
from chunfeng.kit.texts import Language, Text, text
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.people.stored import restored
from chunfeng.stages.people.vocabulary import KNOWN_NAMES, Known, Word

YES_NO = (("yes", text("Yes")), ("no", text("No")))
STATES = (Known.KNOWN, Known.UNKNOWN, Known.REFUSED, Known.NOT_ASKED)
_SHORT = {Kind.INTEGER, Kind.DECIMAL, Kind.MONEY, Kind.DATE, Kind.PHONE, Kind.TIME_RANGE}


def field_of(column: Column, value: Any = None, language: Language = "zh") -> Field:
    """The form field of a column, holding a stored value."""
    field = Field(
        name=column.field,
        label=Word(column.en, zh=column.zh),
        hint=_hint(column),
        size="short" if column.kind in _SHORT else "",
        secret=column.personal,
        autocomplete="off",
    )
    if column.kind is Kind.CHOICE:
        field.kind = "radios"
        field.options = [(c.code, Word(c.en, zh=c.zh)) for c in column.choices]
        field.values = (value,) if value else ()
    elif column.kind is Kind.CHOICES:
        field.kind = "choices"
        field.options = [(c.code, Word(c.en, zh=c.zh)) for c in column.choices]
        field.values = tuple(value or ())
    elif column.kind is Kind.YES_NO:
        field.kind, field.options = "radios", YES_NO
        field.values = ("yes" if value else "no",) if value is not None else ()
    else:
        field.kind = "date" if column.kind is Kind.DATE else "text"
        field.values = (_written(column, value, language),)
    return field


def read(column: Column, field: Field, data: QueryDict | Mapping[str, Any]) -> Any:
    """The value a form sent for a column; the field keeps what was typed and says what is wrong."""
    field.typed(data)
    if column.kind is Kind.CHOICE:
        return field.value if field.value in {c.code for c in column.choices} else None
    if column.kind is Kind.CHOICES:
        codes = {c.code for c in column.choices}
        return tuple(code for code in field.values if code in codes) or None
    if column.kind is Kind.YES_NO:
        return {"yes": True, "no": False}.get(field.value)
    typed = field.value.strip()
    if not typed:
        if column.required:
            field.error = text("Fill it in: every record needs it.")
        return None
    value, doubt = read_cell(column, typed)
    if doubt is not None and doubt.failed:
        field.error = text("{problem} {mend}", problem=doubt.problem, mend=doubt.mend)
    return value


def day(field: Field) -> date | None:
    """The day typed into a field; None where there is none to be read."""
    value, doubt = read_cell(PEOPLE.column("work_since"), field.value or " ")
    found: date | None = None if doubt else value
    return found


def state_field(state: str = Known.KNOWN) -> Field:
    """Whether a value is known, and if not why not."""
    return Field(
        name="state",
        label=text("Is it known?"),
        kind="radios",
        options=[(str(one), KNOWN_NAMES[one]) for one in STATES],
        values=(state,),
    )


def reason_field(*, needed: bool) -> Field:
    """Why a record is changed."""
    return Field(
        name="reason",
        label=text("Reason") if needed else text("Reason, if there is one to note"),
        hint=text("It stays in the history. Write no personal details here."),
    )


def _hint(column: Column) -> Text | None:
    if column.hint_zh:
        return Word(column.hint_en, zh=column.hint_zh)
    return text("For example: {example}", example=column.example) if column.example else None


def _written(column: Column, value: Any, language: Language) -> str:
    if value in (None, "", []):
        return ""
    if column.kind is Kind.PLACE:
        return places().full_name(value)
    if column.kind is Kind.PLACES:
        return "、".join(places().full_name(code) for code in value)
    return cell_text(column, restored(column.field, value), language)
