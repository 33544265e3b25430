"""The catalogue: every component in all its states, with content of the field."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chunfeng.faces.ui import sample


@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    """The page designers, writers and testers look at; everybody on it is invented."""
    return render(request, "ui/catalogue.html", sample.everything(request.GET))
