"""Pages that say how things are: help, learning, about, accessibility; and what failed."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from chunfeng.faces.portal import living
from chunfeng.faces.portal.answers import anybody, page
from chunfeng.faces.ui import named


def _told(template: str, tab: str = "help") -> Callable[[HttpRequest], HttpResponse]:
    @require_safe
    @anybody
    def shown(request: HttpRequest) -> HttpResponse:
        place = living.chosen(request)
        county = named.place(living.county_of(place.code)) if place else ""
        return page(request, template, {"tab": tab, "county": county})

    return shown


assistance = _told("help")
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
