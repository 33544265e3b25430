"""Pages that are the same for everybody, kept for a moment: a crowd on the home page asks the
database once. Whatever a view does not mark with ``keep`` passes through untouched.
"""

import gzip
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from threading import Lock
from time import monotonic

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from chunfeng.faces.portal.living import COOKIE as PLACE
from chunfeng.faces.ui import language
from chunfeng.faces.ui.shown import LARGE

SECONDS = 3.0  # how long this process answers from what it keeps
MOST = 500  # pages
_HEADERS = ("Content-Type", "Cache-Control", "Vary", "Permissions-Policy", "Link")
Answer = Callable[[HttpRequest], HttpResponse]
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as it was answered, plain and compressed."""

    until: float
    status: int
    headers: dict[str, str]
    plain: bytes
    packed: bytes
    etag: str

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The page again; nothing but its head where the browser has it already."""
        packs = "gzip" in request.headers.get("Accept-Encoding", "")
        response = HttpResponse(
            self.packed if packs else self.plain, status=self.status, headers=self.headers
        )
        if packs:
            response["Content-Encoding"] = "gzip"
        if self.status != 200:
            return response
        response["ETag"] = f'W/"{self.etag}"'
        return get_conditional_response(request, response["ETag"], None, response) or response


def keep(response: HttpResponse) -> HttpResponse:
    """Marks a page as the same for everybody with this language, size of text and place."""
    response.kept = True  # type: ignore[attr-defined]  # read below, in the same process
    return response


class KeptPages:
    """Stands above sessions and the database. ``clock``: seconds that only grow."""

    def __init__(self, get_response: Answer, clock: Callable[[], float] = monotonic) -> None:
        self._get_response = get_response
        self._clock = clock
        self._pages: OrderedDict[Key, Kept] = OrderedDict()
        self._lock = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self._get_response(request)
        key = _key(request)
        kept = self._held(key)
        if kept is None:
            response = self._get_response(request)
            if not getattr(response, "kept", False):
                return response
            kept = self._made(response)
            if not response.cookies:
                self._put(key, kept)
            return _with_cookies(kept.answer(request), response)
        return kept.answer(request)

    def _held(self, key: Key) -> Kept | None:
        with self._lock:
            kept = self._pages.get(key)
            if kept is not None and kept.until <= self._clock():
                del self._pages[key]
                return None
            return kept

    def _made(self, response: HttpResponse) -> Kept:
        plain = bytes(response.content)
        return Kept(
            until=self._clock() + SECONDS,
            status=response.status_code,
            headers={name: response[name] for name in _HEADERS if name in response},
            plain=plain,
            packed=gzip.compress(plain, 5, mtime=0),
            etag=blake2b(plain, digest_size=12).hexdigest(),
        )

    def _put(self, key: Key, kept: Kept) -> None:
        with self._lock:
            self._pages[key] = kept
            while len(self._pages) > MOST:
                self._pages.popitem(last=False)


def _key(request: HttpRequest) -> Key:
    """All that such a page may depend on."""
    cookies = request.COOKIES
    return (
        request.get_full_path(),
        language.of(request),
        cookies.get(LARGE, ""),
        cookies.get(PLACE, ""),
    )


def _with_cookies(response: HttpResponse, made: HttpResponse) -> HttpResponse:
    response.cookies = made.cookies
    return response
