"""Employers, members and vacancies for the tests of the demand side."""

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID

from chunfeng.foundation.access import Context, Purpose, Role, entered, in_public
from chunfeng.foundation.intake.columns import OccupationWord
from chunfeng.stages.employers.models import Employer
from chunfeng.stages.people.likeness import name_key
from chunfeng.stages.vacancies import operations
from chunfeng.stages.vacancies.interests import Asking
from chunfeng.stages.vacancies.models import Vacancy
from chunfeng.stages.vacancies.reporting import Telling
from tests.cast import NOW, PINGLI, TODAY
from tests.foundation.jobs.arranging import login

PLACE = PINGLI + 100_000  # 城关镇
VALUES: Mapping[str, Any] = {
    "title": "缝纫工",
    "occupation": (OccupationWord("缝纫工", "6-05-01-03"),),
    "place": PLACE,
    "headcount": 5,
    "pay_kind": "month",
    "pay_low": 3000.0,
    "pay_high": 4000.0,
    "hours_per_day": 8.0,
    "days_per_week": 5.0,
    "contact": "李主任",
    "phone": "15400002222",
    "end_date": TODAY.replace(year=TODAY.year + 1),
}


def employer(by: Context, **facts: Any) -> UUID:
    """An employer of an officer's region; verified unless it is told otherwise."""
    name = facts.pop("name", "平利县春燕毛绒玩具社区工厂")
    columns = {
        "region": by.lo,
        "name": name,
        "name_key": name_key(name),
        "kind": "workshop",
        "place": by.lo,
        "state": "verified",
        "state_on": TODAY,
        "how": "form",
        "created_at": NOW,
        "updated_at": NOW,
    }
    made = Employer(**columns | facts)
    with entered(by):
        made.save(force_insert=True)
    return made.id


def member(employer: UUID, region: int = PINGLI) -> Context:
    """Somebody who acts for an employer at the desk."""
    who = uuid.uuid4()
    return Context(
        user=who,
        post=who,
        role=Role.EMPLOYER,
        lo=region,
        hi=region + 10**6 - 1,
        purpose=Purpose.RECRUIT,
        employer=employer,
    )


@contextmanager
def stands(by: Context) -> Iterator[Context]:
    """Enters a context behind the login of its process: the desk's is the public site's."""
    with login("chunfeng_portal" if by.employer else "chunfeng_web"), entered(by):
        yield by


def draft(by: Context, keys: Any, employer: UUID, **values: Any) -> UUID:
    """A draft."""
    with stands(by):
        return operations.draft({**VALUES, **values}, employer=employer, keys=keys, by=by, at=NOW)


def published(by: Context, keys: Any, employer: UUID, **values: Any) -> UUID:
    """A vacancy in the shop window, by an officer."""
    made = draft(by, keys, employer, **values)
    with entered(by):
        operations.submit(made, by=by, at=NOW)
        operations.publish(made, by=by, at=NOW, reasons=Anything(all=""))
    return made


def state(by: Context, vacancy: UUID) -> str:
    """Where a vacancy stands."""
    with stands(by):
        return str(Vacancy.objects.values_list("state", flat=True).get(id=vacancy))


def version(by: Context, vacancy: UUID) -> int:
    """A vacancy's version."""
    with stands(by):
        return int(Vacancy.objects.values_list("version", flat=True).get(id=vacancy))


def interested(keys: Any, vacancy: UUID | None, region: int = PLACE, **said: Any) -> UUID:
    """Somebody who asked on the portal and confirmed the code."""
    told = {"name": "李春燕", "phone": "15400000123", "consent_text": "2026-11"} | said
    with login("chunfeng_portal"), in_public():
        asking = Asking(vacancy=vacancy, region=region, **told)
        made, code = operations.ask(asking, keys=keys, at=NOW)
        assert operations.confirm(made, code, keys=keys, at=NOW) == "confirmed"
    return made


def reported(keys: Any, vacancy: UUID, **said: Any) -> UUID:
    """What somebody tells of a vacancy on the portal."""
    told = {"kind": "money", "what": "进厂要交三百元押金"} | said
    with login("chunfeng_portal"), in_public():
        return operations.report(Telling(vacancy=vacancy, **told), keys=keys, at=NOW)


class Anything(dict[str, str]):
    """A reason for whatever is marked."""

    def get(self, key: str, default: Any = None) -> str:
        """The same for all."""
        return "已核实"

    def __getitem__(self, key: str) -> str:
        return "已核实"


def elsewhere(by: Context) -> Context:
    """The same post as another officer."""
    return replace(by, user=uuid.uuid4())
