"""Letters of people from their own pages: the list, one of them, the answer; and sending a link."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.ui.parts import Tab, Tone, Word
from chunfeng.faces.workbench import facts as shown
from chunfeng.faces.workbench import filters, forms, tables
from chunfeng.faces.workbench.common import (
    attempt,
    by,
    for_officers,
    keys,
    now,
    show,
    show_form,
    today,
)
from chunfeng.faces.workbench.places import place_in
from chunfeng.faces.workbench.shell import tell, warn
from chunfeng.faces.workbench.views.person import found as person_found
from chunfeng.kit.texts import Text, text
from chunfeng.stages.own import operations, queries
from chunfeng.stages.own.operations import Sent
from chunfeng.stages.own.queries import LetterLine
from chunfeng.stages.own.refusals import Refused
from chunfeng.stages.own.states import STATE_NAMES, LetterState
from chunfeng.stages.own.vocabulary import LetterKind
from chunfeng.stages.people.fields import HOUSEHOLD, SPELL
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.people.vocabulary import heading

LIST = text("Letters")
ANSWERED = (LetterState.ACCEPTED, LetterState.REFUSED)
TONES: dict[str, Tone] = {"open": "due", "accepted": "good", "refused": "plain"}
HEADS = (
    text("What it is about"), text("Name"), text("Lives in"), text("Written on"),
    text("Answer by"), text("State"), text("Answered on"),
)  # fmt: skip
RIGHT = {
    LetterKind.CORRECTION: (
        text("The person is right, and the record is corrected"),
        text("The record stays as it is"),
    ),
    LetterKind.COMPLAINT: (
        text("The person is right to complain"),
        text("There is nothing to complain of"),
    ),
}


@require_GET
@for_officers
def letters(request: HttpRequest) -> HttpResponse:
    """Letters that wait, those due first first; or the answered ones."""
    asked, within = request.GET, by(request).lo
    if tables.wanted(request):
        rows, total = _page(request, size=by(request).rights.export_rows)
        return tables.named(request, "letters", HEADS, [_cells(row, within) for row in rows], total)
    rows, total = _page(request, number=filters.page_of(asked))
    answered, address = _answered_ones(request), reverse("letters")
    told = {
        "rows": [
            (row, about(row), place_in(row.region, within), STATE_NAMES[LetterState(row.state)],
             TONES[row.state], row.state == LetterState.OPEN and row.due_on < today())
            for row in rows
        ],
        "total": total,
        "answered": answered,
        "tabs": [
            Tab(text("To be answered"), address + filters.without(asked, "answered"), not answered),
            Tab(text("Answered"), address + filters.without(asked, answered="1"), answered),
        ],
        "towns": filters.towns(request),
        "region": asked.get("region", ""),
        "pages": filters.pages(asked, len(rows), total, queries.PAGE),
        "csv": tables.named_address(request),
    }  # fmt: skip
    return show(request, "letters.html", told)


@require_http_methods(["GET", "POST"])
@for_officers
def letter(request: HttpRequest, letter: UUID) -> HttpResponse:
    """One letter, and its answer."""
    row = queries.letter(letter)
    if row is None:
        raise Http404
    fields = _fields(row) if row.state == LetterState.OPEN else []
    if request.method == "POST" and fields and (sent := _answered(request, row, fields)):
        _tell(request, sent)
        return HttpResponseRedirect(reverse("letters"))
    told: dict[str, Any] = {
        "row": row,
        "state": STATE_NAMES[LetterState(row.state)],
        "tone": TONES[row.state],
        "now_held": _now_held(row),
        "correct": _correct(row),
        "above": "workbench/letter_told.html",
    }
    if not fields:
        return show(request, "letter_answered.html", told | {"heading": about(row)})
    crumbs = ((LIST, reverse("letters")),)
    return show_form(request, about(row), fields, crumbs, button=text("Send the answer"), **told)


@require_POST
@for_officers
def send_link(request: HttpRequest, person: UUID) -> HttpResponse:
    """Sends somebody the link to their own page, or ends those there are."""
    person_found(person)
    try:
        if request.POST.get("end"):
            attempt(lambda: operations.revoke(person, by=by(request), at=now()))
            tell(request, text("The links to the own page have ended."))
        else:
            sent = attempt(lambda: operations.send(person, keys=keys(), by=by(request), at=now()))
            if sent.untold:
                warn(request, sent.untold)
            else:
                tell(request, text("The link goes to the registered telephone."))
    except Refused as refused:
        warn(request, refused.said)
    return HttpResponseRedirect(reverse("person", args=[person]))


def about(row: LetterLine) -> Text:
    """What a letter is about."""
    kind = LetterKind(row.kind).label
    return text("{kind}: {field}", kind=kind, field=heading(row.field)) if row.field else kind


def _answered_ones(request: HttpRequest) -> bool:
    return request.GET.get("answered") == "1"


def _page(
    request: HttpRequest, *, number: int = 1, size: int = queries.PAGE
) -> tuple[list[LetterLine], int]:
    """The letters an address means, and how many in all."""
    region = filters.region_of(request.GET)
    return queries.page(
        states=ANSWERED if _answered_ones(request) else (LetterState.OPEN,),
        region=region.span if region else None,
        number=number,
        size=size,
    )


def _cells(row: LetterLine, within: int) -> tables.Row:
    """A line of the file: as on the page, without what was written."""
    state = STATE_NAMES[LetterState(row.state)]
    return (about(row), row.name, place_in(row.region, within), row.written_at, row.due_on, state,
            row.answered_at)  # fmt: skip


def _tell(request: HttpRequest, sent: Sent) -> None:
    """Tells the officer what became of an answer."""
    if sent.untold:
        said = text("Answered. The person reads it on their own page. {why}", why=sent.untold)
        warn(request, said)
    else:
        said = text("Answered. A message tells the person that the answer is on their own page.")
        tell(request, said)


def _fields(row: LetterLine) -> list[Field]:
    yes, no = RIGHT[LetterKind(row.kind)]
    hint = text("The person reads it. Correct the record first; write no numbers here.")
    return [
        forms.one_of("right", text("What did you find?"), (("yes", yes), ("no", no))),
        Field(
            name="words",
            label=text("Your answer to the person"),
            kind="textarea",
            rows=3,
            hint=hint,
        ),
    ]


def _answered(request: HttpRequest, row: LetterLine, fields: list[Field]) -> Sent | None:
    """Answers; None where a field says what is wrong."""
    right, words = fields
    for field in fields:
        field.typed(request.POST)
    chosen = forms.chosen(right)
    if not words.value.strip():
        words.error = text("Write an answer: the person reads it.")
    if errors(fields):
        return None
    try:
        return attempt(lambda: operations.answer(
            row.id, right=chosen == "yes", words=words.value, keys=keys(), by=by(request), at=now()
        ))  # fmt: skip
    except Refused as refused:
        words.error = refused.said
        return None


def _now_held(row: LetterLine) -> Word:
    """What the record says now of the fact in question."""
    if not row.field or row.field in SPELL:
        return ""
    facts = person_found(row.person)
    return shown.shown(PEOPLE.column(row.field), facts).told


def _correct(row: LetterLine) -> str:
    """Where the fact is corrected."""
    if not row.field:
        return ""
    if row.field in SPELL or row.field in shown.FIXED or row.field in HOUSEHOLD:
        return reverse("person", args=[row.person])
    return reverse("edit", args=[row.person, row.field])
