"""Lists that leave the register: asked for, approved by a second officer, fetched for a week."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.workbench import filters, tables
from chunfeng.faces.workbench.common import (
    by,
    fresh,
    keys,
    now,
    officer,
    prove_first,
    show,
    today,
)
from chunfeng.faces.workbench.lines import place_name
from chunfeng.faces.workbench.shell import tell, warn
from chunfeng.foundation.access import DataClass, Purpose, Right, Role, access, entered
from chunfeng.foundation.accounts import queries as accounts
from chunfeng.foundation.exports import operations, queries
from chunfeng.foundation.exports.operations import Wish
from chunfeng.foundation.exports.refusals import NoExport, Refused
from chunfeng.foundation.exports.states import Kind, State
from chunfeng.kit.texts import Language, Text, text
from chunfeng.stages.people import exporting
from chunfeng.stages.people.fields import CONTACT_SEALED, SEALED
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.people.vocabulary import heading

MAKERS = frozenset({Role.TOWNSHIP, Role.COUNTY})
for_makers = access(data_class=DataClass.D2, roles=MAKERS)
WHAT = (
    ("list", text("The list: who, where, status, capacity, wishes")),
    ("ledger", text("The whole ledger, without anything sealed")),
    ("notice", text("A public notice")),
)
TONES = {State.WAITING: "due", State.READY: "good", State.REFUSED: "wrong"}


@require_http_methods(["GET", "POST"])
@for_makers
def ask(request: HttpRequest) -> HttpResponse:
    """Asks for a list: what is in it, in what form, what for."""
    if request.POST.getlist("person"):
        return ask_page(request, [line.id for line in filters.picked(request)])
    found = exporting.selected(filters.filters_of(request), on=today(), keys=keys())
    return ask_page(request, found)


def ask_page(request: HttpRequest, people: Sequence[UUID]) -> HttpResponse:
    """The form; sent with ``ask`` it asks. A notice is looked at before that."""
    fields = form(request)
    problem: Text | None = None
    preview = None
    if "ask" in request.POST or "look" in request.POST:
        for field in fields:
            field.typed(request.POST)
        wish = _wish(people, fields)
        if wish.kind is Kind.NOTICE:
            preview = exporting.preview_notice(people, wish.item, on=today())
            problem = preview.problems[0] if preview.problems else None
        if "ask" in request.POST and problem is None:
            problem = _asked(request, wish)
            if problem is None:
                return HttpResponseRedirect(reverse("exports"))
    told = {
        "picked": people if "person" in request.POST else [],
        "query": filters.without(request.GET).removeprefix("?"),
        "total": len(people),
        "most": by(request).rights.export_rows,
        "fields": fields,
        "errors": errors(fields),
        "problem": problem,
        "preview": preview,
        "notice_lines": [(n, place_name(r)) for n, r in preview.lines] if preview else [],
        "widened": [place_name(region) for region in preview.widened] if preview else [],
    }
    return show(request, "export_ask.html", told, 422 if problem else 200)


def form(request: HttpRequest) -> list[Field]:
    """What is asked about a list."""
    mine = by(request).rights
    names = {column.field for column in PEOPLE} & SEALED
    opened = mine.d4_fields | (set(CONTACT_SEALED) if mine.d3 is Right.REVEAL else set())
    sealed = [column.field for column in PEOPLE if column.field in names & opened]
    what = Field(name="what", label=text("What goes into it?"), kind="radios", options=WHAT,
                 values=("list",))  # fmt: skip
    also = Field(
        name="also", label=text("Sealed columns besides"), kind="choices", optional=True,
        options=[(name, heading(name)) for name in sealed],
        hint=text("With any of them a second officer of the county has to approve."),
    )  # fmt: skip
    item = Field(
        name="item", label=text("What the notice is about"), optional=True,
        hint=text("For a public notice: name the measure, not why somebody is poor or ill."),
    )  # fmt: skip
    files = (("xlsx", "Excel"), ("csv", "CSV"))
    form_ = Field(name="form", label=text("File"), kind="radios", options=files, values=("xlsx",))
    reason = Field(
        name="reason", label=text("What is it for?"),
        hint=text("It stands in the log. Write no personal details here."),
    )  # fmt: skip
    asked = [what, also, item, form_, reason]
    return asked if by(request).role is Role.COUNTY else [what, item, form_, reason]


def _wish(people: Sequence[UUID], fields: Sequence[Field]) -> Wish:
    given = {field.name: field for field in fields}
    what, also = given["what"].value, given.get("also")
    columns = list(exporting.PLAIN if what == "ledger" else exporting.LIST)
    if what != "notice" and also:
        columns += [name for name in also.values if name in {code for code, _ in also.options}]
    return Wish(
        people=people,
        fields=columns if what != "notice" else ["name", "home"],
        data_class=exporting.class_of(columns),
        reason=given["reason"].value,
        kind=Kind.NOTICE if what == "notice" else Kind.LEDGER,
        file_format="csv" if given["form"].value == "csv" and what != "notice" else "xlsx",
        item=given["item"].value,
    )


def _asked(request: HttpRequest, wish: Wish) -> Text | None:
    """Asks; what stands against it, if anything."""
    language: Language = "en" if officer(request).language == "en" else "zh"
    try:
        operations.ask(replace(wish, language=language), by=by(request), at=now())
    except Refused as refused:
        return refused.said
    second = operations.needs_second(len(wish.people), wish.data_class, by=by(request))
    tell(request, text("Asked for. A second officer of the county has to approve it.")
         if second else text("Ready. You may fetch it for seven days."))  # fmt: skip
    return None


@require_GET
@for_makers
def exports(request: HttpRequest) -> HttpResponse:
    """One's own lists, and those of others that wait for a decision."""
    context, at = by(request), now()
    mine, waiting = queries.mine(by=context), queries.waiting(by=context)
    names = accounts.names([line.user for line in waiting])
    told = {
        "mine": [(line, TONES[line.state], line.open_at(at), _columns(line)) for line in mine],
        "waiting": [(line, names.get(line.user, ""), _columns(line)) for line in waiting],
    }
    return show(request, "exports.html", told)


@require_POST
@access(data_class=DataClass.D2, roles=frozenset({Role.COUNTY}))
def decide(request: HttpRequest, export: UUID) -> HttpResponse:
    """A second officer approves or refuses."""
    if not fresh(request):
        return prove_first(reverse("exports"))
    try:
        if request.POST.get("act") == "approve":
            operations.approve(export, by=by(request), at=now())
        else:
            said = request.POST.get("reason", "")
            operations.refuse(export, reason=said, by=by(request), at=now())
    except Refused as refused:
        warn(request, refused.said)
    else:
        tell(request, text("Decided."))
    return HttpResponseRedirect(reverse("exports"))


@require_POST
@access(data_class=DataClass.D4, roles=MAKERS)
def fetch(request: HttpRequest, export: UUID) -> HttpResponse:
    """Makes the file of now, in the post and for the purpose it was asked for."""
    line = next((one for one in queries.mine(by=by(request)) if one.id == export), None)
    purpose = line.purpose if line else by(request).purpose
    if line and line.data_class in operations.SEALED and not fresh(request):
        return prove_first(reverse("exports"))
    try:
        with entered(replace(by(request), purpose=Purpose(purpose)), DataClass.D4) as context:
            found = operations.fetch(export, by=context, at=now())
            name, content = exporting.file(
                found, _caption(request, found.reason, purpose), keys=keys(), on=today(), at=now()
            )
    except NoExport as refused:
        return show(request, "refused.html", {"said": refused.said}, 404)
    except Refused as refused:
        return show(request, "refused.html", {"said": refused.said}, 403)
    return tables.download(name, content)


def _caption(request: HttpRequest, reason: str, purpose: Purpose) -> Text:
    """Who took it out, when and what for: the first row of the file."""
    return text(
        "Taken out by {who} at {moment} for: {purpose}, {reason}. Do not pass it on.",
        who=officer(request).name,
        moment=f"{timezone.localtime(now()):%Y-%m-%d %H:%M}",
        purpose=purpose.label,
        reason=reason,
    )


def _columns(line: queries.Line) -> list[Text]:
    return [heading(name) for name in line.fields]
