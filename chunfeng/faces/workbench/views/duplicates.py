"""Two records that may be one person: compared side by side, merged, kept apart, undone."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from chunfeng.faces.ui import named
from chunfeng.faces.workbench import facts as shown
from chunfeng.faces.workbench import tables
from chunfeng.faces.workbench.common import attempt, by, for_officers, keys, now, show, today
from chunfeng.faces.workbench.shell import tell
from chunfeng.foundation.places.current import places
from chunfeng.kit.texts import Text, text
from chunfeng.stages.people import merging, queries
from chunfeng.stages.people.likeness import Reason
from chunfeng.stages.people.refusals import Refused
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.people.vocabulary import heading

STATES = ("open", "merged", "different")
HEADS = (
    heading("name"), heading("birth_date"), heading("home"),
    text("Other name"), text("Other date of birth"), text("Other home"), text("What is alike"),
)  # fmt: skip
_COMPARED = tuple(
    column for column in PEOPLE if column.group in ("identity", "capacity", "wishes", "skills")
)


@require_GET
@for_officers
def duplicates(request: HttpRequest) -> HttpResponse:
    """The pairs to decide, and those decided."""
    state = request.GET.get("state", "open")
    pairs = queries.pairs(state=state if state in STATES else "open")
    if tables.wanted(request):
        return tables.named(request, "duplicates", HEADS, [_row(pair) for pair in pairs])
    rows = [
        (pair, [_said(reason) for reason in pair.reasons],
         [places().full_name(region) for region in pair.regions])
        for pair in pairs
    ]  # fmt: skip
    told = {"rows": rows, "state": state, "csv": tables.named_address(request)}
    return show(request, "duplicates.html", told)


def _row(pair: queries.Pair) -> tables.Row:
    homes = (named.full_place(region) for region in pair.regions)
    both = [part for one in zip(pair.names, pair.births, homes, strict=True) for part in one]
    return (*both, [_said(reason) for reason in pair.reasons])


@require_http_methods(["GET", "POST"])
@for_officers
def duplicate(request: HttpRequest, duplicate: UUID) -> HttpResponse:
    """One pair, side by side."""
    pair = queries.pair(duplicate)
    if pair is None:
        raise Http404
    problem = None
    if request.method == "POST":
        try:
            attempt(lambda: _decide(request, pair))
        except Refused as refused:
            problem = refused.said
        else:
            return HttpResponseRedirect(reverse("duplicates"))
    mine, theirs = (queries.facts(person, on=today()) for person in (pair.person, pair.other))
    if mine is None or theirs is None:
        raise Http404
    lines = [
        (a.name, a, b, _differ(a, b))
        for column in _COMPARED
        for a, b in [(shown.shown(column, mine), shown.shown(column, theirs))]
        if a.has or b.has
    ]
    told = {
        "pair": pair,
        "mine": mine,
        "theirs": theirs,
        "lines": lines,
        "reasons": [_said(reason) for reason in pair.reasons],
        "places": [named.full_place(region) for region in pair.regions],
        "problem": problem,
        "undoable": pair.state == "merged" and pair.undo_until and now() < pair.undo_until,
    }
    return show(request, "duplicate.html", told, 409 if problem else 200)


def _decide(request: HttpRequest, pair: queries.Pair) -> None:
    act = request.POST.get("act", "")
    if act == "apart":
        merging.keep_apart(pair.id, by=by(request), at=now())
        tell(request, text("Kept apart: two people."))
    elif act == "undo":
        merging.undo_merge(pair.id, by=by(request), at=now())
        tell(request, text("Undone: both records stand as before."))
    elif act in (str(pair.person), str(pair.other)):
        merging.merge(pair.id, keep=UUID(act), keys=keys(), by=by(request), at=now())
        tell(request, text("Merged. This can be undone for 30 days."))
    else:
        raise Http404


def _said(reason: str) -> Text:
    return Reason(reason).label


def _differ(a: shown.Shown, b: shown.Shown) -> bool:
    return a.has and b.has and a.said != b.said
