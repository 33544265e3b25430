"""Small things many views need."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.ui.parts import Word
from chunfeng.foundation.access import OFFICERS, POSTS, Context, DataClass, Role, access
from chunfeng.foundation.accounts import rules
from chunfeng.foundation.accounts.queries import SignedIn
from chunfeng.foundation.ciphers import Keyring, load_keys
from chunfeng.foundation.database.url import HOME

Answer = TypeVar("Answer")
for_officers = access(data_class=DataClass.D2, roles=OFFICERS)
for_deciders = access(data_class=DataClass.D2, roles=frozenset({Role.TOWNSHIP, Role.COUNTY}))
for_posts = access(data_class=DataClass.D0, roles=POSTS)


def keys() -> Keyring:
    """The data keys of this installation."""
    return load_keys(HOME / "keys")


def now() -> datetime:
    """The moment of the request; the one clock of the workbench."""
    return timezone.now()


def today() -> date:
    """The day of the request, local time."""
    return timezone.localdate()


def by(request: HttpRequest) -> Context:
    """The post the request acts in."""
    found: Context = request.context  # type: ignore[attr-defined]  # set by the middleware
    return found


def officer(request: HttpRequest) -> SignedIn:
    """Who is signed in."""
    found: SignedIn = request.officer  # type: ignore[attr-defined]  # set by the middleware
    return found


def attempt(write: Callable[[], Answer]) -> Answer:
    """Writes all of it or nothing: what was begun before a refusal is taken back."""
    with transaction.atomic():
        return write()


def fresh(request: HttpRequest) -> bool:
    """Whether the second factor was given lately enough for what is sealed."""
    return rules.fresh(officer(request).proved_at, now())


def prove_first(back: str) -> HttpResponse:
    """Asks for the second factor, and leads back to a page."""
    return HttpResponseRedirect(f"{reverse('prove')}?{urlencode({'next': back})}")


def show_form(
    request: HttpRequest,
    heading: Word,
    fields: Sequence[Field],
    crumbs: Sequence[tuple[Word, str]],
    lead: Word = "",
    **told: Any,
) -> HttpResponse:
    """A page with one form; the last crumb is where cancelling leads.

    told: button (its word), files (whether the form sends any), and what an ``above`` shows.
    """
    wrong = errors(fields)
    told |= {"heading": heading, "fields": fields, "errors": wrong, "crumbs": crumbs, "lead": lead}
    return show(request, "form.html", told, 422 if wrong else 200)


def show(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """A page of the workbench; never kept by a cache."""
    response = render(request, f"workbench/{template}", context, status=status)
    response["Cache-Control"] = "no-store"
    return response
