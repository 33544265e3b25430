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
TOWN = 1000  # codes of a township share what is above this


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
    _at_workshops(dice, rows, offers)
    return County(region.name, complete(PEOPLE, rows), complete(VACANCIES, offers))


def _at_workshops(dice: Dice, rows: Columns, offers: Columns) -> None:
    """Who works in a workshop, or for a township, works for one that is in the vacancy ledger."""
    rng = dice("at workshops")
    for status, channel in (("workshop", "near"), ("public_welfare", "public_welfare")):
        there: dict[int, list[str]] = {}
        for of, name, place in zip(
            offers["channel"], offers["employer"], offers["place"], strict=True
        ):
            if of == channel:
                there.setdefault(place // TOWN, []).append(name)
        everywhere = [name for names in there.values() for name in names]
        for k in np.flatnonzero(np.asarray(rows["status"]) == status).tolist():
            near = there.get(rows["home"][k] // TOWN) or everywhere
            rows["work_employer"][k] = near[int(rng.integers(len(near)))]


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
