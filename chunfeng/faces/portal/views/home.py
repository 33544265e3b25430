"""The first page: one box, three doors, what is nearest."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from chunfeng.faces.portal import living
from chunfeng.faces.portal.answers import page, visitor
from chunfeng.faces.portal.counting import counts
from chunfeng.faces.portal.keeping import LONGEST
from chunfeng.faces.portal.offers import offers
from chunfeng.faces.portal.wanted import Search
from chunfeng.stages.vacancies import searching

FIRST = 5
NEAR_KM = 10


@require_safe
@visitor
def home(request: HttpRequest) -> HttpResponse:
    """Work near where somebody lives, else the newest."""
    on = timezone.localdate()
    place = living.chosen(request)
    here = living.here_of(place)
    if here:
        rows = searching.nearest(*here.point, on, FIRST)
    else:
        rows = searching.find(
            searching.Wanted(with_seats=True), on=on, order="newest", size=FIRST
        ).lines
    return page(
        request,
        "home",
        {
            "tab": "home",
            "search": Search(),
            "offers": offers(rows, here),
            "near": Search(far=str(NEAR_KM), order="near").address(),
            "out": Search(channel="cooperation").address(),
            "family": Search(home=True).address(),
            "lodging": Search(housing=True).address(),
            "well_paid": Search(pay=4000).address(),
            "vacancies": sum(counts.vacancies(on).values()),
            "workshops": sum(counts.workshops(on).values()),
        },
        longest=LONGEST,
    )
