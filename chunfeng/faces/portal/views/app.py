"""What a phone needs to keep the portal on its first screen and to open it without a line."""

from functools import cache
from hashlib import blake2b
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from chunfeng.faces.portal.answers import FRESH, visitor
from chunfeng.faces.portal.keeping import keep
from chunfeng.faces.ui.icons import SPRITE
from chunfeng.faces.ui.language import current
from chunfeng.kit.texts import text

SHELL = (
    "ui/ui.css", "portal/portal.css", "portal/portal.js", SPRITE, "ui/mark.svg",
)  # fmt: skip
PAPER, ACCENT = "#fbfcfa", "#1f7a4d"


@require_safe
@visitor
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: a new one whenever a file of the shell has changed."""
    response = HttpResponse(_worker(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
@visitor
def manifest(request: HttpRequest) -> HttpResponse:
    """How the portal is called and looks on a phone's first screen."""
    response = JsonResponse(_manifest(), content_type="application/manifest+json")
    response["Cache-Control"] = FRESH
    response["Vary"] = "Accept-Encoding, Accept-Language, Cookie"
    return keep(response)


@cache
def _worker() -> str:
    files = [static(name) for name in SHELL]
    version = blake2b(" ".join(files).encode(), digest_size=6).hexdigest()
    told = {"files": files, "version": version}
    return render_to_string("portal/sw.js", told)


def _manifest() -> dict[str, Any]:
    language = current()
    return {
        "name": text("Chunfeng: work near home, or a safe way out").to(language),
        "short_name": text("Chunfeng").to(language),
        "lang": "zh-Hans" if language == "zh" else "en",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": ACCENT,
        "icons": [
            *({
                "src": static(f"portal/icon-{size}.png"),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": "any",
            } for size in (192, 512)),
            {
                "src": static("portal/icon-maskable-512.png"),
                "sizes": "512x512",
                "type": "image/png",
                "purpose": "maskable",
            },
        ],
        "shortcuts": [
            {"name": text("Find work").to(language), "url": "/vacancies"},
            {"name": text("Workshops").to(language), "url": "/workshops"},
        ],
    }  # fmt: skip
