"""Whoever any stage knows something of stays when the import that added them is taken back."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from chunfeng.foundation.access import Context, entered
from chunfeng.stages.casework import operations as caring
from chunfeng.stages.casework import vocabulary as casework
from chunfeng.stages.casework.operations import Found, Given
from chunfeng.stages.docking import operations as docking
from chunfeng.stages.docking import queries as docked
from chunfeng.stages.docking.models import DockingRun
from chunfeng.stages.docking.policy import load_policy
from chunfeng.stages.own import operations as own
from chunfeng.stages.people.models import Person
from tests.cast import NOW, PINGLI, TODAY, Cast
from tests.foundation.jobs.arranging import officer
from tests.stages.people.imports import as_csv, imported, person, undone, worked
from tests.stages.placements.offering import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(cast: Cast, keys: Any) -> Office:
    return Office(replace(cast, an=officer()), keys)


def added(by: Context) -> tuple[UUID, UUID]:
    """One person by a ledger: (upload, person)."""
    upload, _ = imported(as_csv([person(0)]), by)
    with entered(by):
        return upload, Person.objects.values_list("id", flat=True).get()


def test_without_ties_the_import_takes_them_out(office: Office) -> None:
    upload, _ = added(office.by)
    assert undone(upload, office.by)["removed"] == 1


def test_who_was_offered_a_seat_stays_and_keeps_it(office: Office) -> None:
    upload, one = added(office.by)
    vacancy = office.vacancy()
    offer = office.agreed(one, vacancy)
    did = undone(upload, office.by)
    assert (did["removed"], did["kept"]) == (0, 1)
    assert office.line(offer).person == one
    assert office.taken(vacancy) == 1


def called(office: Office, one: UUID) -> None:
    found = Found(how=casework.How.PHONE, reached=False, done_at=NOW)
    office.do(caring.note_contact, one, found, key="1")


def troubled(office: Office, one: UUID) -> None:
    office.do(caring.open_difficulty, one, casework.Kind.HEALTH)


def served(office: Office, one: UUID) -> None:
    office.do(caring.give, one, Given(kind=casework.Service.INTERVIEW, on=TODAY), key="1")


def invited(office: Office, one: UUID) -> None:
    office.do(own.issue, one)


@pytest.mark.parametrize("tie", [called, troubled, served, invited])
def test_who_was_called_helped_or_given_a_link_stays(
    office: Office, tie: Callable[[Office, UUID], None]
) -> None:
    upload, one = added(office.by)
    tie(office, one)
    assert undone(upload, office.by)["kept"] == 1


def test_whom_a_run_speaks_of_stays(office: Office) -> None:
    upload, one = added(office.by)
    office.vacancy()
    with entered(office.by) as by:
        run = docking.start(PINGLI, load_policy(), on=TODAY, by=by, at=NOW)
        job = DockingRun.objects.get(id=run).job
    assert job
    worked(job)
    assert undone(upload, office.by)["kept"] == 1
    with entered(office.by):
        assert docked.card(run, one)
