"""Vacancies out of the register, as the ledger they came in by. Phones stay behind."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from chunfeng.foundation.access import OFFICERS, Context
from chunfeng.foundation.audit.recording import record
from chunfeng.foundation.intake.leaving import ledger_file
from chunfeng.kit.texts import Language, Text
from chunfeng.stages.employers.models import Employer
from chunfeng.stages.vacancies.fields import LEDGER, PHONE, POINT, typed
from chunfeng.stages.vacancies.listing import Filters, find
from chunfeng.stages.vacancies.models import Vacancy
from chunfeng.stages.vacancies.refusals import NotAllowed
from chunfeng.stages.vacancies.sheets import VACANCIES

MOST = 20_000  # rows of one file
_OF_EMPLOYER = {
    "employer": "name",
    "credit_code": "credit_code",
    "employer_kind": "kind",
    "stay_share": "stay_share",
}


def ledger(
    filters: Filters,
    caption: Text,
    *,
    language: Language,
    file_format: str,
    by: Context,
    at: datetime,
    on: date,
) -> tuple[str, bytes]:
    """(name, content) of the vacancies a filter means as .xlsx or .csv; logged as taken out.

    The .xlsx can be imported again and then changes nothing.
    """
    if by.role not in OFFICERS:
        raise NotAllowed
    held = find(filters, on=on).order_by("employer", "created_at", "id").defer("phone", "search")
    rows = [_row(one, of) for one, of in _with_employers(list(held[:MOST]))]
    wanted = [column.field for column in VACANCIES if column.field != PHONE]
    columns = {name: [row[name] for row in rows] for name in wanted}
    detail = {"rows": len(rows), "format": file_format}
    subject = ("export", uuid4())
    record("vacancy.exported", by=by, at=at, region=by.lo, subject=subject, detail=detail)
    return ledger_file(VACANCIES, columns, caption, language, file_format)


def _with_employers(held: Sequence[Vacancy]) -> list[tuple[Vacancy, dict[str, Any]]]:
    names = ("id", *_OF_EMPLOYER.values())
    employers = {one.employer_id for one in held}
    found: dict[UUID, dict[str, Any]] = {
        row["id"]: row for row in Employer.objects.filter(id__in=employers).values(*names)
    }
    return [(one, found[one.employer_id]) for one in held if one.employer_id in found]


def _row(held: Vacancy, of: dict[str, Any]) -> dict[str, Any]:
    row = {name: typed(name, getattr(held, name)) for name in LEDGER if name != PHONE}
    if not held.own_point:
        row |= dict.fromkeys(POINT)
    return row | {name: of[column] or None for name, column in _OF_EMPLOYER.items()}
