"""The log: who did what, for those whose post is to look."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from functools import partial
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from chunfeng.faces.ui.forms import Field
from chunfeng.faces.ui.parts import Word
from chunfeng.faces.workbench import facts as shown
from chunfeng.faces.workbench import forms, tables
from chunfeng.faces.workbench.common import by, now, show
from chunfeng.faces.workbench.shell import region_name
from chunfeng.foundation.access import DataClass, Purpose, Role, access
from chunfeng.foundation.audit import queries
from chunfeng.foundation.audit.kinds import KINDS
from chunfeng.kit.texts import text

MOST = 10_000  # lines of one file; more go by the day
HEADS = (
    text("No."), text("When"), text("Who"), text("Post"), text("What"), text("About"),
    text("Fields"), text("Purpose"), text("Region"),
)  # fmt: skip


@require_GET
@access(data_class=DataClass.LOG, roles=frozenset({Role.AUDITOR, Role.ADMIN}))
def log(request: HttpRequest) -> HttpResponse:
    """A page of the log, newest first."""
    asked = request.GET
    kind = asked.get("kind", "")
    before = asked.get("before", "")
    typed = asked.get("day", "")
    day = forms.day(Field(name="day", label="", values=(typed,)))
    start = timezone.make_aware(datetime.combine(day, time())) if day else None
    wanted = partial(
        queries.log,
        by=by(request),
        kinds=(kind,) if kind in KINDS else (),
        since=start,
        until=start + timedelta(days=1) if start else None,
    )
    if tables.wanted(request):
        rows = [_row(entry) for entry in wanted(limit=MOST)]
        queries.taken_out(len(rows), by=by(request), at=now())
        return tables.file(request, "log", HEADS, rows)
    entries = wanted(before=int(before) if before.isdigit() else None)
    told = {
        "rows": [(e, _fields(e), _purpose(e), _place(e)) for e in entries],
        "kinds": KINDS.items(),
        "kind": kind,
        "day": typed,
        "csv": tables.address(request),
        "older": "",
    }
    if len(entries) == queries.PAGE:
        told["older"] = urlencode({"kind": kind, "day": typed, "before": entries[-1].id})
    return show(request, "log.html", told)


def _row(entry: queries.Entry) -> tables.Row:
    about = entry.about or entry.person or entry.household
    role = Role(entry.role).label if entry.role in set(Role) else entry.role
    return (entry.id, entry.at, entry.who, role, entry.said, about, _fields(entry),
            _purpose(entry), _place(entry))  # fmt: skip


def _fields(entry: queries.Entry) -> Sequence[Word]:
    return shown.names(entry.fields) or entry.fields


def _purpose(entry: queries.Entry) -> Word:
    return Purpose(entry.purpose).label if entry.purpose in set(Purpose) else entry.purpose


def _place(entry: queries.Entry) -> str:
    return region_name(entry.region) if entry.region else ""
