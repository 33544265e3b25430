"""Today: what waits for a decision, what is due, what moved."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from chunfeng.faces.workbench.common import by, for_posts, keys, now, officer, show, today
from chunfeng.foundation.access import OFFICERS
from chunfeng.foundation.accounts import queries as accounts
from chunfeng.foundation.places.current import places
from chunfeng.kit.texts import text
from chunfeng.stages.doubts import queries as doubts
from chunfeng.stages.doubts.rules import Severity
from chunfeng.stages.people import queries as people

SOON = 30  # days before a post ends


@require_GET
@for_posts
def today_page(request: HttpRequest) -> HttpResponse:
    """The first page of a post."""
    context = by(request)
    told = {"day": today(), "is_officer": context.role in OFFICERS, "ending": _ending(request)}
    if context.role in OFFICERS:
        told |= _register(request)
    return show(request, "today.html", told)


def _register(request: HttpRequest) -> dict[str, object]:
    context, on = by(request), today()
    figures = people.figures(on=on, keys=keys())
    address = reverse("people")
    cards = [
        (text("people in the register"), figures.people, address, ""),
        (text("not in work"), figures.not_in_work, f"{address}?status=not_in_work", "due"),
        (
            text("not in work, and willing"),
            figures.willing,
            f"{address}?status=not_in_work&willing=yes",
            "due",
        ),
        (text("wish never asked"), figures.never_asked, f"{address}?status=not_in_work", ""),
    ]
    standing = doubts.summary(by=context, on=on)
    villages = doubts.by_village(by=context, on=on)[:8]
    return {
        "cards": cards,
        "doubts": [(severity, standing.get(severity, 0)) for severity in Severity],
        "villages": [
            (f"{region:012d}", places().full_name(region), wrong, doubtful, leads)
            for region, wrong, doubtful, leads in villages
        ],
        "pairs": people.pairs(limit=6),
        "pairs_total": people.pairs_open(),
        "moved": people.moved_since(now(), days=1),
    }


def _ending(request: HttpRequest) -> list[accounts.HeldPost]:
    """Own posts that end soon."""
    mine = accounts.posts_of(officer(request).user, today())
    return [post for post in mine if post.ends and (post.ends - today()).days <= SOON]
