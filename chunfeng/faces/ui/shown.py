"""What every page knows: its language, who is signed in, what the click before has led to."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from chunfeng.faces.ui import language
from chunfeng.faces.ui.parts import Tone
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


@dataclass(frozen=True, slots=True)
class Notice:
    """What stands at the top of a page."""

    said: Text
    tone: Tone


def tell(request: HttpRequest, said: Text) -> None:
    """A notice on the next page: something was done."""
    request.session["notice"] = as_json(said)


def warn(request: HttpRequest, said: Text) -> None:
    """A notice on the next page: something was not done, or not all of it."""
    request.session["notice"] = as_json(said) | {"tone": "warn"}


def told(request: HttpRequest) -> Notice | None:
    """The notice for this page, shown once."""
    kept = request.session.pop("notice", None)
    return Notice(from_json(kept), kept.get("tone", "good")) if kept else None
