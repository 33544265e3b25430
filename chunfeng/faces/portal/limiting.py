"""How many pages one network may read in a minute: a scan of the site leaves it to everybody else.

Each process counts in its memory, so that neither counting nor refusing asks the database, and
lets in its part: a network that asks them all has the whole. The API has limits of its own, which
keys raise.
"""

import math
from collections import Counter
from collections.abc import Callable
from functools import cache
from ipaddress import ip_address
from threading import Lock
from time import monotonic

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from chunfeng.faces.portal.answers import PRIVATE
from chunfeng.faces.portal.leaving import too_often
from chunfeng.faces.ui import language
from chunfeng.faces.ui.shown import LARGE
from chunfeng.foundation.accounts.rules import neighbourhood
from chunfeng.kit.texts import Language, text

MINUTE = 60.0  # seconds
PAGE, PART = 10, 1  # tenths of a page; what a page loads by itself is a part of it
PARTS = ("/photos/", "/suggest")
ELSEWHERE = "/api/"
MOST = 50_000  # networks in a minute; beyond them counting begins anew
Answer = Callable[[HttpRequest], HttpResponse]


class LimitedReads:
    """Stands below the pages kept for everybody, which cost nothing and do not count, and above
    sessions and the database. ``clock``: seconds that only grow.
    """

    def __init__(self, get_response: Answer, clock: Callable[[], float] = monotonic) -> None:
        self._get_response = get_response
        self._clock = clock
        self._until = 0.0
        self._read: Counter[str] = Counter()
        self._lock = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        address = request.META.get("REMOTE_ADDR", "")
        reads = request.method in ("GET", "HEAD") and not request.path.startswith(ELSEWHERE)
        if not reads or _is_this_machine(address):
            return self._get_response(request)
        wait = self._count(neighbourhood(address), PART if _is_part(request) else PAGE)
        return _too_soon(request, wait) if wait else self._get_response(request)

    def _count(self, place: str, tenths: int) -> int:
        """Seconds until the place may read on; 0 where it may read this."""
        with self._lock:
            now = self._clock()
            if now >= self._until or len(self._read) >= MOST:
                self._until = now + MINUTE
                self._read.clear()
            self._read[place] += tenths
            allowed = self._read[place] * settings.PROCESSES <= settings.PAGES * PAGE
            return 0 if allowed else math.ceil(self._until - now)


def _too_soon(request: HttpRequest, wait: int) -> HttpResponse:
    large = request.COOKIES.get(LARGE) == "1"
    response = HttpResponse(_page(language.of(request), large), status=429)
    response["Retry-After"] = str(wait)
    response["Cache-Control"] = PRIVATE
    return response


@cache
def _page(spoken: Language, large: bool) -> bytes:
    """What the one too many is told, drawn once: as of the first page, for an address may be
    somebody's own.
    """
    first = HttpRequest()
    first.path = "/"
    first.COOKIES = {language.COOKIE: spoken, LARGE: "1" if large else ""}
    said = text("Too many pages were opened from your network. Wait a minute, then go on.")
    return too_often(first, said).content


def _is_part(request: HttpRequest) -> bool:
    return request.path.startswith(PARTS)


def _is_this_machine(address: str) -> bool:
    """Who watches over it from here, or a proxy that does not say for whom it asks."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
