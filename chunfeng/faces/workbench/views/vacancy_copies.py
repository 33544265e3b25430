"""Copying a selection of vacancies with new dates, after a look at them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse

from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.workbench import forms
from chunfeng.faces.workbench.common import by, keys, now, show, today
from chunfeng.faces.workbench.shell import tell, warn
from chunfeng.faces.workbench.views.vacancy import MONTHS, number
from chunfeng.kit.texts import text
from chunfeng.stages.vacancies import operations, queries
from chunfeng.stages.vacancies.queries import Line


def copies(request: HttpRequest, lines: Sequence[Line]) -> HttpResponse | None:
    """The page that shows the copies with their dates; None once they are made and told."""
    months_field, end_field, hand_in = fields = _fields()
    months, end = 1, None
    if "months" in request.POST:
        for one in fields:
            one.typed(request.POST)
        months, end = number(months_field, MONTHS) or 0, _day(end_field)
    wrong = errors(fields)
    plan = queries.copies_planned(lines, months=months, end_date=end, on=today())
    may = [] if wrong else [one.line.id for one in plan if one.why is None]
    if "sure" in request.POST and may:
        made, handed = operations.copy_all(
            may, keys=keys(), by=by(request), at=now(), months=months, end_date=end,
            hand_in=bool(hand_in.values),
        )  # fmt: skip
        left = len(lines) - made
        said = text("{n} vacancies copied, {handed} of them handed in for review, {left} left out.",
                    n=made, handed=handed, left=left)  # fmt: skip
        (warn if left else tell)(request, said)
        return None
    told: dict[str, Any] = {
        "copies": plan,
        "n": len(may),
        "left": len(plan) - len(may),
        "fields": fields,
        "errors": wrong,
        "back": request.POST.get("back", ""),
    }
    return show(request, "vacancy_copies.html", told, 422 if wrong else 200)


def _fields() -> tuple[Field, Field, Field]:
    months = Field(name="months", label=text("Months later"), values=("1",), size="short",
                   inputmode="numeric", unit=text("months"))  # fmt: skip
    end = Field(name="end_date", label=text("One closing date for all"), kind="date", size="short",
                optional=True)  # fmt: skip
    hand_in = Field(name="hand_in", label=text("And then"), kind="choices", optional=True,
                    options=[("yes", text("Hand them in for review at once"))],
                    values=("yes",))  # fmt: skip
    return months, end, hand_in


def _day(field: Field) -> date | None:
    """The closing date typed; None for none, and the field says so where it is past."""
    if not field.value.strip():
        return None
    day = forms.day(field)
    if day is None or day < today():
        field.error = text("Give a day that is not past.")
    return day
