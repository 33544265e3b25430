"""Filters an officer keeps under a name, for any list."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse

from chunfeng.faces.workbench import filters
from chunfeng.faces.workbench.common import officer
from chunfeng.faces.workbench.shell import warn
from chunfeng.foundation.accounts import operations, queries
from chunfeng.foundation.accounts.refusals import Refused


def saved(request: HttpRequest, page: str) -> list[tuple[UUID, str, str, bool]]:
    """(id, name, address, whether it is the one shown) of the filters kept for a list."""
    asked = sorted(filters.pairs(request.GET))
    return [
        (id_, name, query, sorted(filters.pairs(QueryDict(query))) == asked)
        for id_, name, query in queries.saved_filters(officer(request).user, page)
    ]


def keep(request: HttpRequest, page: str, *, apart: tuple[str, ...] = ("page",)) -> HttpResponse:
    """Keeps the filter under a name, or drops one. page: the list's route; apart: left out."""
    query = QueryDict(request.POST.get("query", ""), mutable=True)
    for name in apart:
        query.pop(name, None)
    user = officer(request).user
    if dropped := request.POST.get("drop", ""):
        mine = {str(id_): id_ for id_, _, _ in queries.saved_filters(user, page)}
        if dropped in mine:
            operations.forget_filter(user, saved=mine[dropped])
    else:
        name = request.POST.get("name", "")
        try:
            operations.save_filter(user, page=page, name=name, query=query.urlencode())
        except Refused as refused:
            warn(request, refused.said)
    return HttpResponseRedirect(f"{reverse(page)}?{query.urlencode()}")
