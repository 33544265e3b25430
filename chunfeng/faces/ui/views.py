"""The catalogue: every component in all its states, with content of the field."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chunfeng.faces.ui import sample
from chunfeng.faces.ui.sample_form import RUNS


@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    """The page designers, writers and testers look at; ``?run=`` answers with one progress row."""
    asked = request.GET.get("run")
    if asked is None:
        return render(request, "ui/catalogue.html", sample.everything(request.GET))
    run = next((run for run in RUNS if run.id == asked), None)
    if run is None:
        raise Http404
    return render(request, "ui/progress.html", {"run": run})
