"""Months of pay at a site, entered by an officer or at the employer's desk."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from chunfeng.foundation.access import Context, Role
from chunfeng.kit.texts import text
from chunfeng.stages.employers.holding import held_of_own, tell
from chunfeng.stages.employers.models import Employer, Payroll, Site
from chunfeng.stages.employers.refusals import NotFound, Refused
from chunfeng.stages.employers.rules import payroll_wrong

FIGURES = (
    "workers", "target_workers", "paid", "hours", "lowest_hour", "paid_on", "insured",
)  # fmt: skip
Figures = Mapping[str, Any]


def enter_payroll(
    site: UUID, month: date, figures: Figures, *, by: Context, at: datetime, how: str = ""
) -> UUID:
    """Enters or corrects the pay of a month (its first day) at a site; its id.

    figures: workers, target_workers (of registered households), paid (yuan in all), hours (in all);
    lowest_hour (yuan an hour of whoever earned least), paid_on, insured. What a correction
    replaces is kept.
    """
    where = Site.objects.filter(id=site).values("employer_id", "region", "closed_on").first()
    if where is None:
        raise NotFound
    owner = held_of_own(where["employer_id"], by)
    told = {name: figures.get(name) for name in FIGURES}
    if any(told[name] is None for name in ("workers", "target_workers", "paid", "hours")):
        raise Refused(text("Fill in how many were paid, their hours and their pay."))
    if wrong := payroll_wrong(told, month=month, on=timezone.localdate(at)):
        raise Refused(wrong)
    how = how or ("desk" if by.role is Role.EMPLOYER else "form")
    known = Payroll.objects.select_for_update().filter(site=site, month=month).first()
    if known is None:
        made = Payroll.objects.create(
            employer_id=owner.id, site_id=site, region=owner.region, month=month, how=how,
            updated_at=at, **told,
        )  # fmt: skip
        _tell("payroll.entered", owner, made, [*told], by, at)
        return made.id
    return _correct(known, told, how, owner, by, at)


def _correct(
    known: Payroll, told: Figures, how: str, owner: Employer, by: Context, at: datetime
) -> UUID:
    before = {name: getattr(known, name) for name in FIGURES}
    changed = [name for name in FIGURES if before[name] != told[name]]
    if not changed:
        return known.id
    paid_on = before["paid_on"]
    kept = {
        "at": at.isoformat(),
        "by": str(by.user),
        "how": known.how,
        "figures": before | {"paid_on": paid_on.isoformat() if paid_on else None},
    }
    Payroll.objects.filter(id=known.id).update(
        **told, former=[kept, *known.former], how=how, updated_at=at, version=F("version") + 1
    )
    _tell("payroll.corrected", owner, known, changed, by, at)
    return known.id


def _tell(
    kind: str, owner: Employer, row: Payroll, fields: list[str], by: Context, at: datetime
) -> None:  # fmt: skip
    detail = {"site": str(row.site_id), "month": row.month.isoformat()}
    tell(kind, owner, by=by, at=at, fields=sorted(fields), detail=detail)
