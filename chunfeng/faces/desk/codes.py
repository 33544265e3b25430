"""A code to a phone: asked for, sent, typed; the same pages whether a phone is known or not."""

from uuid import UUID, uuid4

from django.http import HttpRequest

from chunfeng.faces.desk.common import address, attempt, keys, now
from chunfeng.faces.ui.forms import Field
from chunfeng.faces.ui.language import current
from chunfeng.foundation.accounts import members
from chunfeng.foundation.accounts.refusals import SignInRefused
from chunfeng.foundation.messaging import operations as messaging
from chunfeng.foundation.messaging.refusals import TooManyCodes, no_mobile
from chunfeng.foundation.messaging.rules import mobile
from chunfeng.kit.texts import Text, text

EVERYWHERE = 0  # region of a message that no officer has written


def phone_field(label: Text) -> Field:
    """Where a mobile number is typed."""
    return Field(
        name="phone",
        label=label,
        kind="tel",
        inputmode="tel",
        autocomplete="tel-national",
        hint=text("11 digits. A code comes to it by message."),
        size="short",
        secret=True,
    )


def code_field() -> Field:
    """Where the code is typed."""
    return Field(
        name="code",
        label=text("The six digits"),
        inputmode="numeric",
        autocomplete="one-time-code",
        size="code",
        secret=True,
    )


def typed_phone(field: Field) -> str:
    """The mobile number typed; empty, and the field says why, for anything else."""
    phone = mobile(field.value.strip())
    if phone is None:
        field.error = no_mobile(field.value.strip())
    return phone or ""


def ask(request: HttpRequest, phone: str, *, new: bool = False) -> None:
    """Sends a code to a phone that may have one; SlowDown.

    Of a phone that has got too many nothing more is said: an earlier code stays good.
    """
    try:
        attempt(lambda: _send(request, phone, new))
    except TooManyCodes:
        return


def prove(request: HttpRequest, phone: str, field: Field) -> list[UUID] | None:
    """The members a phone and the code typed stand for; None, and the field says why."""
    try:
        return members.prove(phone, field.value, address=address(request), keys=keys(), at=now())
    except SignInRefused:
        field.error = text("This is not the code, or it is too old. Ask for a new one.")
    return None


def _send(request: HttpRequest, phone: str, new: bool) -> None:
    code = members.ask_code(phone, address=address(request), keys=keys(), at=now(), new=new)
    if code is None:
        return
    messaging.send(
        "code",
        phone=phone,
        language=current(),
        values={"code": code, "site": text("Chunfeng")},
        region=EVERYWHERE,
        subject=None,
        key=f"desk-code-{uuid4()}",
        keys=keys(),
        at=now(),
    )
