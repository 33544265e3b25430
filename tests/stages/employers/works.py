"""Employers, sites, recognitions and payrolls, put on record as they stand."""

from datetime import date
from typing import Any
from uuid import UUID

from chunfeng.stages.employers import proofs
from chunfeng.stages.employers.models import Employer, Payroll, Recognition, Site, Step
from chunfeng.stages.people import operations as people
from tests.cast import NOW, PINGLI, TODAY, Cast

TOWN = PINGLI + 100_000
VILLAGE = TOWN + 1
TIME = {"created_at": NOW, "updated_at": NOW}


def employer(name: str = "春燕玩具厂", **facts: Any) -> Employer:
    """A verified employer of the county's first town."""
    told = {"region": PINGLI, "place": VILLAGE, "kind": "workshop", "how": "form"}
    state = {"state": "verified", "state_on": TODAY, "name_key": name}
    return Employer.objects.create(name=name, **TIME | told | state | facts)


def site(owner: Employer, **facts: Any) -> Site:
    """A site where the employer is, with 30 seats."""
    told = {"region": owner.region, "place": owner.place, "seats": 30}
    return Site.objects.create(employer=owner, **told | facts)


def recognised(where: Site | Employer, **facts: Any) -> Recognition:
    """A community factory recognised since January, reviewed in June; or what ``facts`` say."""
    owner = where if isinstance(where, Employer) else where.employer
    told = {
        "kind": "workshop",
        "sub_kind": "community_factory",
        "state": "recognised",
        "number": f"平车间〔2026〕{Recognition.objects.count() + 1}号",
        "applied_on": date(2025, 12, 1),
        "valid_from": date(2026, 1, 1),
        "valid_until": date(2027, 12, 31),
        "reviewed_on": date(2026, 6, 1),
    }
    told["site"] = None if isinstance(where, Employer) else where
    return Recognition.objects.create(employer=owner, region=owner.region, **TIME | told | facts)


def visited(recognition: Recognition, on: date = date(2026, 6, 1), **facts: Any) -> Step:
    """A visit to it."""
    by = UUID(int=1)
    return Step.objects.create(
        recognition=recognition,
        region=recognition.region,
        kind="visit",
        on=on,
        by=by,
        at=NOW,
        **facts,
    )


def paid(where: Site, first: date, last: date, **facts: Any) -> None:
    """Payrolls from month to month: 12 workers, 6 of registered households, all as it should be."""
    month = first
    while month <= last:
        after = proofs.months_later(month, 1)
        told = {
            "workers": 12, "target_workers": 6, "paid": 24_000.0, "hours": 1500.0,
            "lowest_hour": 15.0, "paid_on": after.replace(day=10), "insured": 12, "how": "form",
        }  # fmt: skip
        Payroll.objects.create(
            employer=where.employer, site=where, region=where.region, month=month,
            updated_at=NOW, **told | facts,
        )  # fmt: skip
        month = after


def in_order(owner: Employer | None = None, **facts: Any) -> Recognition:
    """A workshop about which nothing is to be said."""
    where = site(owner or employer(), **facts)
    paid(where, date(2026, 1, 1), date(2026, 10, 1))
    recognition = recognised(where)
    visited(recognition)
    return recognition


def works_at(
    name: str, number: int, cast: Cast, keys: Any, *, home: int = VILLAGE, **facts: Any
) -> list[UUID]:
    """People of registered households who work there since March; their ids."""
    told = {"categories": ("exited",), "status": "workshop", "work_employer": name,
            "work_since": date(2026, 3, 1), "collected_on": date(2026, 3, 2)}  # fmt: skip
    return [
        people.enrol(
            {"name": "王春", "home": home, "household_no": f"{name[:6]}{home}-{n}"} | told | facts,
            keys=keys, by=cast.an, at=NOW,
        )
        for n in range(number)
    ]  # fmt: skip
