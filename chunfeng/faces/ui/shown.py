"""What every page knows: its language, styles, who is signed in."""

from typing import Any

from django.http import HttpRequest

STYLES = ("ui/tokens.css", "ui/base.css", "ui/layout.css", "ui/components.css")


def page(request: HttpRequest) -> dict[str, Any]:
    """The context every template has."""
    officer = getattr(request, "officer", None)
    spoken = officer.language if officer else request.COOKIES.get("language", "")
    if spoken not in ("zh", "en"):
        spoken = "en" if request.headers.get("Accept-Language", "").startswith("en") else "zh"
    return {
        "language": spoken,
        "large_text": officer.large_text if officer else request.COOKIES.get("large") == "1",
        "officer": officer,
        "ui_styles": STYLES,
        "menu": (),
        "post_name": "",
        "notice": None,
    }
