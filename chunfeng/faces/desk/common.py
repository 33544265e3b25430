"""Small things many views of the desk need."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from chunfeng.faces.ui import named
from chunfeng.foundation.access import Context, DataClass, Entry, Role, access
from chunfeng.foundation.ciphers import Keyring, load_keys
from chunfeng.foundation.database.url import HOME
from chunfeng.stages.employers import queries as employers
from chunfeng.stages.employers.queries import Facts

Answer = TypeVar("Answer")
HOMEPAGE = "/desk/"
_MEMBER = frozenset({Role.EMPLOYER})
for_members = access(data_class=DataClass.D0, roles=_MEMBER)
for_names = access(data_class=DataClass.D2, roles=_MEMBER)  # of people, shared or paid
for_phones = access(data_class=DataClass.D3, roles=_MEMBER)  # of people taken on
anyone = access(data_class=DataClass.ACCOUNTS, entry=Entry.ANYONE)


def keys() -> Keyring:
    """The data keys of this installation."""
    return load_keys(HOME / "keys")


def now() -> datetime:
    """The moment of the request; the one clock of the desk."""
    return timezone.now()


def today() -> date:
    """The day of the request, local time."""
    return timezone.localdate()


def by(request: HttpRequest) -> Context:
    """The member who asks, for their employer."""
    found: Context = request.context  # type: ignore[attr-defined]  # set by the middleware
    return found


def own(request: HttpRequest) -> UUID:
    """The employer whose desk it is."""
    employer = by(request).employer
    if employer is None:
        raise Http404
    return employer


def ours(request: HttpRequest) -> Facts:
    """The employer whose desk it is, whole."""
    facts = employers.of_member(by(request))
    if facts is None:
        raise Http404
    return facts


def office(request: HttpRequest) -> str:
    """The county whose employment office looks after the employer."""
    return named.full_place(by(request).lo)


def address(request: HttpRequest) -> str:
    """Where a request comes from."""
    return str(request.META.get("REMOTE_ADDR", ""))


def attempt(write: Callable[[], Answer]) -> Answer:
    """Writes all of it or nothing: what was begun before a refusal is taken back."""
    with transaction.atomic():
        return write()


def next_page(request: HttpRequest) -> str:
    """Where the member was going at the desk; never another site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    inside = wanted.startswith("/desk/") and "\\" not in wanted
    allowed = inside and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if allowed else HOMEPAGE


def show(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """A page of the desk; never kept by a cache."""
    response = render(request, f"desk/{template}", context, status=status)
    response["Cache-Control"] = "no-store"
    return response
