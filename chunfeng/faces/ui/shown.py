"""What every page knows: its language, who is signed in."""

from typing import Any

from django.http import HttpRequest

from chunfeng.faces.ui import language
from chunfeng.kit.texts import Text, as_json, from_json, text

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
        "home": "/",
        "menu": (),
        "post_name": "",
        "post_change": text("Change the post"),
        "notice": None,
    }


def tell(request: HttpRequest, said: Text) -> None:
    """A notice on the next page."""
    request.session["notice"] = as_json(said)


def told(request: HttpRequest) -> Text | None:
    """The notice for this page, shown once."""
    notice = request.session.pop("notice", None)
    return from_json(notice) if notice else None
