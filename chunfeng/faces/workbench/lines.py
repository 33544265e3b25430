"""A person as a line of a list."""

from dataclasses import dataclass

from chunfeng.faces.ui.language import current
from chunfeng.faces.ui.parts import Tone, Word
from chunfeng.faces.workbench.common import today
from chunfeng.foundation.places.current import places
from chunfeng.kit.texts import Text
from chunfeng.stages.people.queries import Line
from chunfeng.stages.people.status import STATUS_OF_KIND, WORK, LabourStatus, age_on
from chunfeng.stages.people.vocabulary import label

_WORKING = frozenset(STATUS_OF_KIND[kind] for kind in WORK)


@dataclass(frozen=True, slots=True)
class Shown:
    """A line in words."""

    row: Line
    age: int | None
    sex: Word
    place: str
    status: Text
    tone: Tone
    capacity: Word
    care: list[Text]
    willing: Word
    reach: list[Text]
    relation: Word
    categories: list[Text]
    doubts: int = 0
    next: Word = ""  # the one next step


def shown(row: Line, *, doubts: int = 0, next: Word = "") -> Shown:
    """A line as tables show it."""
    return Shown(
        row=row,
        age=age_on(row.birth_date, today()) if row.birth_date else None,
        sex=_word("sex", row.sex),
        place=place_name(row.region),
        status=LabourStatus(row.status).label,
        tone=tone(row.status),
        capacity=_word("work_capacity", row.work_capacity),
        care=[label("care", code) for code in row.care if code != "none"],
        willing=_word("willing", row.willing),
        reach=[label("wish_reach", code) for code in row.wish_reach],
        relation=_word("relation", row.relation),
        categories=[label("categories", code) for code in row.categories],
        doubts=doubts,
        next=next,
    )


def place_name(region: int) -> str:
    """A village with its town in front."""
    village = places().held(region)
    if village.level < 5 or not village.parent:
        return village.short_name_in(current())
    town = places().held(village.parent).short_name_in(current())
    between = "" if current() == "zh" else ", "
    return f"{town}{between}{village.short_name_in(current())}"


def tone(status: str) -> Tone:
    """The shape of a status tag."""
    if status in _WORKING:
        return "good"
    tones: dict[str, Tone] = {"not_in_work": "due", "lost_contact": "wrong"}
    return tones.get(status, "plain")


def _word(field: str, code: str) -> Word:
    return label(field, code) if code else ""
