"""What people tell of vacancies and employers that are not honest."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection

from chunfeng.foundation.access import OFFICERS, Context
from chunfeng.foundation.audit.recording import record
from chunfeng.foundation.ciphers import Cell, Keyring, phone_mask, seal, unseal
from chunfeng.foundation.messaging.refusals import no_mobile
from chunfeng.foundation.messaging.rules import mobile
from chunfeng.kit.texts import text
from chunfeng.stages.employers.models import Employer
from chunfeng.stages.people.refusals import RevealRefused
from chunfeng.stages.vacancies.models import Report, Shown
from chunfeng.stages.vacancies.refusals import NotAllowed, NotFound, Refused
from chunfeng.stages.vacancies.vocabulary import ReportKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What somebody tells, of a vacancy or of an employer. phone: only for an answer.

    region: whose officers look at it where neither is named, because it does not stand here.
    """

    kind: str
    what: str
    vacancy: UUID | None = None
    employer: UUID | None = None
    region: int | None = None
    phone: str = ""


def report(telling: Telling, *, keys: Keyring, at: datetime) -> UUID:
    """Keeps what somebody tells, for the officers who answer for the employer."""
    what = telling.what.strip()[:1000]
    if not what:
        raise Refused(text("Say what happened."))
    phone = mobile(telling.phone) if telling.phone.strip() else ""
    if phone is None:
        raise Refused(no_mobile(telling.phone))
    region, employer = _of_whom(telling)
    made = uuid4()
    Report(
        id=made,
        vacancy_id=telling.vacancy,
        employer_id=employer,
        region=region,
        kind=ReportKind(telling.kind),
        what=what,
        phone=seal(keys, _cell(made), phone) if phone else None,
        phone_mask=phone_mask(phone) if phone else "",
        at=at,
    ).save(force_insert=True)
    record("report.received", by=None, at=at, region=region, subject=("report", made))
    return made


def settle(report: UUID, *, outcome: str, by: Context, at: datetime) -> None:
    """Notes what was found and done about a report."""
    if by.role not in OFFICERS:
        raise NotAllowed
    said = outcome.strip()[:300]
    if not said:
        raise Refused(text("Say what was found and what was done."))
    found = Report.objects.filter(id=report, settled_at=None)
    region = found.values_list("region", flat=True).first()
    if region is None or not found.update(settled_at=at, settled_by=by.user, outcome=said):
        raise NotFound
    record("report.settled", by=by, at=at, region=region, subject=("report", report))


def reveal_report_phone(report: UUID, *, keys: Keyring, by: Context, at: datetime) -> str:
    """The phone of somebody who told of something, opened on the record."""
    if by.role not in OFFICERS:
        raise NotAllowed
    with connection.cursor() as cursor:
        cursor.execute("SELECT vacancies_report_phone(%s, %s)", [report, at])
        ((sealed,),) = cursor.fetchall()
    if sealed is None:
        raise RevealRefused("empty")
    return unseal(keys, _cell(report), bytes(sealed))


def _cell(report: UUID) -> Cell:
    return Cell("vacancies_report", "phone", report)


def _of_whom(telling: Telling) -> tuple[int, UUID | None]:
    """(whose officers look at it, the employer); Refused where nothing is named that is public."""
    if telling.vacancy is not None:
        found = Shown.objects.filter(id=telling.vacancy).values_list("region", "employer").first()
    elif telling.employer is not None:
        known = Employer.objects.filter(id=telling.employer)
        found = known.values_list("region", "id").first()
    elif telling.region is not None:
        return telling.region, None
    else:
        found = None
    if found is None:
        raise Refused(text("There is no such vacancy or employer here."))
    return found
