"""A person's facts as pages show them: by the ledger's groups, with where each value comes from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from chunfeng.faces.ui.parts import Word as Said
from chunfeng.faces.ui.values import Value
from chunfeng.foundation.access import Purpose
from chunfeng.foundation.audit.queries import Entry
from chunfeng.foundation.intake.columns import Column, Kind
from chunfeng.foundation.places import Scale, scale
from chunfeng.kit.texts import Declared, Text, text
from chunfeng.stages.people.fields import CONSENT, HOUSEHOLD, SEALED, SPELL
from chunfeng.stages.people.queries import Facts
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.people.stored import unsealed_value
from chunfeng.stages.people.vocabulary import KNOWN_NAMES, Known, LeftReason

NEEDED = (  # what docking asks first; a gap here costs the person options
    "birth_date", "work_capacity", "willing", "wish_reach", "care", "hours_per_day", "commute_km",
    "skills", "education", "pay_min", "available_from",
)  # fmt: skip
HOW = {
    "import": text("from a ledger"),
    "form": text("entered"),
    "visit": text("on a visit"),
    "phone": text("by phone"),
    "merge": text("from a merged record"),
    "split": text("from the former household"),
}
SCALES = {
    Scale.VILLAGE: text("in the village"),
    Scale.TOWNSHIP: text("in the township"),
    Scale.COUNTY: text("in the county"),
    Scale.PREFECTURE: text("in the prefecture"),
    Scale.PROVINCE: text("in the province"),
    Scale.COUNTRY: text("in another province"),
    Scale.ABROAD: text("abroad"),
}
FIXED = frozenset({"home", "id_type"})  # changed by moving the household, or never
_ELSEWHERE = frozenset({*SPELL, *CONSENT})  # shown as spells and consents


@dataclass(frozen=True, slots=True)
class Shown:
    """One field of a person as a line: its name, its value or why there is none, its origin."""

    field: str
    name: Text
    said: Said
    state: Text | None
    origin: Text | None
    sealed: bool
    has: bool

    @property
    def of_household(self) -> bool:
        """Whether it is changed on the household's page."""
        return self.field in HOUSEHOLD

    @property
    def fixed(self) -> bool:
        """Whether it is changed nowhere by hand."""
        return self.field in FIXED

    @property
    def told(self) -> Said:
        """The value, or why there is none."""
        return self.said if self.has else self.state or ""


@dataclass(frozen=True, slots=True)
class Group:
    """A group of the ledger: lines that say something, and fields nobody has asked about."""

    code: str
    name: Text
    lines: list[Shown]
    unasked: list[Shown]


def groups(facts: Facts) -> list[Group]:
    """The groups in the ledger's order."""
    out = []
    for group in PEOPLE.groups:
        lines = [shown(column, facts) for column in columns_of(group.code)]
        told = [line for line in lines if line.has or line.state != KNOWN_NAMES[Known.NOT_ASKED]]
        unasked = [line for line in lines if line not in told]
        out.append(Group(group.code, Declared(group.zh, group.en), told, unasked))
    return out


def usual_origin(facts: Facts) -> Text | None:
    """Where most values come from: the record itself."""
    return _said_origin(facts.origins.get("", {}))


def columns_of(group: str) -> list[Column]:
    """The columns of a group of the ledger, without work and consent, which stand by themselves."""
    return [c for c in PEOPLE if c.group == group and c.field not in _ELSEWHERE]


def shown(column: Column, facts: Facts) -> Shown:
    """One field of a person."""
    sealed = column.field in SEALED
    value = facts.values.get(column.field)
    has = column.field in facts.sealed if sealed else value not in (None, "", [], ())
    return Shown(
        field=column.field,
        name=Declared(column.zh, column.en),
        said=_said(column, value, facts) if has else "",
        state=None if has else KNOWN_NAMES[state_of(column.field, facts)],
        origin=_origin(column.field, facts) if has else None,
        sealed=sealed,
        has=has,
    )


def state_of(field: str, facts: Facts) -> Known:
    """Why a field holds no value."""
    return Known(facts.origins.get(field, {}).get("state", Known.NOT_ASKED))


def missing(facts: Facts) -> list[Shown]:
    """What docking would need and nobody has recorded."""
    lines = [shown(PEOPLE.column(field), facts) for field in NEEDED]
    return [line for line in lines if not line.has]


def work_scale(home: int, place: int | None) -> Text | None:
    """How far from home work is, in words."""
    return SCALES[scale(home, place)] if place is not None else None


def opened(field: str, said: str) -> Value:
    """A value that was sealed, in words."""
    return Value(PEOPLE.column(field), unsealed_value(field, said))


def names(fields: Sequence[str]) -> list[Said]:
    """What the ledger calls fields; what it does not know is left out."""
    known = {column.field: Declared(column.zh, column.en) for column in PEOPLE}
    return [known[name] for name in fields if name in known]


def timeline(
    entries: Sequence[Entry], people: Mapping[UUID, str] | None = None
) -> list[tuple[Entry, list[Said], Said]]:
    """(event, whom and which fields it concerns, why) as a timeline shows them."""
    called = people or {}
    return [
        (entry, [*_whom(entry, called), *names(entry.fields)], reason(entry)) for entry in entries
    ]


def _whom(entry: Entry, called: Mapping[UUID, str]) -> list[str]:
    return [called[entry.person]] if entry.person and entry.person in called else []


def reason(entry: Entry) -> Said:
    """Why something was done: as typed, a word of the register's, or the purpose of a look."""
    if entry.kind in ("person.revealed", "person.reveal_refused"):
        return Purpose(entry.purpose).label
    known = entry.reason in set(LeftReason)
    return LeftReason(entry.reason).label if known else entry.reason


def before(values: Mapping[str, Any]) -> list[tuple[Said, Said]]:
    """(what the ledger calls a field, what it held) in the ledger's order."""
    return [
        (Declared(column.zh, column.en), held(column, values[column.field]))
        for column in PEOPLE
        if column.field in values
    ]


def held(column: Column, value: Any) -> Said:
    """A value as stored, in words; a dash for none."""
    if value in (None, "", []):
        return "–"
    as_day = column.kind is Kind.DATE and isinstance(value, str)
    return Value(column, date.fromisoformat(value) if as_day else value)


def _said(column: Column, value: Any, facts: Facts) -> Said:
    if column.field == "id_number":
        return text("Checked ✓") if facts.id_checked else text("Recorded, not checked")
    if column.field == "phone":
        return facts.phone_mask
    return text("Recorded, sealed") if column.field in SEALED else Value(column, value)


def _origin(field: str, facts: Facts) -> Text | None:
    """Where a value comes from, if not from where most do."""
    return None if field in HOUSEHOLD else _said_origin(facts.origins.get(field, {}))


def _said_origin(origin: Mapping[str, str]) -> Text | None:
    if origin.get("how") not in HOW:
        return None
    return text("{how}, {on}", how=HOW[origin["how"]], on=origin.get("on", ""))
