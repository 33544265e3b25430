"""Every view says who may enter, for what and to see what; the walls, menu and tests read it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver

from chunfeng.foundation.access.roles import DataClass, Purpose, Role

View = Callable[..., HttpResponse]


class Entry(StrEnum):
    """How far somebody has come before a view lets them in."""

    PUBLIC = "public"  # anyone, and only what is public
    VISITOR = "visitor"  # the same, and only to look: nothing can be written
    OWN = "own"  # whoever brings the link to their own page
    ANYONE = "anyone"  # on the way to signing in
    SIGNED_IN = "signed_in"  # both factors given, no post needed
    POST = "post"


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who may enter a view. ``purposes``: those of the post under which it may be used."""

    entry: Entry
    roles: frozenset[Role]
    purposes: frozenset[Purpose]
    data_class: DataClass


def access(
    *,
    data_class: DataClass,
    roles: frozenset[Role] | None = None,
    purposes: frozenset[Purpose] | None = None,
    entry: Entry = Entry.POST,
) -> Callable[[View], View]:
    """Declares a view. Without roles (anyone, signed in) no post is needed or entered."""
    if (entry is Entry.POST) != bool(roles):
        raise ValueError("a view for posts names its roles, another names none")
    stands = Access(
        entry=entry,
        roles=roles or frozenset(),
        purposes=purposes or frozenset(Purpose),
        data_class=data_class,
    )

    def declare(view: View) -> View:
        @wraps(view)
        def seen(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return view(request, *args, **kwargs)

        seen.access = stands  # type: ignore[attr-defined]  # functions carry attributes
        return seen

    return declare


def declared(view: View) -> Access | None:
    """What a view declares; None when it does not."""
    return getattr(view, "access", None)


def routes() -> Iterator[tuple[str, str, View]]:
    """(path, name, view) of every route of the product, the public site's after the others."""
    for urlconf in settings.URLCONFS:
        yield from _walk(get_resolver(urlconf).url_patterns, "/", "")


def undeclared() -> list[str]:
    """The routes whose views declare nothing: there must be none."""
    return [path for path, _, view in routes() if declared(view) is None]


def _walk(patterns: Any, prefix: str, spaces: str) -> Iterator[tuple[str, str, View]]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            space = f"{spaces}{pattern.namespace}:" if pattern.namespace else spaces
            yield from _walk(pattern.url_patterns, path, space)
        elif isinstance(pattern, URLPattern):
            yield path, spaces + (pattern.name or ""), pattern.callback
