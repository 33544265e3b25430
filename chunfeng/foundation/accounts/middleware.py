"""The one door of every request: the view's declaration, the post, the transaction around both."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.http import urlencode

from chunfeng.foundation.access import (
    Access,
    Context,
    Entry,
    Role,
    declared,
    entered,
    in_public,
    leave,
    on_own_page,
    visiting,
)
from chunfeng.foundation.accounts import members, own
from chunfeng.foundation.accounts.queries import context_of, signed_in
from chunfeng.foundation.places.current import refresh

Answer = Callable[[HttpRequest], HttpResponse]
FRESH = 1.0  # seconds old that regions may be on public pages


class PostMiddleware:
    """Opens the transaction under the request's post; nothing is shown before it has committed."""

    def __init__(self, get_response: Answer) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        stands = _declared(request)
        if stands is None:
            return self._get_response(request)
        if stands.entry is Entry.VISITOR:
            with visiting():
                refresh(FRESH)
                return self._answer(request)
        leave()
        if stands.entry is Entry.PUBLIC:
            with in_public():
                refresh(FRESH)
                return self._answer(request)
        if stands.entry is Entry.OWN:
            return self._on_own_page(request, stands)
        if stands.entry is Entry.ANYONE:
            with transaction.atomic():
                return self._answer(request)
        at_the_desk = Role.EMPLOYER in stands.roles
        return (self._at_the_desk if at_the_desk else self._as_officer)(request, stands)

    def _as_officer(self, request: HttpRequest, stands: Access) -> HttpResponse:
        officer = signed_in(request, timezone.now())
        if officer is None:
            return _to("signin", request)
        request.officer = officer  # type: ignore[attr-defined]  # read by the pages
        if stands.entry is Entry.SIGNED_IN:
            with transaction.atomic():
                return self._answer(request)
        return self._under_post(request, stands)

    def _on_own_page(self, request: HttpRequest, stands: Access) -> HttpResponse:
        """For one person of the register: whose link it is, says the database."""
        brought = own.brought(request, timezone.now())
        with on_own_page(brought):
            refresh()
            found = own.whose()
            request.own = brought  # type: ignore[attr-defined]  # read by the pages
            request.linked = found  # type: ignore[attr-defined]
            if found is None or found.often or not found.proved:
                return self._answer(request)
            request.context = found.context(brought)  # type: ignore[attr-defined]
            with entered(request.context, stands.data_class):  # type: ignore[attr-defined]
                return self._answer(request)

    def _at_the_desk(self, request: HttpRequest, stands: Access) -> HttpResponse:
        """For one employer: whose, says the member's session."""
        found = members.signed_in(request, timezone.now())
        if found is None:
            return _to("desk-signin", request)
        request.officer, request.context = found  # type: ignore[attr-defined]
        with entered(found[1], stands.data_class):
            refresh()
            return self._answer(request)

    def _under_post(self, request: HttpRequest, stands: Access) -> HttpResponse:
        context = context_of(request, timezone.now())
        if context is None:
            return _to("posts", request)
        request.context = context  # type: ignore[attr-defined]
        with entered(context, stands.data_class):
            refresh()
            if not _may(context, stands):
                request.refused = True  # type: ignore[attr-defined]
            return self._answer(request)

    def process_view(
        self, request: HttpRequest, view: Answer, args: object, kwargs: object
    ) -> None:
        """A role the view does not name is told so, as a page."""
        if getattr(request, "refused", False):
            raise PermissionDenied

    def _answer(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        if response.status_code >= 500 and connection.in_atomic_block:
            transaction.set_rollback(True)
        if response.streaming and not _public_file(request, response):
            # It would be read after the post's transaction has closed.
            raise RuntimeError("a streaming response cannot stand under a post")
        return response


def _declared(request: HttpRequest) -> Access | None:
    """What the view that will answer declares; None for no view. Undeclared ones are hidden."""
    try:
        view = resolve(request.path_info).func
    except (Resolver404, Http404):
        return None
    stands = declared(view)
    if stands is None:
        raise Http404
    return stands


def _public_file(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether it is a file that anybody may have: reading it on needs no database."""
    stands = _declared(request)
    public = stands is not None and stands.entry in (Entry.PUBLIC, Entry.VISITOR)
    return public and isinstance(response, FileResponse)


def _may(context: Context, stands: Access) -> bool:
    return context.role in stands.roles and context.purpose in stands.purposes


def _to(name: str, request: HttpRequest) -> HttpResponse:
    """To sign in or to choose a post, and back to the page afterwards."""
    target = f"{reverse(name)}?{urlencode({'next': request.get_full_path()})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)
