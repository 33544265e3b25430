"""Short lists as CSV or Excel files: what stands on a page, whole, for a spreadsheet."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from chunfeng.faces.workbench import filters
from chunfeng.faces.workbench.common import by, now, officer, show
from chunfeng.foundation.exports import operations
from chunfeng.foundation.exports.refusals import Refused
from chunfeng.foundation.intake.write import csv_bytes, sheet_bytes
from chunfeng.kit.texts import Language, Text

Row = Sequence[Any]  # str, int, Text, date, datetime, None, or a list of these
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_BETWEEN: dict[Language, str] = {"zh": "、", "en": "; "}


def wanted(request: HttpRequest) -> bool:
    """Whether an address asks for the list as a file."""
    return request.GET.get("as") in TYPES


def address(request: HttpRequest) -> str:
    """The address of the page's list as a file, its filter kept."""
    return filters.without(request.GET, **{"as": "csv"})


def named_address(request: HttpRequest, form: str = "csv") -> str:
    """The same of a list that names people; empty where the post takes none out."""
    return filters.without(request.GET, **{"as": form}) if by(request).rights.export_rows else ""


def named(
    request: HttpRequest, what: str, heads: Sequence[Text], rows: Sequence[Row],
    total: int | None = None,
) -> HttpResponse:  # fmt: skip
    """A list that names people: as many as the post may take out alone, and noted in the log."""
    try:
        number = len(rows) if total is None else total
        operations.take_out(what, number, by=by(request), at=now())
    except Refused as refused:
        return show(request, "refused.html", {"said": refused.said}, 403)
    return file(request, what, heads, rows)


def file(
    request: HttpRequest, what: str, heads: Sequence[Text], rows: Iterable[Row]
) -> HttpResponse:
    """Heads and rows as a CSV or Excel file, as the address asks, in the officer's language."""
    language: Language = "en" if officer(request).language == "en" else "zh"
    if request.GET.get("as") == "xlsx":
        cells = [[_kept(value, language) for value in row] for row in rows]
        return download(
            f"{what}.xlsx", sheet_bytes([_cell(head, language) for head in heads], cells)
        )
    lines = [[_cell(value, language) for value in row] for row in (heads, *rows)]
    return download(f"{what}.csv", csv_bytes(lines))


def download(name: str, content: bytes) -> HttpResponse:
    """A file to keep on the officer's computer, and nowhere on the way."""
    response = HttpResponse(content, content_type=TYPES[name.rpartition(".")[2]])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def _kept(value: Any, language: Language) -> str | float:
    """A number stays one; anything else is text."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return value if number else _cell(value, language)


def _cell(value: Any, language: Language) -> str:
    if isinstance(value, Text):
        return value.to(language)
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return _BETWEEN[language].join(_cell(one, language) for one in value)
    return "" if value is None else str(value)
