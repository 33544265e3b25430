"""Vacancies as docking reads them: what is published, with the seats that are left."""

from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

from django.db.models import F, Sum

from chunfeng.stages.employers.models import Employer
from chunfeng.stages.vacancies.fields import LEDGER, PHONE, POINT, typed
from chunfeng.stages.vacancies.models import Shown, Vacancy

_UNREAD = {PHONE, "contact", "remarks", "address"}
READ = tuple(name for name in LEDGER if name not in _UNREAD)  # ledger fields of a vacancy itself
OF_EMPLOYER = {
    "employer": "name",
    "credit_code": "credit_code",
    "employer_kind": "kind",
    "stay_share": "stay_share",
}


def rows() -> Iterator[tuple[UUID, dict[str, Any]]]:
    """(vacancy, ledger row) of all that the post's officers answer for and the public can see.

    ``headcount`` is what is left: seats held for somebody are taken, what is full is left out.
    """
    found = Vacancy.objects.filter(id__in=Shown.objects.values("id"), taken__lt=F("headcount"))
    ordered = found.order_by("employer", "created_at", "id")
    names = ("id", "employer_id", "taken", "own_point", *READ)
    employers = _employers()
    for row in ordered.values(*names):
        yield row["id"], _row(row, employers[row["employer_id"]])


def asked(employers: Collection[UUID]) -> dict[UUID, int]:
    """{employer: headcount of its published vacancies}, of those that have any."""
    rows = Shown.objects.filter(employer__in=employers).order_by().values("employer")
    return dict(rows.annotate(heads=Sum("headcount")).values_list("employer", "heads"))


def _employers() -> dict[UUID, dict[str, Any]]:
    """Those who offer anything, by their id."""
    there = Employer.objects.filter(id__in=Shown.objects.values("employer"))
    return {one["id"]: one for one in there.values("id", *OF_EMPLOYER.values())}


def _row(held: dict[str, Any], of: dict[str, Any]) -> dict[str, Any]:
    row = {name: typed(name, held[name]) for name in READ}
    row["headcount"] = held["headcount"] - held["taken"]
    if not held["own_point"]:
        row |= dict.fromkeys(POINT)
    return row | {name: of[column] or None for name, column in OF_EMPLOYER.items()}
