"""Every list of codes the API's values come from, with the words for them in both languages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from chunfeng.foundation.codes import Occupations
from chunfeng.kit.texts import Text, text
from chunfeng.stages.employers import policy
from chunfeng.stages.employers.vocabulary import Recognised
from chunfeng.stages.vacancies.sheets import VACANCIES


@dataclass(frozen=True, slots=True)
class Entry:
    """A code and its words."""

    code: str
    zh: str
    en: str


_COLUMNS = (
    "employer_kind", "channel", "pay_kind", "intensity", "conditions", "education_min",
    "disabilities_accepted",
)  # fmt: skip
_POINTS: Mapping[str, Text] = {
    "own": text("Its own point"),
    "township": text("The township's point"),
    "county": text("The county's point"),
    "prefecture": text("The prefecture's point"),
    "province": text("The province's point"),
}
OCCUPATION = "occupation"
NAMES: Mapping[str, Text] = {
    "employer_kind": text("Kinds of employers"),
    "channel": text("Ways into work"),
    "pay_kind": text("Kinds of pay"),
    "intensity": text("How hard the work is"),
    "conditions": text("Working conditions"),
    "education_min": text("Education asked for"),
    "disabilities_accepted": text("Disabilities the work is open to"),
    "recognition_kind": text("What an employer is recognised as"),
    "workshop_kind": text("Forms of workshops"),
    "base_level": text("Whose base enterprise it is"),
    "point": text("Whose point stands for a region"),
    OCCUPATION: text("Occupations of the 2022 classification"),
}


def entries(name: str) -> Sequence[Entry]:
    """The codes of a list in their order; KeyError where there is none of this name."""
    if name in _COLUMNS:
        return [Entry(one.code, one.zh, one.en) for one in VACANCIES.column(name).choices]
    if name == OCCUPATION:
        return _occupations()
    return [Entry(code, said.to("zh"), said.to("en")) for code, said in _named()[name].items()]


def _named() -> Mapping[str, Mapping[str, Text]]:
    """What is recognised, and in which forms, is policy data."""
    held = policy.national()
    return {
        "recognition_kind": held.kinds,
        "workshop_kind": held.variants(Recognised.WORKSHOP),
        "base_level": held.variants(Recognised.BASE),
        "point": _POINTS,
    }


@cache
def _occupations() -> Sequence[Entry]:
    return [Entry(one.code, one.name, one.name_en) for one in Occupations.open().every()]
