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
from chunfeng.foundation.accounts.refusals import Refused
from chunfeng.foundation.ciphers import Keyring, load_keys
from chunfeng.foundation.database.url import HOME
from chunfeng.kit.texts import Text, text

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


def days_since(moment: datetime) -> int:
    """Days since the local day of a moment."""
    return (today() - timezone.localdate(moment)).days


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

    told: button (its word), also (a second act, sent as ``also``), seen (the version that is
    changed), files (whether the form sends any), and what an ``above`` shows.
    """
    wrong = errors(fields)
    told |= {"heading": heading, "fields": fields, "errors": wrong, "crumbs": crumbs, "lead": lead}
    return show(request, "form.html", told, 422 if wrong else 200)


def show_act(
    request: HttpRequest,
    title: Text,
    fields: Sequence[Field],
    write: Callable[[], HttpResponse],
    said: Sequence[Text] = (),
    *,
    back: tuple[Text, str],
    danger: bool = False,
) -> HttpResponse:
    """A page that asks for one act; the second factor must be fresh before it is even typed.

    back: what the page belongs to, and its address.
    """
    if not fresh(request):
        return prove_first(request.get_full_path())
    problem = None
    if request.method == "POST":
        for field in fields:
            field.typed(request.POST)
            if not (field.optional or field.box or field.value.strip()):
                field.error = text("Fill it in.")
        try:
            if not errors(fields):
                return attempt(write)
        except Refused as refused:
            problem = refused.said
    wrong = errors(fields)
    told = {
        "title": title, "fields": fields, "errors": wrong, "said": said, "danger": danger,
        "problem": None if wrong else problem, "back": back,
    }  # fmt: skip
    return show(request, "account_act.html", told, 422 if problem or wrong else 200)


def show(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """A page of the workbench; never kept by a cache."""
    response = render(request, f"workbench/{template}", context, status=status)
    response["Cache-Control"] = "no-store"
    return response
