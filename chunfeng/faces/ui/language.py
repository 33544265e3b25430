"""The language a request is answered in: Chinese unless its officer or browser says otherwise."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

from chunfeng.kit.texts import Language

COOKIE = "language"  # set by the switch of pages outside a session
_current: ContextVar[Language] = ContextVar("chunfeng_language", default="zh")


def current() -> Language:
    """The language texts are rendered in now."""
    return _current.get()


def speak(language: Language) -> None:
    """From here on, for this thread: what a page's context does, wherever the page comes from."""
    _current.set(language)


@contextmanager
def use(language: Language) -> Iterator[None]:
    """Renders what is inside in a language."""
    token = _current.set(language)
    try:
        yield
    finally:
        _current.reset(token)


def of(request: HttpRequest) -> Language:
    """The officer's choice, else the address's (``lang``), this browser's, what it asks for."""
    officer = getattr(request, "officer", None)
    named = request.GET.get("lang") or request.COOKIES.get(COOKIE)
    chosen = officer.language if officer else named
    if chosen not in ("zh", "en"):
        asked = request.headers.get("Accept-Language", "").lower()
        chosen = "en" if asked.startswith("en") else "zh"
    return "en" if chosen == "en" else "zh"


class LanguageMiddleware:
    """Answers in the request's language; stands below whatever sets ``request.officer``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with use(of(request)):
            return self._get_response(request)
