"""The forms of the acts on an offer, and the write each of them is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest

from chunfeng.faces.ui.forms import Field
from chunfeng.faces.ui.parts import Word
from chunfeng.faces.workbench import forms
from chunfeng.faces.workbench.common import by, now, today
from chunfeng.faces.workbench.forms import YES_NO, chosen, one_of
from chunfeng.kit.texts import Text, text
from chunfeng.stages.people.vocabulary import EVIDENCE_NAMES, Evidence
from chunfeng.stages.placements import operations, queries
from chunfeng.stages.placements.operations import Said
from chunfeng.stages.placements.queries import Attested, Line
from chunfeng.stages.placements.vocabulary import (
    EMPLOYER_REASONS,
    END_REASONS,
    HOW_NAMES,
    PERSON_REASONS,
    WHOSE_NAMES,
    EmployerReason,
    EndReason,
    How,
    LapseReason,
    PersonReason,
    Whose,
)

BY_HAND = (How.PHONE, How.VISIT)  # link and desk are noted by themselves
ARRIVED = "arrived"
Write = Callable[[], Any]
LEADS: dict[str, Text] = {
    "agreed": text("A seat is held from now on. Until the employer answers it can still be"
                   " declined."),
    "employer-agreed": text("Both have agreed then. Note the first day if it is known."),
    "began": text("It becomes their work in the register, and counts from that day."),
    "attest": text("It ends nothing. Where you and the employer differ, the offer is listed until"
                   " somebody has looked."),
    "declined": text("Nothing about the person is changed; you see afterwards what to ask."),
    "turned-down": text("The seat is free again."),
    "not-arrived": text("The seat is free again, and the offer is over."),
    "ended": text("The work ends in the register too, and the seat is free again."),
    "phone": text("They may change their mind about it whenever they like."),
    "withdraw": text("The seat, if one is held, is free again."),
}  # fmt: skip


@dataclass(slots=True)
class Form:
    """The fields of one act on one offer."""

    act: str
    line: Line
    fields: Sequence[Field]

    def write(self, request: HttpRequest) -> Write | None:
        """The write that was asked for; None where a field says what is wrong."""
        told = {field.name: field for field in self.fields}
        for field in self.fields:
            if field.box:
                chosen(field)
        made = _WRITES[self.act](self.line, told, {"by": by(request), "at": now()})
        return None if any(field.error for field in self.fields) else made


def form(act: str, line: Line, words: Sequence[Attested] = ()) -> Form:
    """The form of an act. words: what was confirmed; an end that somebody told is filled in."""
    return Form(act, line, _FIELDS[act](line, words))


def _how() -> Field:
    options = [(str(way), HOW_NAMES[way]) for way in BY_HAND]
    field = one_of("how", text("How did the answer come?"), options, How.PHONE)
    field.inline = True
    return field


def _note() -> Field:
    hint = text("What was said. Write nothing about health or the family here.")
    return Field(name="note", label=text("Remark"), kind="textarea", rows=2, optional=True,
                 hint=hint)  # fmt: skip


def _reason(words: "dict[Any, Text]", held: str = "") -> Field:
    return one_of("reason", text("Why?"), [(str(k), v) for k, v in words.items()], held)


def _day(name: str, label: Text, held: date | None = None, *, optional: bool = False) -> Field:
    values = (held.isoformat(),) if held else ()
    return Field(name=name, label=label, kind="date", size="short", values=values,
                 optional=optional)  # fmt: skip


def _agreed(line: Line, _words: Sequence[Attested]) -> list[Field]:
    seen = one_of("seen", text("May the employer see the name, and what the work asks for?"),
                  YES_NO, "yes")  # fmt: skip
    seen.inline = True
    seen.hint = text("Only this employer. Without it you answer for the employer yourself.")
    return [_how(), seen, _phone(shown=True), _note()]


def _phone(*, shown: bool) -> Field:
    seen = one_of("phone", text("May the employer see the telephone, once both have agreed?"),
                  YES_NO, "yes" if shown else "no")  # fmt: skip
    seen.inline = True
    seen.hint = text("Until the work ends; each look stands on the person's own page. Otherwise you"
                     " pass messages on.")  # fmt: skip
    return seen


def _began(line: Line, _words: Sequence[Attested]) -> list[Field]:
    grades = [(str(grade), name) for grade, name in EVIDENCE_NAMES.items()]
    usual = line.start_on if line.start_on and line.start_on <= today() else today()
    return [
        _day("on", text("First day"), usual),
        one_of("evidence", text("How do we know?"), grades, Evidence.EMPLOYER),
    ]


def _ended(line: Line, words: Sequence[Attested]) -> list[Field]:
    told = next((one for one in reversed(words) if one.left_on), None)
    return [
        _day("on", text("Last day"), told.left_on if told else None),
        _reason(END_REASONS, told.reason if told else ""),
    ]


def _attest(line: Line, _words: Sequence[Attested]) -> list[Field]:
    whose = [(str(one), WHOSE_NAMES[one]) for one in (Whose.OFFICER, Whose.EMPLOYER)]
    what: list[tuple[str, Word]] = [(ARRIVED, text("The arrival"))]
    for month in _months(line):
        what.append((month.isoformat(), text("In {month}", month=f"{month:%Y-%m}")))
    fields = [
        one_of("whose", text("Who says so?"), whose, Whose.OFFICER),
        one_of("what", text("What is confirmed?"), what, ARRIVED),
        one_of("there", text("Is the person there?"), YES_NO, "yes"),
        _how(),
    ]
    for field in fields:
        field.inline = True
    return fields


def _months(line: Line) -> list[date]:
    """The running month and the last one, as far as work had begun."""
    found = [today().replace(day=1), queries.last_month(today())]
    begun = line.start_on or today()
    return [month for month in found if month >= begun.replace(day=1)]


_FIELDS: dict[str, Callable[[Line, Sequence[Attested]], list[Field]]] = {
    "agreed": _agreed,
    "employer-agreed": lambda line, _: [
        _how(), _day("on", text("First day"), line.start_on, optional=True), _note(),
    ],
    "began": _began,
    "attest": _attest,
    "declined": lambda _l, _w: [_reason(dict(PERSON_REASONS)), _how(), _note()],
    "turned-down": lambda _l, _w: [_reason(dict(EMPLOYER_REASONS)), _how(), _note()],
    "not-arrived": lambda _l, _w: [Field(name="sure", label="", kind="hidden")],
    "ended": _ended,
    "phone": lambda line, _: [_phone(shown=line.shown_phone)],
    "withdraw": lambda _l, _w: [Field(name="sure", label="", kind="hidden")],
}  # fmt: skip
Told = dict[str, Field]
Acts = dict[str, Any]  # by and at


def _said(told: Told) -> Said | None:
    how, note = told["how"].value, told["note"].value if "note" in told else ""
    return Said(how=How(how), note=note) if how in BY_HAND else None


def _needed(field: Field) -> date | None:
    day = forms.day(field)
    if day is None:
        field.error = text("Give a day, for example 2026-03-01.")
    return day


def _agree(line: Line, told: Told, acts: Acts) -> Write | None:
    said, seen, phone = _said(told), told["seen"].value == "yes", _shows(told)
    if said is None:
        return None
    return lambda: operations.agree(line.id, said, shown=seen, phone=phone, **acts)


def _shows(told: Told) -> bool:
    return told["phone"].value == "yes"


def _confirm(line: Line, told: Told, acts: Acts) -> Write | None:
    said, day = _said(told), None
    if told["on"].value.strip():
        day = _needed(told["on"])
    return (lambda: operations.confirm(line.id, said, start_on=day, **acts)) if said else None


def _begin(line: Line, told: Told, acts: Acts) -> Write | None:
    day, grade = _needed(told["on"]), told["evidence"].value
    if day is None or grade not in set(Evidence):
        return None
    return lambda: operations.begin(line.id, on=day, evidence=Evidence(grade), **acts)


def _decline(line: Line, told: Told, acts: Acts) -> Write | None:
    said, code = _said(told), told["reason"].value
    if said is None or code not in set(PersonReason):
        return None
    return lambda: operations.decline(line.id, PersonReason(code), said, **acts)


def _turn_down(line: Line, told: Told, acts: Acts) -> Write | None:
    said, code = _said(told), told["reason"].value
    if said is None or code not in set(EmployerReason):
        return None
    return lambda: operations.turn_down(line.id, EmployerReason(code), said, **acts)


def _end(line: Line, told: Told, acts: Acts) -> Write | None:
    day, code = _needed(told["on"]), told["reason"].value
    if day is None or code not in set(EndReason):
        return None
    return lambda: operations.end(line.id, on=day, reason=EndReason(code), **acts)


def _confirm_there(line: Line, told: Told, acts: Acts) -> Write | None:
    if any(field.error for field in told.values()):
        return None
    what = told["what"].value
    return lambda: operations.attest(
        line.id, whose=Whose(told["whose"].value), there=told["there"].value == "yes",
        how=How(told["how"].value), month=None if what == ARRIVED else date.fromisoformat(what),
        **acts,
    )  # fmt: skip


_WRITES: dict[str, Callable[[Line, Told, Acts], Write | None]] = {
    "agreed": _agree,
    "employer-agreed": _confirm,
    "began": _begin,
    "attest": _confirm_there,
    "declined": _decline,
    "turned-down": _turn_down,
    "not-arrived": lambda line, _, acts: (
        lambda: operations.withdraw(line.id, reason=LapseReason.NOT_ARRIVED, **acts)
    ),
    "ended": _end,
    "phone": lambda line, told, acts: (
        lambda: operations.share_phone(line.id, shown=_shows(told), **acts)
    ),
    "withdraw": lambda line, _, acts: lambda: operations.withdraw(line.id, **acts),
}
