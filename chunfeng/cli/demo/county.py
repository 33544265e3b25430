"""The demo county's two ledgers, made and written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from chunfeng.cli.demo.draw import Dice, words
from chunfeng.cli.demo.geography import survey
from chunfeng.cli.demo.people import people
from chunfeng.cli.demo.vacancies import vacancies
from chunfeng.cli.demo.wanted import Wanted
from chunfeng.foundation.codes import Codes, Occupations
from chunfeng.foundation.intake.columns import Kind, Layout, OccupationWord
from chunfeng.foundation.places import Places
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.vacancies.sheets import VACANCIES

Columns = dict[str, list[Any]]


@dataclass(frozen=True, slots=True)
class County:
    """The columns of both ledgers, every field of their layouts, and the county's name."""

    name: str
    people: Columns
    vacancies: Columns


def make(wanted: Wanted, places: Places, codes: Codes, occupations: Occupations) -> County:
    """The two ledgers: the same for the same wish and the same reference data."""
    region = places.get(wanted.county)
    dice = Dice(wanted.seed, region.code)
    on = np.datetime64(wanted.on)
    geography = survey(dice, places, region.code, codes.partners(region.code, wanted.on))
    busy = sorted(codes.busy_months(region.code))

    def match(word: str) -> OccupationWord:
        found = occupations.match(word)
        return OccupationWord(word, found.code if found else None)

    rows, seeking = people(dice, geography, wanted.people, on, busy, match)
    seats = round(seeking * words("employers")["seats_for_each_seeker"])
    offers = vacancies(dice, geography, wanted.vacancies, seats, on, match)
    return County(region.name, complete(PEOPLE, rows), complete(VACANCIES, offers))


def complete(layout: Layout, columns: Mapping[str, Sequence[Any]]) -> Columns:
    """All fields in the layout's order, empty where not given; several choices in their order."""
    size = len(next(iter(columns.values())))
    found: Columns = {}
    for column in layout:
        values = list(columns.get(column.field, [None] * size))
        if column.kind is Kind.CHOICES:
            order = {choice.code: place for place, choice in enumerate(column.choices)}
            sorts = {v: tuple(sorted(v, key=order.__getitem__)) for v in set(values) if v}
            values = [sorts.get(value) for value in values]
        found[column.field] = values
    return found
