"""Importing a ledger: hand in, see the columns, count before writing, apply, correct, undo."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chunfeng.faces.ui.parts import Word as Said
from chunfeng.faces.workbench import facts, ledgers, tables
from chunfeng.faces.workbench.common import by, for_officers, now, show
from chunfeng.faces.workbench.ledgers import LEDGERS, Counted, Ledger
from chunfeng.faces.workbench.shell import warn
from chunfeng.foundation.intake import UnreadableFile, UnusableLedger
from chunfeng.foundation.intake.columns import Column
from chunfeng.foundation.intake.importing import Changed, Importer, Result
from chunfeng.foundation.intake.uploads import NotNow, NoUpload
from chunfeng.foundation.jobs import operations as jobs
from chunfeng.foundation.jobs.queries import Progress
from chunfeng.kit.texts import Language, Text, text
from chunfeng.stages.people.refusals import Refused

STEPS = {
    "preview": text("Comparing with the register"),
    "apply": text("Writing into the register"),
    "undo": text("Taking the import back"),
}
LISTED = 60
COLUMNS = (  # of the list as a file
    ("new", text("new")),
    ("changed", text("with changes")),
    ("unchanged", text("unchanged")),
    ("wrong", text("rows to correct")),
    ("elsewhere", text("of other regions")),
    ("twice", text("listed twice")),
)
HEADS = (text("File"), text("Ledger"), text("Handed in"), *(called for _, called in COLUMNS))


@require_GET
@for_officers
def imports(request: HttpRequest) -> HttpResponse:
    """The latest imports, and where to hand in a ledger."""
    rows = ledgers.recent(by=by(request))
    if tables.wanted(request):
        return tables.file(request, "imports", HEADS, [_row(result) for result in rows])
    allowed = ledgers.allowed(by(request))
    kinds = [one.kind for one in allowed]
    asked = request.GET.get("ledger", "")
    told = {
        "rows": [(row, LEDGERS[row.kind].title) for row in rows],
        "ledgers": allowed,
        "chosen": asked if asked in kinds else next(iter(kinds), ""),
        "csv": tables.address(request),
    }
    return show(request, "imports.html", told)


@require_POST
@for_officers
def upload(request: HttpRequest) -> HttpResponse:
    """Takes a file in."""
    file = request.FILES.get("file")
    if file is None or isinstance(file, list):
        return _again(request, text("Choose a file first."))
    importer = LEDGERS.get(request.POST.get("ledger", ""), LEDGERS["people"]).importer
    try:
        made = importer.receive(file, file.name or "", by=by(request), at=now())
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
    problem = None
    try:
        ledger = ledgers.of(upload, by=by(request))
        importer = ledger.importer
        mapping = _mapping(request, ledger) if request.method == "POST" else None
        seen = importer.look(upload, by=by(request), sheet=sheet, mapping=mapping)
        if request.method == "POST" and request.POST.get("act") == "preview":
            importer.start_preview(
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
    told = {"look": seen, "upload": upload, "problem": problem, "fields": seen.fields}
    return show(request, "import_columns.html", told, 422 if problem else 200)


@require_http_methods(["GET", "POST"])
@for_officers
def import_(request: HttpRequest, upload: UUID) -> HttpResponse:
    """How far an import is; the next step."""
    problem = None
    try:
        ledger = ledgers.of(upload, by=by(request))
    except NoUpload:
        raise Http404 from None
    importer = ledger.importer
    if request.method == "POST":
        try:
            _act(request, importer, upload)
        except (NotNow, Refused) as refused:
            problem = refused.said
        else:
            return HttpResponseRedirect(reverse("import", args=[upload]))
    result = importer.result(upload, by=by(request))
    run = importer.running(upload, by=by(request))
    told = {
        "result": result,
        "ledger": ledger.title,
        "whose": ledger.whose,
        "problem": problem or result.said,
        "run": _run(run, upload) if run and run.live else None,
        "counts": _shown(ledger.counts, _last(result)),
        "undone": _shown(ledger.undone, result.counts.get("undo")),
        "changed": _changed_fields(ledger, _last(result)),
        "issues": importer.issues(upload, by=by(request), limit=LISTED),
        "changes": _changes(ledger, upload, request) if result.state == "read" else (),
    }
    return show(request, "import.html", told, 409 if problem else 200)


@require_GET
@for_officers
def progress(request: HttpRequest, upload: UUID) -> HttpResponse:
    """The progress row, asked for every two seconds; the whole page when it is over."""
    try:
        run = ledgers.of(upload, by=by(request)).importer.running(upload, by=by(request))
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
    language: Language = "en" if request.officer.language == "en" else "zh"  # type: ignore[attr-defined]
    try:
        importer = ledgers.of(upload, by=by(request)).importer
        made = importer.error_workbook(upload, by=by(request), language=language, at=now())
    except NoUpload:
        raise Http404 from None
    return tables.download("corrections.xlsx", made)


def _act(request: HttpRequest, importer: Importer, upload: UUID) -> None:
    act = request.POST.get("act")
    if act == "apply":
        importer.start_apply(upload, by=by(request), at=now())
    elif act == "undo":
        importer.start_undo(upload, by=by(request), at=now())
    elif act == "cancel":
        run = importer.running(upload, by=by(request))
        if run:
            jobs.cancel(run.id, by=by(request), at=now())


def _again(request: HttpRequest, said: Text) -> HttpResponse:
    warn(request, said)
    return HttpResponseRedirect(reverse("imports"))


def _mapping(request: HttpRequest, ledger: Ledger) -> dict[str, str]:
    """{header: field} of the form; a column left out is not used."""
    headers, fields = request.POST.getlist("header"), request.POST.getlist("field")
    known = _known(ledger)
    return {h: f for h, f in zip(headers, fields, strict=False) if f in known}


def _known(ledger: Ledger) -> set[str]:
    return {column.field for column in ledger.importer.ledger}


def _last(result: Result) -> Mapping[str, int]:
    """The counts that stand."""
    return result.counts.get("apply") or result.counts.get("preview") or {}


def _row(result: Result) -> tables.Row:
    counts = _last(result)
    title = LEDGERS[result.kind].title
    return (result.name, title, result.received_at, *(counts.get(key) for key, _ in COLUMNS))


def _shown(names: Sequence[Counted], counts: Any) -> list[tuple[Text, int, str]]:
    if not counts:
        return []
    return [(called, counts.get(key, 0), shape) for key, called, shape in names]


def _changed_fields(ledger: Ledger, counts: Mapping[str, int]) -> list[tuple[Text, int]]:
    """How many values of each field change."""
    named = {k.removeprefix("field_"): n for k, n in counts.items() if k.startswith("field_")}
    return [(ledger.heading(k), n) for k, n in sorted(named.items()) if k in _known(ledger)]


def _changes(
    ledger: Ledger, upload: UUID, request: HttpRequest
) -> list[tuple[Changed, str, list[Any]]]:
    """(the change, where its record is shown, its fields by name)."""
    known = {column.field: column for column in ledger.importer.ledger}
    return [
        (
            change,
            ledger.link(change.record),
            [
                (ledger.heading(k), _pair(known[k], v))
                for k, v in change.fields.items()
                if k in known
            ],
        )
        for change in ledger.importer.changes(upload, by=by(request))[:LISTED]
    ]


def _pair(column: Column, values: Any) -> tuple[Said, Said] | None:
    """(as it stands, as the file has it) in words; None for what is sealed."""
    return (facts.held(column, values[0]), facts.held(column, values[1])) if values else None


def _run(run: Progress, upload: UUID) -> dict[str, Any]:
    """The progress row's values."""
    left = run.seconds_left(now())
    return {
        "id": run.id,
        "url": reverse("import-progress", args=[upload]),
        "live": run.live,
        "said": STEPS.get(run.kind.rpartition(".")[2], run.name),
        "done": run.done,
        "total": run.total,
        "done_said": f"{run.done:,}",
        "total_said": f"{run.total or 0:,}",
        "message": text("About {n} seconds left.", n=left) if left is not None else run.said,
    }
