"""Vacancies in words, as the workbench's pages show them: terms, marks, states, history."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest

from chunfeng.faces.ui.formats import money
from chunfeng.faces.ui.parts import Tone, Word
from chunfeng.faces.ui.values import Value
from chunfeng.faces.workbench import employing
from chunfeng.faces.workbench.common import by, days_since
from chunfeng.faces.workbench.places import place_in
from chunfeng.foundation.access import Right
from chunfeng.foundation.audit.queries import Entry
from chunfeng.foundation.audit.queries import timeline as events
from chunfeng.foundation.intake.columns import Column, Kind
from chunfeng.kit.texts import Declared, Text, from_json, text
from chunfeng.stages.employers import queries as employers
from chunfeng.stages.employers.states import EMPLOYER_NAMES, EmployerState
from chunfeng.stages.vacancies import examining, queries
from chunfeng.stages.vacancies.fields import PHONE, POINT
from chunfeng.stages.vacancies.queries import Facts, Line
from chunfeng.stages.vacancies.rules import COUNTY, DECIDERS
from chunfeng.stages.vacancies.sheets import VACANCIES
from chunfeng.stages.vacancies.states import NAMES, State
from chunfeng.stages.vacancies.vocabulary import heading

TONES: dict[str, Tone] = {
    "draft": "plain", "review": "due", "published": "good", "paused": "note", "closed": "plain",
}  # fmt: skip
VERDICTS: dict[str, tuple[Text, Tone]] = {
    "refuse": (text("Not allowed"), "wrong"),
    "hold": (text("To be decided"), "due"),
    "note": (text("Reminder"), "note"),
}
BEYOND = (  # what no ledger has
    Column(field="description", zh="工作内容", en="What the work is", kind=Kind.TEXT, group="post",
           hint_zh="做什么、和谁一起、一天怎么安排。",
           hint_en="What is done, with whom, and how a day goes."),
    Column(field="age_reason", zh="年龄要求的理由", en="Why an age is asked", kind=Kind.TEXT,
           group="demands"),
)  # fmt: skip
UNITS: Mapping[str, Text] = {
    "headcount": text("{n} people"),
    "reserved": text("{n} people"),
    "daily_output": text("{n} pieces a day"),
    "hours_per_day": text("{n} hours a day"),
    "days_per_week": text("{n} days a week"),
    "age_min": text("{n} years"),
    "age_max": text("{n} years"),
}
COLUMNS: tuple[Column, ...] = (*VACANCIES, *BEYOND)
OF_THE_EMPLOYER = frozenset({"employer", "credit_code", "employer_kind", "stay_share"})
GROUPS = tuple(group for group in VACANCIES.groups if group.code != "employer")
NAMED: Mapping[str, Declared] = {one.field: Declared(one.zh, one.en) for one in COLUMNS}


@dataclass(frozen=True, slots=True)
class Mark:
    """What screening says of a place in a vacancy."""

    key: str
    rule: str
    words: str
    field: Word
    verdict: Text
    tone: Tone
    said: Text
    mend: Text
    law: Text
    reason: str
    hold: bool
    refused: bool


@dataclass(frozen=True, slots=True)
class Told:
    """One field: its value in words, or its text in pieces with what is marked of it."""

    field: str
    name: Word
    said: Word
    parts: Sequence[tuple[str, str]]  # (piece, verdict of its mark or empty)
    verdict: str = ""  # of a mark on the fact itself


@dataclass(frozen=True, slots=True)
class Group:
    """A group of the ledger with those of its fields that say something."""

    code: str
    name: Word
    lines: Sequence[Told]


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of a list in words."""

    row: Line
    state: Text
    tone: Tone
    channel: Word
    place: str
    marks: Sequence[Mark]
    verified: bool

    @property
    def left(self) -> int:
        """Seats nobody has."""
        return self.row.headcount - self.row.taken

    @property
    def waits(self) -> int:
        """Days since it was handed in."""
        return days_since(self.row.submitted_at) if self.row.submitted_at else 0


def found(vacancy: UUID) -> Facts:
    """A vacancy of the post's region; else 404."""
    facts = queries.facts(vacancy)
    if facts is None:
        raise Http404
    return facts


def may_act(request: HttpRequest) -> bool:
    """Whether the post's role decides on vacancies."""
    return by(request).role in DECIDERS


def shown(row: Line) -> Shown:
    """A line as tables show it."""
    return Shown(
        row=row,
        state=NAMES[State(row.state)],
        tone=TONES[row.state],
        channel=label("channel", row.channel),
        place=place_in(row.place, row.region // COUNTY * COUNTY),
        marks=marks(row.findings),
        verified=row.employer_state == "verified",
    )


def label(field: str, code: str) -> Word:
    """The word for a code of the ledger; empty for none."""
    return value(VACANCIES.column(field), code) if code else ""


def column(field: str) -> Column:
    """The declaration of a field of a vacancy."""
    return next(one for one in COLUMNS if one.field == field)


def value(of: Column, held: Any) -> Value:
    """A stored value, in words of either language."""
    return Value(of, held)


def measured(of: Column, values: Mapping[str, Any]) -> Word:
    """A stored value in words, a figure with its unit."""
    held = values[of.field]
    if of.field in UNITS:
        return Text(UNITS[of.field].message, {"n": f"{held:,g}"})
    if of.field in ("pay_low", "pay_high"):
        kind = values["pay_kind"] or "month"
        return money(held, "month" if kind == "piece" else kind)
    return money(held, "piece") if of.field == "piece_price" else value(of, held)


def marks(findings: Iterable[Mapping[str, Any]]) -> list[Mark]:
    """What screening marked, in words."""
    return [
        Mark(
            key=one["key"],
            rule=one["rule"],
            words=one["words"],
            field=NAMED.get(one["field"]) or heading(one["field"]),
            verdict=VERDICTS[one["verdict"]][0],
            tone=VERDICTS[one["verdict"]][1],
            said=from_json(one["said"]),
            mend=from_json(one["mend"]),
            law=from_json(one["law"]),
            reason=one.get("reason", ""),
            hold=one["verdict"] == "hold",
            refused=one["verdict"] == "refuse",
        )
        for one in findings
    ]


def groups(facts: Facts) -> list[Group]:
    """The terms by the ledger's groups, each text with its marks in it."""
    read = examining.texts(facts.values)
    out = []
    for group in GROUPS:
        columns = [one for one in columns_of(group.code) if shows(one.field, facts)]
        lines = [
            _told(one, facts, read) for one in columns
            if facts.values.get(one.field) not in (None, "", [])
        ]  # fmt: skip
        out.append(Group(group.code, Declared(group.zh, group.en), lines))
    return out


def shows(field: str, facts: Facts) -> bool:
    """Whether a field is shown by itself: not what is sealed, nor the place's point."""
    return field != PHONE and (facts.own_point or field not in POINT)


def columns_of(group: str) -> list[Column]:
    """The fields of a group that are the vacancy's own; the ledger's first group is the post's."""
    codes = ("employer", group) if group == "post" else (group,)
    return [one for one in COLUMNS if one.group in codes and one.field not in OF_THE_EMPLOYER]


def _told(of: Column, facts: Facts, read: Mapping[str, str]) -> Told:
    marked = [one for one in facts.findings if one["field"] == of.field]
    name, said = NAMED[of.field], measured(of, facts.values)
    in_text = [one for one in marked if one["words"]]
    verdicts = {one["verdict"] for one in marked}
    on_fact = next((verdict for verdict in ("refuse", "hold") if verdict in verdicts), "")
    if in_text and of.field in read:
        return Told(of.field, name, said, pieces(read[of.field], in_text))
    return Told(of.field, name, said, (), on_fact)


def pieces(written: str, marked: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """A text cut where marks begin and end: (piece, verdict or empty)."""
    out, at = [], 0
    for one in sorted(marked, key=lambda one: (one["start"], one["end"])):
        start, end = max(one["start"], at), one["end"]
        if start >= end:
            continue  # lies in a mark before it
        out += [(written[at:start], ""), (written[start:end], str(one["verdict"]))]
        at = end
    return [piece for piece in [*out, (written[at:], "")] if piece[0]]


def employer_of(request: HttpRequest, facts: Facts) -> employers.Facts | None:
    """The employer, as far as the post may know it."""
    return employers.facts(facts.employer, by=by(request))


def page(request: HttpRequest, facts: Facts, employer: employers.Facts | None) -> dict[str, Any]:
    """What stands on every page of a vacancy: its terms, its employer, its history."""
    context = by(request)
    told = {
        "facts": facts,
        "state": NAMES[State(facts.state)],
        "tone": TONES[facts.state],
        "groups": groups(facts),
        "employer": employer,
        "may": may_act(request),
        "reveals": context.rights.d3 is Right.REVEAL,
        "purposes": [(str(one), one.label) for one in sorted(context.rights.purposes)],
        "purpose": str(context.purpose),
        "timeline": timeline(events(by=context, subject=facts.id)),
    }
    if employer is None:
        return told
    return told | {
        "employer_state": EMPLOYER_NAMES[EmployerState(employer.state)],
        "employer_tone": employing.EMPLOYER_TONES[employer.state],
        "employer_kind": employing.kind_name(employer.kind),
        "recognised": [
            (employing.called(one.kind, one.variant), *employing.state_of(one.state))
            for one in employer.recognitions
            if one.state != "ended"
        ],
    }


def timeline(entries: Sequence[Entry]) -> list[tuple[Entry, list[Word], Word]]:
    """(event, which fields it concerns, why) as the timeline shows them."""
    return [
        (one, [NAMED[name] for name in one.fields if name in NAMED], one.reason) for one in entries
    ]


def over(facts: Facts, on: date) -> Text | None:
    """What stands in the way of anybody's coming, in words."""
    if facts.expired(on):
        return text("The closing date is past: nobody finds it any more.")
    return text("Every seat is taken.") if facts.full else None
