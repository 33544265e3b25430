"""Importing a ledger: hand in, see the columns, count before writing, apply, correct, undo."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chunfeng.faces.workbench import tables
from chunfeng.faces.workbench.common import by, for_officers, now, show
from chunfeng.faces.workbench.shell import tell
from chunfeng.foundation.intake import UnreadableFile, UnusableLedger
from chunfeng.foundation.intake.uploads import NotNow, NoUpload
from chunfeng.foundation.jobs import operations as jobs
from chunfeng.foundation.jobs.queries import Progress
from chunfeng.kit.texts import Language, Text, text
from chunfeng.stages.people import importing
from chunfeng.stages.people.refusals import Refused
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.people.vocabulary import heading

STEPS = {
    "preview": text("Comparing with the register"),
    "apply": text("Writing into the register"),
    "undo": text("Taking the import back"),
}
COUNTS = (  # key, what it is called, shape of its card
    ("new", text("new people"), ""),
    ("changed", text("with changes"), ""),
    ("unchanged", text("unchanged"), ""),
    ("wrong", text("rows to correct"), "due"),
    ("elsewhere", text("of other regions"), "due"),
    ("twice", text("listed twice"), "due"),
)
UNDONE = (
    ("removed", text("removed again"), ""),
    ("restored", text("as before"), ""),
    ("kept", text("left as they are: changed since"), "due"),
)
LISTED = 60
HEADS = (text("File"), text("Handed in"), *(called for _, called, _ in COUNTS))


@require_GET
@for_officers
def imports(request: HttpRequest) -> HttpResponse:
    """The latest imports, and where to hand in a ledger."""
    rows = importing.recent(by=by(request))
    if tables.wanted(request):
        return tables.file(request, "imports", HEADS, [_row(result) for result in rows])
    return show(request, "imports.html", {"rows": rows, "csv": tables.address(request)})


@require_POST
@for_officers
def upload(request: HttpRequest) -> HttpResponse:
    """Takes a file in."""
    file = request.FILES.get("file")
    if file is None or isinstance(file, list):
        return _again(request, text("Choose a file first."))
    try:
        made = importing.receive(file, file.name or "", by=by(request), at=now())
    except UnreadableFile as unreadable:
        return _again(request, unreadable.text)
    except Refused as refused:
        return _again(request, refused.said)
    return HttpResponseRedirect(reverse("import-columns", args=[made]))


@require_http_methods(["GET", "POST"])
@for_officers
def columns(request: HttpRequest, upload: UUID) -> HttpResponse:
    """What the columns are taken for; corrected here, remembered next time."""
    sheet = request.POST.get("sheet") or request.GET.get("sheet") or None
    mapping = _mapping(request) if request.method == "POST" else None
    problem = None
    try:
        seen = importing.look(upload, by=by(request), sheet=sheet, mapping=mapping)
        if request.method == "POST" and request.POST.get("act") == "preview":
            importing.start_preview(
                upload, sheet=seen.sheet, mapping=seen.mapping, by=by(request), at=now()
            )
            return HttpResponseRedirect(reverse("import", args=[upload]))
    except NoUpload:
        raise Http404 from None
    except UnreadableFile as unreadable:
        return _again(request, unreadable.text)
    except UnusableLedger as unusable:
        problem = unusable.text
    except NotNow as refused:
        problem = refused.said
    told = {"look": seen, "upload": upload, "problem": problem, "fields": _fields()}
    return show(request, "import_columns.html", told, 422 if problem else 200)


@require_http_methods(["GET", "POST"])
@for_officers
def import_(request: HttpRequest, upload: UUID) -> HttpResponse:
    """How far an import is; the next step."""
    problem = None
    if request.method == "POST":
        try:
            _act(request, upload)
        except (NotNow, Refused) as refused:
            problem = refused.said
        else:
            return HttpResponseRedirect(reverse("import", args=[upload]))
    try:
        result = importing.result(upload, by=by(request))
    except NoUpload:
        raise Http404 from None
    run = importing.running(upload, by=by(request))
    told = {
        "result": result,
        "problem": problem or result.said,
        "run": _run(run, upload) if run and run.live else None,
        "counts": _counts(result.counts),
        "undone": _shown(UNDONE, result.counts.get("undo")),
        "changed": _changed_fields(result.counts),
        "issues": importing.issues(upload, by=by(request), limit=LISTED),
        "changes": _changes(upload, request) if result.state == "read" else (),
    }
    return show(request, "import.html", told, 409 if problem else 200)


@require_GET
@for_officers
def progress(request: HttpRequest, upload: UUID) -> HttpResponse:
    """The progress row, asked for every two seconds; the whole page when it is over."""
    try:
        run = importing.running(upload, by=by(request))
    except NoUpload:
        raise Http404 from None
    if run is None or not run.live:
        address = reverse("import", args=[upload])
        return HttpResponse(headers={"HX-Redirect": address, "Cache-Control": "no-store"})
    return show(request, "import_progress.html", {"run": _run(run, upload)})


@require_POST
@for_officers
def corrections(request: HttpRequest, upload: UUID) -> HttpResponse:
    """The officer's own rows to correct, as a workbook that can be handed in again."""
    chosen = request.officer.language  # type: ignore[attr-defined]
    language: Language = "en" if chosen == "en" else "zh"
    try:
        made = importing.error_workbook(upload, by=by(request), language=language, at=now())
    except NoUpload:
        raise Http404 from None
    return tables.download("corrections.xlsx", made)


def _act(request: HttpRequest, upload: UUID) -> None:
    act = request.POST.get("act")
    if act == "apply":
        importing.start_apply(upload, by=by(request), at=now())
    elif act == "undo":
        importing.start_undo(upload, by=by(request), at=now())
    elif act == "cancel":
        run = importing.running(upload, by=by(request))
        if run:
            jobs.cancel(run.id, by=by(request), at=now())


def _again(request: HttpRequest, said: Text) -> HttpResponse:
    tell(request, said)
    return HttpResponseRedirect(reverse("imports"))


def _mapping(request: HttpRequest) -> dict[str, str]:
    """{header: field} of the form; a column left out is not used."""
    headers, fields = request.POST.getlist("header"), request.POST.getlist("field")
    known = {column.field for column in PEOPLE}
    return {h: f for h, f in zip(headers, fields, strict=False) if f in known}


def _fields() -> list[tuple[str, Text]]:
    return [(column.field, heading(column.field)) for column in PEOPLE]


def _row(result: importing.Result) -> tables.Row:
    counts = result.counts.get("apply") or result.counts.get("preview") or {}
    return (result.name, result.received_at, *(counts.get(key) for key, _, _ in COUNTS))


def _counts(counts: Any) -> list[tuple[Text, int, str]]:
    return _shown(COUNTS, counts.get("apply") or counts.get("preview"))


def _shown(names: Any, counts: Any) -> list[tuple[Text, int, str]]:
    if not counts:
        return []
    return [(called, counts.get(key, 0), shape) for key, called, shape in names]


def _changed_fields(counts: Any) -> list[tuple[Text, int]]:
    """How many values of each field change."""
    found = counts.get("apply") or counts.get("preview") or {}
    named = {key.removeprefix("field_"): n for key, n in found.items() if key.startswith("field_")}
    known = {column.field for column in PEOPLE}
    return [(heading(name), n) for name, n in sorted(named.items()) if name in known]


def _changes(upload: UUID, request: HttpRequest) -> list[tuple[Any, list[Any]]]:
    known = {column.field for column in PEOPLE}
    return [
        (change, [(heading(k), v) for k, v in change.fields.items() if k in known])
        for change in importing.changes(upload, by=by(request))[:LISTED]
    ]


def _run(run: Progress, upload: UUID) -> dict[str, Any]:
    """The progress row's values."""
    left = run.seconds_left(now())
    return {
        "id": run.id,
        "url": reverse("import-progress", args=[upload]),
        "live": run.live,
        "said": STEPS.get(run.kind.removeprefix("people."), run.name),
        "done": run.done,
        "total": run.total,
        "done_said": f"{run.done:,}",
        "total_said": f"{run.total or 0:,}",
        "message": text("About {n} seconds left.", n=left) if left is not None else run.said,
    }
