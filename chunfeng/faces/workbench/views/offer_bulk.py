"""What is done with a selection of offers; the page says which were left as they were, and why."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_POST

from chunfeng.faces.ui.forms import errors
from chunfeng.faces.workbench import offer_forms, offered
from chunfeng.faces.workbench.common import by, for_officers, show
from chunfeng.faces.workbench.offer_forms import Form
from chunfeng.faces.workbench.views.offers import ACTS
from chunfeng.kit.texts import Text
from chunfeng.stages.placements import operations, queries
from chunfeng.stages.placements.queries import PAGE, Line


@require_POST
@for_officers
def bulk(request: HttpRequest) -> HttpResponse:
    """One act on the offers picked, asked for once; then what became of each."""
    lines, act = _picked(request), request.POST.get("act", "")
    if not lines:
        return _back(request)
    if act not in ACTS:
        raise Http404
    form = offer_forms.form(act, lines[0])
    refused: dict[UUID, Text] = {}
    done = None
    if "sure" in request.POST:
        for field in form.fields:
            field.typed(request.POST)
        if form.write(request):
            refused = _done(request, form, lines)
            done = len(lines) - len(refused)
            lines = queries.some([line.id for line in lines])
    wrong, within = errors(form.fields), by(request).lo
    told = {
        "heading": offered.ACTS[act],
        "act": act,
        "rows": [(offered.shown(line, within), refused.get(line.id)) for line in lines],
        "done": done,
        "fields": form.fields,
        "errors": wrong,
        "back": request.POST.get("back", ""),
    }
    return show(request, "offer_bulk.html", told, 422 if wrong else 200)


def _done(request: HttpRequest, form: Form, lines: list[Line]) -> dict[UUID, Text]:
    """Does it, one by one; why some were left."""
    rows = {line.id: line for line in lines}

    def act(offer: UUID) -> object:
        write = Form(form.act, rows[offer], form.fields).write(request)
        return write() if write else None

    return operations.each(list(rows), act)[1]


def _picked(request: HttpRequest) -> list[Line]:
    """The offers whose boxes were ticked; those of other regions are left out."""
    ids = []
    for said in request.POST.getlist("offer")[:PAGE]:
        try:
            ids.append(UUID(said))
        except ValueError:
            continue
    return queries.some(ids)


def _back(request: HttpRequest) -> HttpResponse:
    query = QueryDict(request.POST.get("back", "")).urlencode()
    return HttpResponseRedirect(f"{reverse('offers')}?{query}")
