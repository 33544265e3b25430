"""Pages that say how things are: help, learning, about, accessibility; and what failed."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from chunfeng.faces.portal import living
from chunfeng.faces.portal.answers import page, visitor
from chunfeng.faces.portal.helping import offices_for
from chunfeng.faces.ui import named
from chunfeng.foundation.places import Place

More = Callable[[Place | None], dict[str, Any]]


def _told(
    template: str, tab: str = "help", more: More | None = None
) -> Callable[[HttpRequest], HttpResponse]:
    @require_safe
    @visitor
    def shown(request: HttpRequest) -> HttpResponse:
        place = living.chosen(request)
        county = named.place(living.county_of(place.code)) if place else ""
        told = {"tab": tab, "county": county}
        return page(request, template, told | (more(place) if more else {}))

    return shown


def _helping(place: Place | None) -> dict[str, Any]:
    return {"offices": offices_for(place)}


assistance = _told("help", more=_helping)
learn = _told("learn", "home")
about = _told("about")
accessibility = _told("accessibility")
offline = _told("offline", "home")


def absent(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """There is no such page."""
    return page(request, "404", {"private": True}, status=404)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from our own page, or from a browser that keeps no cookie."""
    return page(request, "403", {"private": True}, status=403)


def failed(request: HttpRequest) -> HttpResponse:
    """Something went wrong here."""
    return page(request, "500", {"private": True}, status=500)
