"""What every page knows: its language, who is signed in."""

from typing import Any

from django.http import HttpRequest

from chunfeng.faces.ui import language

LARGE = "large"  # cookie of pages outside a session


def page(request: HttpRequest) -> dict[str, Any]:
    """The context every template has."""
    officer = getattr(request, "officer", None)
    # Also pages that come from above the middleware, such as refusals, speak the reader's language.
    language.speak(language.of(request))
    return {
        "language": language.current(),
        "large_text": officer.large_text if officer else request.COOKIES.get(LARGE) == "1",
        "officer": officer,
        "menu": (),
        "post_name": "",
        "notice": None,
    }
