"""What signing in and one's own account share: the site, the pending sign-in, passkeys, apps."""

import base64
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from chunfeng.faces.ui.forms import Field
from chunfeng.faces.workbench.common import keys, now
from chunfeng.foundation.accounts import devices, factors, operations, queries, rules
from chunfeng.kit.texts import Text, text

PENDING = "signing-in"  # session key: who gave the password, and when
CHALLENGE = "challenge"  # what a passkey is asked, used once
APP = "app"  # the code app being added: factor, address of the QR code, whose


def where(request: HttpRequest) -> operations.From:
    """Where a request comes from."""
    return operations.From(
        address=request.META.get("REMOTE_ADDR", ""),
        device=request.COOKIES.get(devices.COOKIE, ""),
        agent=request.headers.get("User-Agent", ""),
    )


def site(request: HttpRequest) -> tuple[str, str]:
    """(host, origin) of the site; the host is one of the allowed ones."""
    host = request.get_host()
    return host.split(":")[0], f"{request.scheme}://{host}"


def next_page(request: HttpRequest) -> str:
    """Where the officer was going; never another site."""
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else "/"


def begin(request: HttpRequest, user: UUID) -> None:
    """The password was right: the second factor may follow, for a while."""
    request.session.cycle_key()
    request.session[PENDING] = [str(user), now().isoformat()]


def pending(request: HttpRequest) -> UUID | None:
    """Who is between password and second factor; too late, all of it is forgotten."""
    if PENDING not in request.session:
        return None
    user, since = request.session[PENDING]
    if now() - datetime.fromisoformat(since) <= rules.SIGNING_IN:
        return UUID(user)
    going = request.session.get("next", "/")
    request.session.flush()
    request.session["late"], request.session["next"] = True, going
    return None


def code_field(label: Text, hint: Text | None = None, inputmode: str = "numeric") -> Field:
    """Where a code is typed."""
    return Field(
        name="code",
        label=label,
        hint=hint,
        autocomplete="one-time-code",
        inputmode=inputmode,
        size="code",
        secret=True,
    )


def passkey_question(request: HttpRequest, user: UUID) -> str:
    """What the browser asks a passkey of the user; empty where there is none."""
    if not queries.factors_of(user).filter(kind="passkey").exists():
        return ""
    question, challenge = factors.passkey_question(queries.user_of(user), site(request)[0])
    keep_challenge(request, challenge)
    return question


def keep_challenge(request: HttpRequest, challenge: bytes) -> None:
    """Keeps what a passkey is asked until it answers."""
    request.session[CHALLENGE] = base64.b64encode(challenge).decode()


def challenge_of(request: HttpRequest) -> bytes:
    """What the passkey was asked; it is good for one answer."""
    return base64.b64decode(request.session.pop(CHALLENGE, ""))


def prove(request: HttpRequest, user: UUID, *, recovery: bool) -> bool:
    """Checks a passkey's answer where there is one, else a code; whether by a recovery code."""
    answer, typed = request.POST.get("passkey", ""), request.POST.get("code", "")
    if not answer:
        return operations.prove_code(
            user, typed, where=where(request), keys=keys(), at=now(), recovery=recovery
        )
    host, origin = site(request)
    operations.prove_passkey(
        user,
        answer,
        challenge=challenge_of(request),
        host=host,
        origin=origin,
        where=where(request),
        keys=keys(),
        at=now(),
    )
    return False


def new_app(request: HttpRequest, user: UUID, session: UUID | None = None) -> dict[str, str]:
    """The QR code of the app being added, and its secret to type; the same until it is confirmed.

    The secret stands in the session, whose content is sealed.
    """
    factor, address, whose = request.session.get(APP, ("", "", ""))
    if whose != str(user) or not queries.waiting_app(UUID(factor), user):
        made, address = operations.new_app(user, "", keys=keys(), at=now(), session=session)
        request.session[APP] = [str(made), address, str(user)]
    return {
        "address": address,
        "secret": address.partition("secret=")[2].partition("&")[0],
    }


def confirm_app(
    request: HttpRequest, user: UUID, session: UUID | None = None, name: str = ""
) -> list[str]:
    """Confirms the app being added by its first code; the recovery codes where there were none."""
    factor, _, whose = request.session.get(APP, ("", "", ""))
    typed = request.POST.get("code", "")
    wanted = UUID(factor) if whose == str(user) else UUID(int=0)
    codes = operations.confirm_app(wanted, typed, user=user, keys=keys(), at=now(), session=session)
    operations.name_factor(wanted, user=user, name=name)
    del request.session[APP]
    return codes


def new_passkey(request: HttpRequest, user: UUID, session: UUID | None = None) -> str:
    """What the browser asks to make a passkey."""
    question, challenge = operations.new_passkey(
        user, host=site(request)[0], at=now(), session=session
    )
    keep_challenge(request, challenge)
    return question


def add_passkey(
    request: HttpRequest, user: UUID, session: UUID | None = None, name: str = ""
) -> list[str]:
    """Keeps the passkey that answered; the recovery codes where there were none."""
    host, origin = site(request)
    return operations.add_passkey(
        user,
        name,
        request.POST.get("passkey", ""),
        challenge=challenge_of(request),
        host=host,
        origin=origin,
        keys=keys(),
        at=now(),
        session=session,
    )


def factor_name(kind: str) -> Text:
    """What sort of second factor it is."""
    return text("Passkey") if kind == "passkey" else text("Authenticator app")
