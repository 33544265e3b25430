"""What every page knows: its language, styles, who is signed in."""

from typing import Any

from django.http import HttpRequest

from chunfeng.faces.ui import language

STYLES = ("ui/ui.css",)
LARGE = "large"  # cookie of pages outside a session


def page(request: HttpRequest) -> dict[str, Any]:
    """The context every template has."""
    officer = getattr(request, "officer", None)
    language._current.set(language.of(request))
    return {
        "language": language.current(),
        "large_text": officer.large_text if officer else request.COOKIES.get(LARGE) == "1",
        "officer": officer,
        "ui_styles": STYLES,
        "menu": (),
        "post_name": "",
        "notice": None,
    }
