"""A small county docked, for the pages of docking."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from chunfeng.foundation.access import entered
from chunfeng.foundation.jobs.running import work
from chunfeng.stages.docking import operations
from chunfeng.stages.docking.models import DockingRun, Left, Proposal
from chunfeng.stages.docking.policy import load_policy
from tests.cast import NOW, TODAY
from tests.faces.workbench.desk import Desk
from tests.foundation.jobs.arranging import WORKER, login
from tests.stages.docking.registered import LO, county


@dataclass
class Docked:
    """The desk and a finished run of its county."""

    desk: Desk
    run: DockingRun

    @property
    def address(self) -> str:
        """Of the run's page."""
        return f"/docking/{self.run.id}"

    def proposals(self, **narrow: Any) -> list[Proposal]:
        """Those of the run, in the order of calling."""
        with entered(self.desk.county.context):
            found = Proposal.objects.filter(run=self.run, **narrow).order_by("number")
            return list(found.select_related("person"))

    def left(self, **narrow: Any) -> list[Left]:
        """Those without a place."""
        with entered(self.desk.county.context):
            found = Left.objects.filter(run=self.run, **narrow).order_by("number")
            return list(found.select_related("person"))

    def card(self, row: Proposal | Left) -> str:
        """The address of somebody's card."""
        return f"{self.address}/people/{row.person_id}"


def docked(desk: Desk, keys: Any, folder: Path, *, people: int = 60, vacancies: int = 14) -> Docked:
    """People and vacancies in the register, docked once."""
    county(keys, folder, people=people, vacancies=vacancies)
    return Docked(desk, again(desk))


def asked(desk: Desk) -> DockingRun:
    """A run asked for by the county officer, not begun."""
    by = desk.county.context
    with entered(by):
        run = operations.start(LO, load_policy(), on=TODAY, by=by, at=NOW)
        return DockingRun.objects.get(id=run)


def again(desk: Desk) -> DockingRun:
    """One more run, worked to its end."""
    return worked(desk, asked(desk).id)


def worked(desk: Desk, run: UUID, minutes: int = 1) -> DockingRun:
    """A run that was asked for, done by a worker."""
    with entered(desk.county.context):
        job = DockingRun.objects.get(id=run).job
    assert job
    with login(WORKER):
        work(job, clock=lambda: NOW + timedelta(minutes=minutes))
    with entered(desk.county.context):
        return DockingRun.objects.get(id=run)
