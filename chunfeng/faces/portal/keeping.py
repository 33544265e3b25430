"""Pages that are the same for everybody, kept as long as they are true: a crowd asks the database
once. Whatever a view does not mark with ``keep`` passes through untouched.

A page is answered again for three seconds; one that shows the shop window for up to a minute, as
long as nothing in it changes: that is asked once a second. Who keeps it after us is told its age.
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
from chunfeng.stages.vacancies import published
from chunfeng.stages.vacancies.published import Window

SECONDS = 3.0  # a page is kept in any case
LONGEST = 60.0  # one of the shop window, where nothing has changed there
ASKED = 1.0  # seconds between two questions whether anything has
BYTES = 32 << 20  # of compressed pages with their addresses, in each process
BESIDE = 1024  # bytes a page takes beside both: headers, numbers
_HEADERS = ("Content-Type", "Cache-Control", "Vary", "Permissions-Policy", "Link")
Answer = Callable[[HttpRequest], HttpResponse]
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as it was answered, compressed. window: as it stood before the page was made."""

    at: float
    window: Window
    longest: float
    status: int
    headers: dict[str, str]
    packed: bytes
    etag: str

    def answer(self, request: HttpRequest, now: float) -> HttpResponse:
        """The page again; nothing but its head where the browser has it already."""
        packs = "gzip" in request.headers.get("Accept-Encoding", "")
        body = self.packed if packs else gzip.decompress(self.packed)
        response = HttpResponse(body, status=self.status, headers=self.headers)
        response["Age"] = str(int(now - self.at))
        if packs:
            response["Content-Encoding"] = "gzip"
        if self.status != 200:
            return response
        response["ETag"] = f'W/"{self.etag}"'
        return get_conditional_response(request, response["ETag"], None, response) or response


def keep(response: HttpResponse, longest: float = SECONDS) -> HttpResponse:
    """Marks a page as the same for everybody with this language, size of text and place.

    longest: ``LONGEST`` where it shows nothing but the shop window.
    """
    response.kept = longest  # type: ignore[attr-defined]  # read below, in the same process
    return response


class KeptPages:
    """Stands above sessions and the database. ``clock``: seconds that only grow."""

    def __init__(
        self,
        get_response: Answer,
        clock: Callable[[], float] = monotonic,
        looks: Callable[[], Window] = published.window,
    ) -> None:
        self._get_response = get_response
        self._clock = clock
        self._look = looks
        self._window: tuple[float, Window] | None = None
        self._pages: OrderedDict[Key, Kept] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self._get_response(request)
        key, now = _key(request), self._clock()
        kept = self._held(key, now)
        if kept is not None:
            return kept.answer(request, now)
        window = self._stands(now)
        response = self._get_response(request)
        longest = getattr(response, "kept", 0.0)
        if not longest:
            return response
        kept = _made(response, now, window, longest)
        if not response.cookies:
            self._put(key, kept)
        return _with_cookies(kept.answer(request, now), response)

    def _held(self, key: Key, now: float) -> Kept | None:
        with self._lock:
            kept = self._pages.get(key)
        if kept is None or now < kept.at + SECONDS:
            return kept
        if now < kept.at + kept.longest and self._stands(now).is_as(kept.window):
            return kept
        return None

    def _stands(self, now: float) -> Window:
        """The shop window as it stood a second ago at most."""
        if self._window is None or now >= self._window[0] + ASKED:
            self._window = now, self._look()
        return self._window[1]

    def _put(self, key: Key, kept: Kept) -> None:
        with self._lock:
            before = self._pages.pop(key, None)
            self._pages[key] = kept
            self._bytes += _size(key, kept) - (_size(key, before) if before else 0)
            while self._bytes > BYTES:
                self._bytes -= _size(*self._pages.popitem(last=False))


def _made(response: HttpResponse, at: float, window: Window, longest: float) -> Kept:
    plain = bytes(response.content)
    return Kept(
        at=at,
        window=window,
        longest=longest,
        status=response.status_code,
        headers={name: response[name] for name in _HEADERS if name in response},
        packed=gzip.compress(plain, 5, mtime=0),
        etag=blake2b(plain, digest_size=12).hexdigest(),
    )


def _size(key: Key, kept: Kept) -> int:
    """Bytes; an address somebody made up may be longer than its page."""
    return BESIDE + len(kept.packed) + sum(len(part.encode()) for part in key)


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
