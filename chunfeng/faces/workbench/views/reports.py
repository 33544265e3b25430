"""What people told of vacancies and employers that are not honest: the queue, one, its end."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chunfeng.faces.ui.forms import Field
from chunfeng.faces.ui.parts import Tab, Word
from chunfeng.faces.workbench import filters
from chunfeng.faces.workbench.common import by, days_since, for_officers, keys, now, show
from chunfeng.faces.workbench.guided import Task
from chunfeng.faces.workbench.views.vacancy import opened
from chunfeng.foundation.access import OFFICERS, DataClass, Right, access
from chunfeng.kit.texts import Text, text
from chunfeng.stages.employers import queries as employers
from chunfeng.stages.employers.rules import DECIDERS
from chunfeng.stages.vacancies import operations, queries
from chunfeng.stages.vacancies.queries import ReportLine
from chunfeng.stages.vacancies.vocabulary import ReportKind

LIST = text("Reports")


@require_GET
@for_officers
def reports(request: HttpRequest) -> HttpResponse:
    """Reports nobody has settled, the oldest first; or the settled ones."""
    asked = request.GET
    settled = asked.get("settled") == "1"
    rows, total = queries.reports_open(number=filters.page_of(asked), settled=settled)
    address = reverse("reports")
    told = {
        "rows": [(row, kind_name(row), days_since(row.at)) for row in rows],
        "total": total,
        "settled": settled,
        "tabs": [
            Tab(text("To be settled"), address, not settled),
            Tab(text("Settled"), f"{address}?settled=1", settled),
        ],
        "pages": filters.pages(asked, len(rows), total, queries.PAGE),
    }
    return show(request, "reports.html", told)


@require_http_methods(["GET", "POST"])
@for_officers
def report(request: HttpRequest, report: UUID) -> HttpResponse:
    """One report: looked into, and settled with what was found and done."""
    row, context = found(report), by(request)
    told = _told(request, row)
    if row.settled_at:
        return show(request, "report_settled.html", told | {"heading": kind_name(row)})
    hint = text("It stays in the history. Write no personal details here.")
    outcome = Field(name="outcome", label=text("What was found, and what was done?"),
                    kind="textarea", rows=3, hint=hint)  # fmt: skip
    task = Task(
        request=request,
        heading=kind_name(row),
        fields=[outcome],
        crumbs=((LIST, reverse("reports")),),
        saved=text("Settled."),
        told=told | {"above": "workbench/report_told.html", "button": text("Settle")},
    )
    if not task.sent():
        return task.show()
    return task.act(lambda: operations.settle(report, outcome=outcome.value, by=context, at=now()))


def _told(request: HttpRequest, row: ReportLine) -> dict[str, Any]:
    """What was told, of whom, and what else was told of the same employer."""
    context = by(request)
    employer = employers.facts(row.employer, by=context) if row.employer else None
    earlier = queries.reports_of(row.employer) if row.employer else []
    deciding = context.role in DECIDERS and employer is not None and employer.own
    return {
        "row": row,
        "employer": employer,
        "others": [(one, kind_name(one)) for one in earlier if one.id != row.id],
        "may_suspend": deciding and employer is not None and employer.state == "verified",
        "reveals": context.rights.d3 is Right.REVEAL and bool(row.phone_mask),
        "purposes": [(str(one), one.label) for one in sorted(context.rights.purposes)],
        "purpose": str(context.purpose),
    }


def found(report: UUID) -> ReportLine:
    """A report of the post's region; else 404."""
    row = queries.told(report)
    if row is None:
        raise Http404
    return row


def kind_name(row: ReportLine) -> Text:
    """What is not honest, in words."""
    return ReportKind(row.kind).label


@require_POST
@access(data_class=DataClass.D4, roles=OFFICERS)
def reveal(request: HttpRequest, report: UUID) -> HttpResponse:
    """The phone of somebody who told of something, shown once, after the look is in the log."""
    row = found(report)
    back = reverse("report", args=[report])
    crumbs: tuple[tuple[Word, str], ...] = ((LIST, reverse("reports")), (kind_name(row), back))
    return opened(
        request, back, text("Telephone"), "", crumbs,
        lambda context: operations.reveal_report_phone(report, keys=keys(), by=context, at=now()),
    )  # fmt: skip
