"""An employer: what it is, where it works, what it offers."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from chunfeng.faces.portal import living, marks
from chunfeng.faces.portal.answers import page, visitor
from chunfeng.faces.portal.offers import offers
from chunfeng.faces.portal.wanted import Search
from chunfeng.faces.ui import named
from chunfeng.foundation.places.near import around
from chunfeng.stages.employers import queries
from chunfeng.stages.vacancies import searching

FIRST = 10


@require_safe
@visitor
def employer(request: HttpRequest, employer: UUID) -> HttpResponse:
    """A verified employer; 404 for any other."""
    on = timezone.localdate()
    held = queries.public([employer]).get(employer)
    if held is None:
        raise Http404
    here = living.here_of(living.chosen(request))
    wanted = searching.Wanted(employer=employer, with_seats=True)
    found = searching.find(wanted, on=on, order="newest", size=FIRST)
    told = {
        "tab": "search",
        "employer": held,
        "name_said": named.employer_said(held.name),
        "kind": marks.kind_of(held.kind),
        "held": marks.held(held, on),
        "where": named.full_place(held.place),
        "sites": [
            (one, named.place(one.place), around(one.lon, one.lat, one.place)) for one in held.sites
        ],
        "offers": offers(found.lines, here),
        "more": Search(employer=employer).address() if found.total > FIRST else "",
    }
    return page(request, "employer", told)
