"""Leaving something on the portal: limits, the code to the phone, links that only we can make."""

from typing import Any
from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from chunfeng.faces.portal import living
from chunfeng.faces.portal.answers import personal
from chunfeng.faces.portal.counting import busiest, counts
from chunfeng.faces.ui import named
from chunfeng.faces.ui.forms import Field
from chunfeng.faces.ui.language import current
from chunfeng.foundation.ciphers import Keyring, load_keys
from chunfeng.foundation.database.url import HOME
from chunfeng.foundation.messaging import operations as messaging
from chunfeng.foundation.messaging.refusals import no_mobile
from chunfeng.foundation.messaging.rules import mobile
from chunfeng.foundation.places.current import places
from chunfeng.kit.texts import Text, text
from chunfeng.stages.vacancies.taking_back import may_leave

CODE_LINK, OWN_LINK, BACK_LINK = "portal.code", "portal.own", "portal.back"
CODE_SECONDS = 30 * 60  # of a page where a code is typed; the code itself ends sooner
TRAP = "homepage"  # a field people do not see: whatever fills it is no person


class TooOften(Exception):
    """More than one network may leave in an hour."""


def keys() -> Keyring:
    """The data keys."""
    return load_keys(HOME / "keys")


def count_in(request: HttpRequest) -> None:
    """Counts one sending; TooOften for the one too many."""
    address = request.META.get("REMOTE_ADDR", "")
    if not may_leave(address, keys=keys(), at=timezone.now()):
        raise TooOften


def too_often(request: HttpRequest, said: Text | None = None) -> HttpResponse:
    """The page that says so."""
    waits = text("From your network more was sent within an hour than one office sends.")
    response = personal(request, "429", {"said_text": said or waits, "private": True}, status=429)
    response["Retry-After"] = "3600"
    return response


def unreached(written: str) -> Text | None:
    """Why no code reaches a phone; None where one does."""
    return None if mobile(written) else no_mobile(written)


def trapped(request: HttpRequest) -> bool:
    """Whether a machine filled the form in."""
    return bool(request.POST.get(TRAP, "").strip())


def send_code(phone: str, code: str, subject: UUID, *, region: int) -> None:
    """Sends a code; refused (messaging's Refused) for the one too many to this phone."""
    messaging.send(
        "code",
        phone=phone,
        language=current(),
        values={"code": code, "site": text("Chunfeng").to(current())},
        region=region,
        subject=("interest", subject),
        key=f"interest/{subject}",
        keys=keys(),
        at=timezone.now(),
    )


def link(salt: str, interest: UUID, **more: Any) -> str:
    """A token for an address: what it names cannot be guessed or changed."""
    return signing.dumps({"id": str(interest), **more}, salt=salt, compress=True)


def linked(salt: str, token: str, max_age: int | None = None) -> dict[str, Any] | None:
    """What a token names; None where it is not ours, or too old."""
    try:
        found: dict[str, Any] = signing.loads(token, salt=salt, max_age=max_age)
    except signing.BadSignature:
        return None
    return {**found, "id": UUID(found["id"])}


def phone_field(value: str = "", error: Text | None = None) -> Field:
    """The field for a phone."""
    return Field(
        name="phone",
        label=text("Mobile phone"),
        kind="tel",
        hint=text("We send a code to it. It may be a relative's or a helper's."),
        error=error,
        values=(value,),
        inputmode="numeric",
        autocomplete="tel-national",
        size="short",
    )


def place_field(request: HttpRequest, region: int | None) -> Field:
    """The field for the township. region: of which county they are, where nobody said another."""
    mine = living.chosen(request)
    home = str(mine.code) if mine else ""
    sent = living.township(request.POST.get("place", ""))
    known = sent.code if sent else int(home) if home else region
    known = known or busiest(counts.vacancies(timezone.localdate()))
    return Field(
        name="place",
        label=text("Township you live in"),
        kind="select",
        options=[("", text("Choose …")), *_townships(known, home)],
        values=(home,),
        hint=text("Its officer calls you."),
    )


def _townships(known: int | None, home: str) -> list[tuple[str, str]]:
    if known is None:
        return []
    county = places().held(living.county_of(known))
    towns = [one for one in places().under(county.code, 4) if not one.name.endswith("行政区划")]
    options = [(str(one.code), one.name_in(current())) for one in towns]
    if home and home not in dict(options):  # a village, or a township of another county
        options.insert(0, (home, named.full_place(home)))
    return options


def code_field(error: Text | None = None) -> Field:
    """The field for the code that came to the phone."""
    return Field(
        name="code",
        label=text("The six digits in the message"),
        error=error,
        inputmode="numeric",
        autocomplete="one-time-code",
        size="code",
    )
