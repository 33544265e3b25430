"""The register as the two ledgers that docking takes, and who stands in which row.

To be read within a post, in one transaction: its walls say how far it reaches.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any
from uuid import UUID

import numpy as np
import orjson

from chunfeng.foundation.intake.columns import Layout, OccupationWord
from chunfeng.foundation.intake.ledger import Ledger
from chunfeng.foundation.places.current import places
from chunfeng.stages.docking.policy import Policy
from chunfeng.stages.people import supply
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.vacancies import demand
from chunfeng.stages.vacancies.sheets import VACANCIES


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """Supply and demand on a day. person_ids[row], regions[row] and vacancy_ids[row] tell whose a
    ledger row is; ``gone`` counts by kind who is in none of them.
    """

    people: Ledger
    vacancies: Ledger
    person_ids: Sequence[UUID]
    regions: Sequence[int]
    vacancy_ids: Sequence[UUID]
    gone: Mapping[str, int]

    @property
    def digest(self) -> str:
        """SHA-256 over all that docking reads, in order, whose it is, and where regions lie."""
        seen = hashlib.sha256()
        for ids, ledger in ((self.person_ids, self.people), (self.vacancy_ids, self.vacancies)):
            seen.update(orjson.dumps(ids))
            for name in sorted(ledger.columns):
                seen.update(orjson.dumps([name, ledger[name]], default=_word))
        named = (self.people["home"], self.people["residence"], self.vacancies["place"])
        codes = sorted(set(chain.from_iterable(named)) - {None})
        seen.update(np.array(places().points(codes)).tobytes())
        return seen.hexdigest()

    def digest_with(self, answers: str) -> str:
        """The digest together with that of what was answered."""
        return hashlib.sha256(f"{self.digest} {answers}".encode()).hexdigest()


def read(lo: int, hi: int, policy: Policy, *, on: date) -> Register:
    """The people of a region (codes lo..hi) and all vacancies the post answers for."""
    ages = policy.statutory_age
    people = list(supply.rows(lo, hi, on=on, sex_from=min(ages.male.age, ages.female.age)))
    vacancies = list(demand.rows())
    return Register(
        people=_ledger(PEOPLE, [row for _, _, row in people]),
        vacancies=_ledger(VACANCIES, [row for _, row in vacancies]),
        person_ids=[person for person, _, _ in people],
        regions=[region for _, region, _ in people],
        vacancy_ids=[vacancy for vacancy, _ in vacancies],
        gone=Counter(supply.gone(lo, hi, on=on)),
    )


def _ledger(layout: Layout, rows: Sequence[Mapping[str, Any]]) -> Ledger:
    """Rows as a ledger; fields that are not read are "not given"."""
    return Ledger(
        layout=layout,
        file="",
        sheet=layout.zh,
        columns={c.field: [row.get(c.field) for row in rows] for c in layout},
        row_numbers=range(1, len(rows) + 1),
        rows_seen=len(rows),
    )


def _word(value: object) -> Iterable[object]:
    if isinstance(value, OccupationWord):
        return [value.word, value.code]
    raise TypeError(type(value).__name__)
