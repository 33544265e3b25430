"""Vacancies in words at the desk: state, pay, hours, what is marked and how to mend it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from chunfeng.faces.ui import named
from chunfeng.faces.ui.formats import money
from chunfeng.faces.ui.parts import Tone, Word
from chunfeng.kit.texts import Text, from_json, text
from chunfeng.stages.vacancies.examining import Kept
from chunfeng.stages.vacancies.queries import Facts, Line
from chunfeng.stages.vacancies.states import NAMES, State
from chunfeng.stages.vacancies.vocabulary import WORKED_OUT, heading, label

TONES: Mapping[str, Tone] = {
    "draft": "plain", "review": "due", "published": "good", "paused": "note", "closed": "plain",
}  # fmt: skip
COVER = ("housing", "meals", "shuttle", "escorted", "contract", "insurance")
DEMANDS = (
    "education_min", "skills_required", "certificates_required", "putonghua", "age_min", "age_max",
    "age_reason", "disabilities_accepted", "intensity", "conditions",
)  # fmt: skip
_WORDS = frozenset({"title", "description", "address", "age_reason"})
_SAID_OF = {"description": text("What is done all day"), "age_reason": text("Why this age")}


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a text; with what is marked in it, where something is."""

    words: str
    finding: "Marked | None" = None


@dataclass(frozen=True, slots=True)
class Marked:
    """What screening says of a place in a vacancy."""

    key: str
    field: Word
    step: str
    words: str
    said: Text
    mend: Text
    law: Text
    refused: bool
    asked: bool


def state_of(row: Line | Facts, on: date) -> tuple[Text, Tone]:
    """(where a vacancy stands, its shape): full and over are told before published."""
    over = row.expired if isinstance(row, Line) else row.expired(on)
    if row.state == State.PUBLISHED and over:
        return text("Over: the closing date is past"), "due"
    if row.state == State.PUBLISHED and row.full:
        return text("Full"), "note"
    if row.state == State.DRAFT and row.state_reason:
        return text("Sent back: mend it"), "wrong"
    return NAMES[State(row.state)], TONES[row.state]


def pay(values: Mapping[str, Any], month: float | None, hour: float | None) -> list[Text | str]:
    """What is paid: as it is agreed, then by the month and the hour."""
    low, high, kind = values["pay_low"], values["pay_high"], values["pay_kind"] or "month"
    said: list[Text | str] = []
    if kind == "piece" and values["piece_price"]:
        said.append(money(values["piece_price"], "piece"))
    elif low is not None and high is not None and high > low:
        said.append(text("{low} to {high}", low=money(low), high=money(high, kind)))
    elif low is not None or high is not None:
        said.append(money(low if low is not None else high, "month" if kind == "piece" else kind))
    if month and kind != "month":
        said.append(text("about {pay}", pay=money(round(month, -1), "month")))
    if hour and kind != "hour":
        said.append(text("about {pay}", pay=money(round(hour, 1), "hour")))
    return said or [text("Pay by agreement")]


def hours(values: Mapping[str, Any]) -> list[Text]:
    """Working hours, part by part."""
    said: list[Text] = []
    if values["hours_per_day"]:
        said.append(text("{n} hours a day", n=f"{values['hours_per_day']:g}"))
    if values["days_per_week"]:
        said.append(text("{n} days a week", n=f"{values['days_per_week']:g}"))
    if values["hours_window"]:
        begin, end = (f"{m // 60:02d}:{m % 60:02d}" for m in values["hours_window"])
        said.append(text("{begin} to {end}", begin=begin, end=end))
    if values["flexible"]:
        said.append(text("flexible hours"))
    if values["night_shift"]:
        said.append(text("with night shifts"))
    return said or [text("Hours by agreement")]


def where(place: int) -> str:
    """The place of work in full."""
    return named.full_place(place)


def cover(values: Mapping[str, Any]) -> list[tuple[Text, Text]]:
    """(what, whether there is any) of board and cover; what was not said is left out."""
    yes, no = text("Yes"), text("No")
    return [(heading(n), yes if values[n] else no) for n in COVER if values[n] is not None]


def demands(values: Mapping[str, Any], marked: Sequence[Marked] = ()) -> list[tuple[Word, Any]]:
    """(what is asked for, the words or pieces of it)."""
    told: list[tuple[Word, Any]] = []
    for name in DEMANDS:
        value = values[name]
        if value in (None, "", []):
            continue
        told.append((_SAID_OF.get(name) or heading(name), _words(name, value)))
    return told


def marked(found: Sequence[Kept], steps: Mapping[str, tuple[str, ...]]) -> list[Marked]:
    """What screening marks; answered holds are the officer's matter and stand no longer."""
    return [
        Marked(
            key=one["key"],
            field=_SAID_OF.get(one["field"]) or _heading(one["field"]),
            step=_step_of(one["field"], steps),
            words=one["words"],
            said=from_json(one["said"]),
            mend=from_json(one["mend"]),
            law=from_json(one["law"]),
            refused=one["verdict"] == "refuse",
            asked=one["verdict"] == "hold",
        )
        for one in found
        if not one.get("reason")
    ]


def pieces(field: str, written: str, found: Sequence[Kept], told: Sequence[Marked]) -> list[Piece]:
    """A text in pieces, those that are marked with what is said of them."""
    by_key = {one.key: one for one in told}
    return list(_pieces(field, written, found, by_key))


def _pieces(
    field: str, written: str, found: Sequence[Kept], by_key: Mapping[str, Marked]
) -> Iterator[Piece]:
    at = 0
    for one in sorted(found, key=lambda one: one["start"]):
        if one["field"] != field or not one["words"] or one["start"] < at:
            continue
        if one["key"] not in by_key:
            continue
        if one["start"] > at:
            yield Piece(written[at : one["start"]])
        yield Piece(written[one["start"] : one["end"]], by_key[one["key"]])
        at = one["end"]
    if at < len(written):
        yield Piece(written[at:])


def _step_of(field: str, steps: Mapping[str, tuple[str, ...]]) -> str:
    """The step in which a marked field is mended; of a figure worked out from pay, that of pay."""
    asked = "pay_kind" if field in WORKED_OUT else field
    return next((step for step, fields in steps.items() if asked in fields), "work")


def _words(name: str, value: Any) -> Any:
    if isinstance(value, bool):
        return text("Yes") if value else text("No")
    if name == "skills_required":
        return [str(word) for word, _ in value]
    if isinstance(value, list):
        return [label(name, one) if name != "certificates_required" else one for one in value]
    return label(name, value) if name in ("education_min", "intensity") else value


def _heading(field: str) -> Word:
    try:
        return heading(field)
    except LookupError:
        return field
