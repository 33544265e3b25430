"""Sex, ethnic group, health papers and the cause of poverty never reach docking."""

from dataclasses import fields
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chunfeng.engine.tables import Seekers
from chunfeng.foundation.intake.reference import Reference
from chunfeng.stages.people.sheets import PEOPLE
from tests.stages.docking.ledgers import id_number, people, snapshot, vacancies

YOUNG_ENOUGH = date(1990, 5, 20)  # far from every statutory age
SEX = st.sampled_from(["male", "female", None])
HEALTH = st.sampled_from([("healthy",), ("chronic",), ("serious",), None])
CAUSE = st.sampled_from(["因病", "因残", "缺技术", None])
ETHNIC = st.sampled_from(["汉族", "回族", "藏族", None])
PERSON = st.fixed_dictionaries(
    {"sex": SEX, "health": HEALTH, "poverty_cause": CAUSE, "ethnic_group": ETHNIC}
)
DOCKED = {"birth_date": YOUNG_ENOUGH, "skills": None, "pay_min": 2500.0, "care": ("elder",)}


def seekers(reference: Reference, private: list[dict[str, Any]]) -> dict[str, Any]:
    """The seekers' columns of a ledger in which only private facts vary."""
    offers = vacancies({}, {"conditions": ("standing",)})
    taken = snapshot(reference, people(*(DOCKED | person for person in private)), offers)
    assert len(taken.seeker_rows) == len(private)
    return vars(taken.market.seekers)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(PERSON, PERSON), min_size=1, max_size=4))
def test_private_facts_exchanged_leave_every_seeker_as_it_was(
    reference: Reference, twins: list[tuple[dict[str, Any], dict[str, Any]]]
) -> None:
    first = seekers(reference, [one for one, _ in twins])
    second = seekers(reference, [other for _, other in twins])
    for name, column in first.items():
        assert np.array_equal(column, second[name], equal_nan=True), name


def test_an_id_number_of_the_other_sex_leaves_the_seeker_as_it_was(reference: Reference) -> None:
    numbers = [id_number(YOUNG_ENOUGH, sex) for sex in ("male", "female")]
    first, second = (seekers(reference, [{"id_number": number}]) for number in numbers)
    for name, column in first.items():
        assert np.array_equal(column, second[name], equal_nan=True), name


def test_sex_decides_the_statutory_age_alone(reference: Reference) -> None:
    born = {"birth_date": date(1970, 1, 1)}
    men, women = (seekers(reference, [born | {"sex": sex}]) for sex in ("male", "female"))
    differing = {n for n in men if not np.array_equal(men[n], women[n], equal_nan=True)}
    assert differing == {"over_age"}


@pytest.mark.parametrize("private", ["name", "sex", "ethnic_group", "health", "poverty_cause"])
def test_no_private_fact_has_a_column(private: str) -> None:
    assert PEOPLE.column(private)
    assert private not in {field.name for field in fields(Seekers)}
