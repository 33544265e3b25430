"""Where a list goes on: opaque to whoever asks, signed, good for one kind of list."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse

from chunfeng.faces.api.opened import told
from chunfeng.faces.api.problems import Problem
from chunfeng.kit.texts import text

LONGEST = 300  # characters
_SIGNER = "api.cursor"


def made(kind: str, *values: Any) -> str:
    """The cursor of a place in a list."""
    return str(Signer(salt=_SIGNER).sign_object([kind, *values]))


def read(kind: str, cursor: str) -> list[Any]:
    """The place a cursor means; a Problem where it is none of this kind of list."""
    try:
        found = Signer(salt=_SIGNER).unsign_object(cursor)
    except (BadSignature, ValueError):
        found = [None]
    if found[0] != kind:
        raise Problem(400, text("Take cursors from the answer before, or begin without one."))
    return list(found[1:])


def page(request: HttpRequest, items: Sequence[Mapping[str, Any]], cursor: str) -> HttpResponse:
    """A page of a list; with a cursor there is a next one, at this address with the cursor."""
    following = None
    if cursor:
        kept = [(name, value) for name, value in request.GET.items() if name != "cursor"]
        following = address(f"{request.path}?{urlencode([*kept, ('cursor', cursor)])}")
    response = told({"items": items, "next": following})
    if following:
        response["Link"] = f'<{following}>; rel="next"'
    return response


def address(path: str) -> str:
    """The address of a path of the public site, as it is reached from outside."""
    return settings.PUBLIC_ADDRESS.rstrip("/") + path
