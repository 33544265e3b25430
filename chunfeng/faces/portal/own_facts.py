"""What the register holds of somebody, as they read it themselves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chunfeng.faces.portal.living import brief
from chunfeng.faces.ui.parts import Word
from chunfeng.faces.ui.values import Value
from chunfeng.foundation.access import Purpose, Role
from chunfeng.foundation.audit.queries import Look
from chunfeng.foundation.intake.columns import Column
from chunfeng.foundation.places.place import STEPS, level_of
from chunfeng.kit.texts import Declared, Text, text
from chunfeng.stages.people.fields import CONSENT, SEALED, SPELL
from chunfeng.stages.people.queries import Facts, SpellLine
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.people.status import SpellKind
from chunfeng.stages.people.vocabulary import heading

# Work and consent stand by themselves; who wrote a line down is nobody's but the office's.
_ELSEWHERE = frozenset({*SPELL, *CONSENT, "collector", "lon", "lat", "person_no"})
_LEVELS = {Role.COUNTY: 3, Role.TOWNSHIP: 4, Role.VILLAGE: 5}


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: of which field, its name, what is recorded."""

    field: str
    name: Word
    said: Word


@dataclass(frozen=True, slots=True)
class Worked:
    """A time of work, school or training."""

    kind: Text
    line: SpellLine


@dataclass(frozen=True, slots=True)
class Seen:
    """Who dealt with somebody's data: what was done, by which office or employer, why."""

    look: Look
    office: Word
    purpose: Word
    fields: Sequence[Word]


def groups(facts: Facts) -> list[tuple[Word, list[Fact]]]:
    """(group, its facts) in the ledger's order, without what nobody has recorded."""
    out: list[tuple[Word, list[Fact]]] = []
    for group in PEOPLE.groups:
        columns = [c for c in PEOPLE if c.group == group.code and c.field not in _ELSEWHERE]
        lines = [_fact(column, facts) for column in columns if _has(column, facts)]
        if lines:
            out.append((Declared(group.zh, group.en), lines))
    return out


def fact(field: str, facts: Facts) -> Fact:
    """One fact, also one that is not recorded."""
    column = PEOPLE.column(field)
    return _fact(column, facts) if _has(column, facts) else Fact(field, heading(field), "–")


def worked(spells: Iterable[SpellLine]) -> list[Worked]:
    """Times of work, school and training, the latest first."""
    lines = sorted(spells, key=lambda line: line.begun, reverse=True)
    return [Worked(SpellKind(line.kind).label, line) for line in lines]


def seen(look: Look, employers: Mapping[UUID, str]) -> Seen:
    """An event as the person concerned reads it; no officer's name.

    employers: by offer, whose it is.
    """
    known = {column.field: heading(column.field) for column in PEOPLE}
    return Seen(
        look=look,
        office=_office(look, employers),
        purpose=Purpose(look.purpose).label if look.purpose in set(Purpose) else "",
        fields=[known[name] for name in look.fields if name in known],
    )


def _office(look: Look, employers: Mapping[UUID, str]) -> Word:
    role = Role(look.role)
    if role is Role.EMPLOYER and look.subject:
        return employers.get(look.subject, role.label)
    level = _LEVELS.get(role)
    if look.region is None or level is None:
        return role.label
    step = STEPS[min(level, level_of(look.region))]
    return text("{role}, {place}", role=role.label, place=brief(look.region // step * step))


def _has(column: Column, facts: Facts) -> bool:
    if column.field in SEALED:
        return column.field in facts.sealed
    return facts.values.get(column.field) not in (None, "", [], ())


def _fact(column: Column, facts: Facts) -> Fact:
    return Fact(column.field, Declared(column.zh, column.en), _said(column, facts))


def _said(column: Column, facts: Facts) -> Word:
    value: Any = facts.values.get(column.field)
    if column.field == "id_number":
        return text("Checked ✓") if facts.id_checked else text("Recorded, not checked")
    if column.field == "phone":
        return facts.phone_mask
    return text("Recorded, sealed") if column.field in SEALED else Value(column, value)
