"""A person's facts as pages show them: by the ledger's groups, with where each value comes from."""

from dataclasses import dataclass
from typing import Any

from chunfeng.foundation.intake.columns import Column
from chunfeng.foundation.intake.write import cell_text
from chunfeng.foundation.places import Scale, scale
from chunfeng.foundation.places.current import places
from chunfeng.kit.texts import Language, Text, text
from chunfeng.stages.people.fields import CONSENT, HOUSEHOLD, SEALED, SPELL
from chunfeng.stages.people.queries import Facts
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.people.stored import restored
from chunfeng.stages.people.vocabulary import KNOWN_NAMES, Known, Word

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
_ELSEWHERE = frozenset({*SPELL, *CONSENT})  # shown as spells and consents


@dataclass(frozen=True, slots=True)
class Shown:
    """One field of a person as a line: its name, its value or why there is none, its origin."""

    field: str
    name: Word
    said: "Text | Value | None"
    state: Text | None
    origin: Text | None
    sealed: bool
    has: bool


@dataclass(frozen=True, slots=True)
class Value:
    """A stored value, in words of either language."""

    column: Column
    value: Any

    def to(self, language: Language) -> str:
        """The value as a cell would hold it."""
        if self.column.kind.value == "place":
            return places().full_name(self.value)
        if self.column.kind.value == "places":
            return "、".join(places().full_name(code) for code in self.value)
        return cell_text(self.column, restored(self.column.field, self.value), language)


def groups(facts: Facts) -> list[tuple[str, Word, list[Shown]]]:
    """(group, its name, its lines) in the ledger's order."""
    out = []
    for group in PEOPLE.groups:
        columns = [c for c in PEOPLE if c.group == group.code and c.field not in _ELSEWHERE]
        lines = [shown(column, facts) for column in columns]
        if lines:
            out.append((group.code, Word(group.en, zh=group.zh), lines))
    return out


def shown(column: Column, facts: Facts) -> Shown:
    """One field of a person."""
    origin = facts.origins.get(column.field) or facts.origins.get("", {})
    name, sealed = Word(column.en, zh=column.zh), column.field in SEALED
    value = facts.values.get(column.field)
    has = column.field in facts.sealed if sealed else value not in (None, "", [], ())
    said: Text | Value | None = None
    if column.field == "id_number":
        said = text("Checked ✓") if has else None
    elif column.field == "phone":
        said = Text(facts.phone_mask) if has else None
    elif sealed:
        said = text("Recorded, sealed") if has else None
    elif has:
        said = Value(column, value)
    state = None if has else KNOWN_NAMES[Known(origin.get("state", Known.NOT_ASKED))]
    told = has and origin.get("how") in HOW and column.field not in HOUSEHOLD
    source = _origin(origin) if told else None
    return Shown(column.field, name, said, state, source, sealed, has)


def missing(facts: Facts) -> list[Shown]:
    """What docking would need and nobody has recorded."""
    lines = [shown(PEOPLE.column(field), facts) for field in NEEDED]
    return [line for line in lines if not line.has]


def work_scale(home: int, place: int | None) -> Text | None:
    """How far from home work is, in words."""
    return SCALES[scale(home, place)] if place is not None else None


def _origin(origin: Any) -> Text:
    return text("{how}, {on}", how=HOW[origin["how"]], on=origin.get("on", ""))
