"""What was sent to telephones of the region: to whom, masked, and what became of it."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from chunfeng.faces.ui.parts import Tone, Word
from chunfeng.faces.workbench import filters
from chunfeng.faces.workbench.common import by, for_officers, show
from chunfeng.faces.workbench.filters import Select
from chunfeng.faces.workbench.places import place_in
from chunfeng.foundation.messaging import queries
from chunfeng.foundation.messaging.queries import PAGE, Line
from chunfeng.foundation.messaging.states import State
from chunfeng.kit.texts import Text, text

KINDS: Mapping[str, Text] = {
    "offer.made": text("Work is offered"),
    "offer.reminder": text("Reminder of an offer"),
    "offer.confirmed": text("The employer agrees"),
    "own.answered": text("A letter is answered"),
    "own.link": text("Link to the own page"),
}
TONES: Mapping[str, Tone] = {
    "waiting": "note", "sending": "note", "sent": "good", "failed": "wrong", "dropped": "plain",
}  # fmt: skip
SUBJECTS = ("offer", "letter", "person")  # each has a page of that name
SELECTS = (
    Select("state", text("State"), {str(state): state.label for state in State}),
    Select("kind", text("About"), KINDS),
)


@require_GET
@for_officers
def outbox(request: HttpRequest) -> HttpResponse:
    """Notices to telephones of the post's region, the latest first; no words, no codes."""
    asked = request.GET
    selects = filters.chosen_of(SELECTS, asked)
    state, kind = (next(iter(one.chosen), "") for one in selects)
    rows, total = queries.page(state=state, kind=kind, number=filters.page_of(asked))
    told = {
        "rows": [(row, *_told(row), place_in(row.region, by(request).lo), _url(row))
                 for row in rows],
        "total": total,
        "selects": selects,
        "sending": queries.sending(),
        "pages": filters.pages(asked, len(rows), total, PAGE),
    }  # fmt: skip
    return show(request, "outbox.html", told)


def _told(row: Line) -> tuple[Word, Tone]:
    return KINDS.get(row.kind, row.kind), TONES[row.state]


def _url(row: Line) -> str:
    """The page of what a message was about."""
    known = row.subject in SUBJECTS and row.subject_id
    return reverse(row.subject, args=[row.subject_id]) if known else ""
