"""One's own page: who may come in, and what every part of it shares."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from chunfeng.faces.portal import leaving
from chunfeng.faces.portal.answers import go, personal
from chunfeng.faces.ui.language import current
from chunfeng.foundation.access import Context, DataClass, Entry, Own, access
from chunfeng.foundation.accounts.own import Linked
from chunfeng.foundation.messaging import operations as messaging
from chunfeng.kit.texts import Text, text
from chunfeng.stages.own import operations, queries
from chunfeng.stages.vacancies.taking_back import may_leave

View = Callable[..., HttpResponse]
MISSES_AN_HOUR = 60  # links of one network that lead nowhere
declared = access(data_class=DataClass.D3, entry=Entry.OWN)


def before_code(view: View) -> View:
    """A part of the page that a link alone opens."""

    @wraps(view)
    def seen(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _barred(request) or view(request, *args, **kwargs)

    return declared(seen)


def after_code(view: View) -> View:
    """A part that opens once a code has shown who it is; until then the way leads to the code."""

    @wraps(view)
    def seen(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        barred = _barred(request)
        if barred is None and not linked(request).proved:
            return go("/me")
        return barred or view(request, *args, **kwargs)

    return declared(seen)


def linked(request: HttpRequest) -> Linked:
    """Whose page it is."""
    found: Linked = request.linked  # type: ignore[attr-defined]  # set by the middleware
    return found


def brought(request: HttpRequest) -> Own:
    """The secrets of the browser."""
    found: Own = request.own  # type: ignore[attr-defined]  # set by the middleware
    return found


def by(request: HttpRequest) -> Context:
    """The person as the one who acts."""
    found: Context = request.context  # type: ignore[attr-defined]  # set by the middleware
    return found


def shown(
    request: HttpRequest, template: str, told: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """A part of the page."""
    who = getattr(request, "linked", None)
    frame = {"private": True, "proved": bool(who and who.proved)}
    return personal(request, template, frame | (told or {}), status=status)


def send_code(request: HttpRequest) -> None:
    """Sends a fresh code to the registered phone. Refused, TooManyCodes."""
    who, keys = linked(request), leaving.keys()
    phone = operations.phone_of(who, keys=keys)
    messaging.send(
        "code",
        phone=phone,
        language=current(),
        values={"code": operations.ask(who, keys=keys), "site": text("Chunfeng").to(current())},
        region=who.region,
        subject=("link", who.link),
        key=f"own/{uuid4()}",
        keys=keys,
        at=timezone.now(),
    )


def phone_mask(request: HttpRequest) -> str:
    """The registered phone as it may be shown."""
    return queries.phone_mask(linked(request))


def _barred(request: HttpRequest) -> HttpResponse | None:
    """The page for whom the link opens nothing; the same for one unknown, over or taken back."""
    who = getattr(request, "linked", None)
    if who is None:
        address = request.META.get("REMOTE_ADDR", "")
        if not may_leave(
            address, keys=leaving.keys(), at=timezone.now(), what="own-page", most=MISSES_AN_HOUR
        ):
            return leaving.too_often(request, TOO_MANY)
        return shown(request, "me_gone", status=404)
    if who.often:
        return leaving.too_often(request, TOO_MANY)
    return None


TOO_MANY: Text = text("Too many pages were asked for in a short time. Wait a minute.")
