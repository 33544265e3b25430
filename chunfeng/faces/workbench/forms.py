"""Forms made of the ledger's own declarations: what a column may hold, a field may hold."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from chunfeng.faces.ui import columns
from chunfeng.faces.ui.columns import YES_NO, read
from chunfeng.faces.ui.forms import Field
from chunfeng.faces.ui.parts import Word as Said
from chunfeng.foundation.intake.columns import Column
from chunfeng.foundation.intake.one_cell import read_cell
from chunfeng.kit.texts import Text, text
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.people.stored import restored
from chunfeng.stages.people.vocabulary import KNOWN_NAMES, Known

__all__ = ["YES_NO", "chosen", "day", "field_of", "one_of", "past_day", "read", "reason_field",
           "state_field"]  # fmt: skip
UNITS = {"pay_min": text("yuan a month"), "income": text("yuan a month"), "commute_km": text("km"),
         "commute_minutes": text("minutes"), "hours_per_day": text("hours"),
         "experience_years": text("years"), "care_count": text("people")}  # fmt: skip


def field_of(column: Column, value: Any = None, *, state: str = "") -> Field:
    """The form field of a column, holding a stored value; with ``state`` it says if it is known."""
    held = restored(column.field, value) if value not in (None, "", []) else None
    field = columns.field_of(column, held, UNITS.get(column.field, ""))
    field.state = state_field(column.field, state) if state else None
    return field


def day(field: Field) -> date | None:
    """The day typed into a field; None where there is none to be read."""
    value, doubt = read_cell(PEOPLE.column("work_since"), field.value or " ")
    found: date | None = None if doubt else value
    return found


def past_day(field: Field, on: date) -> date | None:
    """The day typed, not later than ``on``; else the field says so."""
    found = day(field)
    if found is None or found > on:
        field.error = text("Give a day, for example 2026-03-01; not later than today.")
        return None
    return found


def state_field(name: str, state: str) -> Field:
    """Whether a value is known, and if not why not."""
    return Field(
        name=f"state-{name}",
        label=text("Is it known?"),
        kind="radios",
        options=[(str(one), KNOWN_NAMES[one]) for one in Known],
        values=(state,),
    )


def reason_field(*, needed: bool) -> Field:
    """Why a record is changed."""
    return Field(
        name="reason",
        label=text("Reason"),
        optional=not needed,
        hint=text("It stays in the history. Write no personal details here."),
    )


def one_of(name: str, label: Text, options: Sequence[tuple[str, Said]], chosen: str = "") -> Field:
    """A field with one of some words to choose."""
    return Field(
        name=name, label=label, kind="radios", options=options, values=(chosen,) if chosen else ()
    )


def chosen(field: Field) -> str:
    """The code chosen; empty, with an error at the field, where none of the options is."""
    if field.value in {code for code, _ in field.choices}:
        return field.value
    field.error = text("Choose one.")
    return ""
