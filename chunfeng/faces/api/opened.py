"""The way in and out of every route of the API: whose request it is, limits, headers, caching."""

import hashlib
import math
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date

from chunfeng.faces.api.problems import Problem, answer
from chunfeng.foundation.access import DataClass, Entry, access
from chunfeng.foundation.ciphers import load_keys
from chunfeng.foundation.database.url import HOME
from chunfeng.foundation.partners.admission import Admission, admit, spend
from chunfeng.foundation.partners.scopes import Scope
from chunfeng.kit.texts import text

PAGE, LONG_PAGE = 100, 1000  # rows; long ones with a key for bulk
METHODS = "GET, HEAD, OPTIONS"
FRESH = 60  # seconds an answer without a key may be kept
_EXPOSED = (
    "ETag, Link, Last-Modified, Retry-After, Content-Range, RateLimit-Limit, RateLimit-Remaining,"
    " RateLimit-Reset"
)
View = Callable[..., HttpResponse]  # or a file, which has all of it but the content
anybody = access(data_class=DataClass.D0, entry=Entry.PUBLIC)


def opened(view: View) -> Callable[..., HttpResponse]:
    """A route of the API: anybody may enter it, as often as the limits allow."""

    @anybody
    def seen(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            return _open_to_all(_preflight())
        response = _answered(view, request, *args, **kwargs)
        _tell_limits(request, response)
        return _open_to_all(response)

    seen.csrf_exempt = True  # type: ignore[attr-defined]  # it reads only
    return seen


def require(request: HttpRequest, scope: Scope) -> None:
    """Goes on for a key that opens this; else a Problem says what is missing."""
    admission = _admission(request)
    if admission.key is None:
        raise Problem(
            401, text("This is for partners with a key: Authorization: Bearer cf_…"), _CHALLENGE
        )
    if scope not in admission.scopes:
        raise Problem(403, text("Its contract does not include: {what}.", what=scope.label))


def rows(request: HttpRequest, wanted: int) -> int:
    """How many rows a page has at most: as many as wanted, and as the caller may have."""
    long = Scope.BULK in _admission(request).scopes
    return min(wanted, LONG_PAGE if long else PAGE)


def told(data: Mapping[str, Any]) -> HttpResponse:
    """An answer as it is; that it has its declared shape is tested, not tried each time."""
    content = orjson.dumps(data, option=orjson.OPT_UTC_Z)
    return HttpResponse(content, content_type="application/json")


def give(request: HttpRequest, number: int) -> None:
    """Notes how many rows the answer holds."""
    request.given = number  # type: ignore[attr-defined]


def changed(request: HttpRequest, at: datetime) -> None:
    """Notes when what the answer shows last changed."""
    request.changed_at = at  # type: ignore[attr-defined]


_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="Chunfeng"'}


def _admission(request: HttpRequest) -> Admission:
    found: Admission = request.admission  # type: ignore[attr-defined]
    return found


def _answered(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    try:
        if request.method not in ("GET", "HEAD"):
            raise Problem(405, text("Nothing can be written here."), {"Allow": METHODS})
        _let_in(request)
    except Problem as problem:
        return answer(request, problem)
    asked, request.method = request.method, "GET"
    response = view(request, *args, **kwargs)
    request.method = asked
    admission, given = _admission(request), getattr(request, "given", 0)
    if admission.key and given:
        spend(admission.key, given)
    return _head(request, _kept(request, response))


def _let_in(request: HttpRequest) -> None:
    """Counts the request; a Problem where it comes too soon or with a key that does not work."""
    at = timezone.now()
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    with_key = scheme.lower() == "bearer" and bool(token.strip())
    address = request.META.get("REMOTE_ADDR", "")
    keys = load_keys(HOME / "keys")
    admission = admit(token.strip() if with_key else None, address, keys=keys, at=at)
    request.admission, request.at = admission, at  # type: ignore[attr-defined]
    if not admission.allowed:
        wait = {"Retry-After": str(_to_next_minute(at))}
        said = text("{n} requests a minute are allowed; wait, then go on.", n=admission.quota)
        raise Problem(429, said, wait)
    if with_key and admission.key is None:
        raise Problem(401, text("It may have run out or been taken back."), _CHALLENGE)
    if admission.rows_left == 0:
        wait = {"Retry-After": str(_to_midnight(at))}
        raise Problem(429, text("The rows of today are used up; go on tomorrow."), wait)


def _kept(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """What caches and the asker's own copy need; 304 where that copy is still right."""
    if response.status_code != 200 or response.streaming:
        return response
    etag = f'"{hashlib.blake2b(response.content, digest_size=16).hexdigest()}"'
    moment: datetime | None = getattr(request, "changed_at", None)
    response["ETag"] = etag
    if moment:
        response["Last-Modified"] = http_date(moment.timestamp())
    response.headers.setdefault("Cache-Control", _caching(request))
    patch_vary_headers(response, ["Authorization"])
    stamp = math.floor(moment.timestamp()) if moment else None
    return get_conditional_response(request, etag, stamp, response) or response


def _head(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The head alone, where no more is asked for."""
    if request.method == "HEAD" and not response.streaming:
        response["Content-Length"] = str(len(response.content))
        response.content = b""
    return response


def _caching(request: HttpRequest) -> str:
    key = _admission(request).key
    return "private, no-cache" if key else f"public, max-age={FRESH}"


def _tell_limits(request: HttpRequest, response: HttpResponse) -> None:
    admission: Admission | None = getattr(request, "admission", None)
    if admission is None:
        return
    response["RateLimit-Limit"] = str(admission.quota)
    response["RateLimit-Remaining"] = str(admission.remaining)
    response["RateLimit-Reset"] = str(_to_next_minute(request.at))  # type: ignore[attr-defined]


def _preflight() -> HttpResponse:
    response = HttpResponse(status=204, headers={"Allow": METHODS})
    response["Access-Control-Allow-Methods"] = METHODS
    response["Access-Control-Allow-Headers"] = (
        "Authorization, Accept-Language, If-None-Match, If-Modified-Since, Range"
    )
    response["Access-Control-Max-Age"] = "86400"
    return response


def _open_to_all(response: HttpResponse) -> HttpResponse:
    """Any site's script may read it: it is public, and no cookie counts here."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = _EXPOSED
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _to_next_minute(at: datetime) -> int:
    return 60 - at.second


def _to_midnight(at: datetime) -> int:
    local = timezone.localtime(at)
    midnight = (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return math.ceil((midnight - local).total_seconds())
