"""How the portal answers: a page in its frame, kept where it is the same for everybody."""

from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString, mark_safe

from chunfeng.faces.portal import living
from chunfeng.faces.portal.keeping import SECONDS, keep
from chunfeng.faces.ui import language
from chunfeng.faces.ui.shown import LARGE
from chunfeng.foundation.access import DataClass, Entry, access
from chunfeng.kit.texts import Language

DESK = "/desk/"  # where employers sign in, on this site
FRAME = ("links", "menu", "foot")
YEAR = 365 * 86400  # seconds a choice is kept
FRESH = "public, max-age=60"
PRIVATE = "private, no-store"
# Only here may a page ask a phone where it is, and only when somebody presses the button.
POLICY = "camera=(), geolocation=(self), microphone=(), payment=(), usb=()"
anybody = access(data_class=DataClass.D0, entry=Entry.PUBLIC)
visitor = access(data_class=DataClass.D0, entry=Entry.VISITOR)  # pages on which nothing is written


def page(
    request: HttpRequest,
    template: str,
    told: Mapping[str, Any] | None = None,
    status: int = 200,
    longest: float = SECONDS,
) -> HttpResponse:
    """A page that is the same for everybody with this language, size of text and place.

    longest: seconds it is kept, ``LONGEST`` where it shows nothing but the shop window.
    """
    response = HttpResponse(_drawn(request, template, told or {}), status=status)
    response["Cache-Control"] = FRESH if status < 500 else PRIVATE
    response["Vary"] = "Accept-Encoding, Accept-Language, Cookie"
    response["Permissions-Policy"] = POLICY
    _choose(response, language.COOKIE, request.GET.get("lang", ""), ("zh", "en"))
    return keep(response, longest) if status < 500 else response


def personal(
    request: HttpRequest, template: str, told: Mapping[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """A page with a form or with something of one person: kept nowhere."""
    with_token = {"csrf_token": get_token(request), **(told or {})}
    response = HttpResponse(_drawn(request, template, with_token), status=status)
    response["Cache-Control"] = PRIVATE
    response["Permissions-Policy"] = POLICY
    _choose(response, language.COOKIE, request.GET.get("lang", ""), ("zh", "en"))
    return response


def go(address: str) -> HttpResponse:
    """On to another page."""
    response = HttpResponseRedirect(address)
    response["Cache-Control"] = PRIVATE
    return response


def choose(response: HttpResponse, name: str, value: str) -> None:
    """Keeps a choice in a cookie of the browser; an empty one is forgotten."""
    if not value:
        response.delete_cookie(name, samesite="Lax")
        return
    response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=settings.SECURE)


def back(request: HttpRequest) -> str:
    """The page of ours that ``next`` names; else the first one."""
    wanted = request.GET.get("next", "")
    mine = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if mine and wanted.startswith("/") else "/"


def address(path: str, **query: str) -> str:
    """A path of the public site as it is reached from outside."""
    asked = f"?{urlencode(query)}" if query else ""
    return f"{settings.PUBLIC_ADDRESS.rstrip('/')}{path}{asked}"


def _choose(response: HttpResponse, name: str, value: str, known: tuple[str, ...]) -> None:
    if value in known:
        choose(response, name, value)


def _drawn(request: HttpRequest, template: str, told: Mapping[str, Any]) -> str:
    about = _about(request)
    frame = _frame(about["language"], told.get("tab", ""))
    return render_to_string(f"portal/{template}.html", {**about, "frame": frame, **told})


@cache
def _frame(spoken: Language, tab: str) -> Mapping[str, SafeString]:
    """What stands around every page of a language and part of the menu, drawn once."""
    told = {
        "language": spoken,
        "tab": tab,
        "work_address": settings.WORK_ADDRESS,
        "desk_address": DESK,
    }
    return {part: render_to_string(f"portal/{part}.html", told) for part in FRAME}


def _about(request: HttpRequest) -> dict[str, Any]:
    """What the frame says of this page."""
    spoken = language.of(request)
    language.speak(spoken)  # also where a page of a failure comes from above the middleware
    bare = _bare(request)
    zh, en = (f"{bare}{'&' if '?' in bare else '?'}lang={other}" for other in ("zh", "en"))
    back_here = urlencode({"next": bare})
    return {
        "language": spoken,
        # What stands as it was written is Chinese: said to those who have pages read aloud.
        "zh": mark_safe(' lang="zh-Hans"') if spoken == "en" else "",
        "large_text": request.COOKIES.get(LARGE) == "1",
        "living": living.chosen(request),
        "path": request.path,
        "to_look": f"/look?{back_here}",
        "to_place": f"/place?{back_here}",
        "to_vacancies": "/vacancies",
        "in_chinese_path": zh,
        "in_english_path": en,
        "in_chinese": address(zh),
        "in_english": address(en),
        "canonical": address(bare),
        "demo": settings.DEMO,
    }


def _bare(request: HttpRequest) -> str:
    """This page's path, whatever the language."""
    kept = [(name, value) for name, value in request.GET.items() if name != "lang"]
    return f"{request.path}?{urlencode(kept)}" if kept else request.path
