"""Second factors: codes of an app (RFC 6238), passkeys (WebAuthn), one-time recovery codes."""

import secrets
import unicodedata
from datetime import datetime
from uuid import UUID, uuid4

import orjson
import pyotp
from django.db import IntegrityError, transaction
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from chunfeng.foundation.accounts.models import SecondFactor, User
from chunfeng.foundation.accounts.refusals import Refused
from chunfeng.foundation.ciphers import Cell, Keyring, blind, seal, unseal
from chunfeng.kit.texts import text

ISSUER = "Chunfeng"
PERIOD = 30  # seconds
RECOVERY_CODES, RECOVERY_BYTES = 8, 6
# What the library raises over hostile answers, beside its own exceptions.
_UNREADABLE = (WebAuthnException, ValueError, KeyError, TypeError, AttributeError, IndexError)


def cell(factor: UUID) -> Cell:
    """Where a shared secret is sealed."""
    return Cell("accounts_secondfactor", "secret", factor)


def new_totp(
    user: User, name: str, keys: Keyring, *, secret: str | None = None
) -> tuple[UUID, str]:
    """An app's shared secret, not yet confirmed: (factor, otpauth address for the QR code)."""
    SecondFactor.objects.filter(user=user, kind="totp", confirmed_at=None).delete()
    shared, factor = secret or pyotp.random_base32(), uuid4()
    sealed = seal(keys, cell(factor), shared)
    SecondFactor.objects.create(id=factor, user=user, kind="totp", name=name, secret=sealed)
    app = pyotp.TOTP(shared, interval=PERIOD)
    return factor, app.provisioning_uri(name=user.login, issuer_name=ISSUER)


def typed(code: str) -> str:
    """A code as it was meant: one width, no spaces or hyphens, small letters."""
    plain = unicodedata.normalize("NFKC", code).lower()
    return "".join(sign for sign in plain if sign.isascii() and sign.isalnum())


def totp_fits(factor: SecondFactor, code: str, keys: Keyring, at: datetime) -> bool:
    """Whether a code is right now, or was or will be one step away; no code counts twice."""
    shared = pyotp.TOTP(unseal(keys, cell(factor.id), bytes(factor.secret or b"")), interval=PERIOD)
    now = int(at.timestamp()) // PERIOD
    for step in (now - 1, now, now + 1):
        if secrets.compare_digest(shared.at(step * PERIOD), code):
            return bool(
                SecondFactor.objects.filter(id=factor.id, last_step__lt=step).update(
                    last_step=step, used_at=at
                )
            )
    return False


def new_recovery_codes(user: User, keys: Keyring, at: datetime) -> list[str]:
    """Codes for the day a phone is lost; they replace the ones before."""
    SecondFactor.objects.filter(user=user, kind="recovery").delete()
    codes = [secrets.token_hex(RECOVERY_BYTES) for _ in range(RECOVERY_CODES)]
    for code in codes:
        SecondFactor.objects.create(
            user=user, kind="recovery", secret=_hashed(user, code, keys), confirmed_at=at
        )
    return ["-".join(code[i : i + 4] for i in range(0, len(code), 4)) for code in codes]


def recovery_fits(user: User, code: str, keys: Keyring) -> bool:
    """Whether a recovery code (as ``typed``) is right; it is used up by that."""
    digest = _hashed(user, code, keys)
    found = SecondFactor.objects.filter(user=user, kind="recovery", secret=digest)
    return bool(found.delete()[0])


def passkey_options(user: User, host: str) -> tuple[str, bytes]:
    """(options for the browser as JSON, the challenge to keep) to register a passkey."""
    options = generate_registration_options(
        rp_id=host,
        rp_name=ISSUER,
        user_id=user.id.bytes,
        user_name=user.login,
        user_display_name=user.name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_descriptors(user),
    )
    return options_to_json(options), options.challenge


def add_passkey(
    user: User, name: str, answer: str, *, challenge: bytes, host: str, origin: str, at: datetime
) -> UUID:
    """Keeps a passkey whose answer proves it; Refused otherwise."""
    try:
        proved = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=host,
            expected_origin=origin,
            require_user_verification=True,
        )
        with transaction.atomic():
            factor = SecondFactor.objects.create(
                user=user,
                kind="passkey",
                name=name,
                credential=proved.credential_id,
                public_key=proved.credential_public_key,
                sign_count=proved.sign_count,
                confirmed_at=at,
            )
    except (*_UNREADABLE, IntegrityError):
        raise Refused(text("This passkey could not be read. Try again.")) from None
    return factor.id


def passkey_question(user: User, host: str) -> tuple[str, bytes]:
    """(options for the browser as JSON, the challenge to keep) to prove a passkey."""
    options = generate_authentication_options(
        rp_id=host,
        allow_credentials=_descriptors(user),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options), options.challenge


def passkey_fits(
    user: User, answer: str, *, challenge: bytes, host: str, origin: str, at: datetime
) -> bool:
    """Whether a passkey of the user answered this challenge, here."""
    try:
        credential = base64url_to_bytes(_credential_of(answer))
        factor = SecondFactor.objects.get(user=user, kind="passkey", credential=credential)
        proved = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=host,
            expected_origin=origin,
            credential_public_key=bytes(factor.public_key or b""),
            credential_current_sign_count=factor.sign_count,
            require_user_verification=True,
        )
    except (*_UNREADABLE, SecondFactor.DoesNotExist):
        return False
    # Of two answers with one count, a copied passkey's or the same sent twice, the first holds.
    mine = SecondFactor.objects.filter(id=factor.id, sign_count=factor.sign_count)
    return bool(mine.update(sign_count=proved.new_sign_count, used_at=at))


def _credential_of(answer: str) -> str:
    parsed = orjson.loads(answer)
    return str(parsed["id"]) if isinstance(parsed, dict) else ""


def _descriptors(user: User) -> list[PublicKeyCredentialDescriptor]:
    keys = SecondFactor.objects.filter(user=user, kind="passkey").order_by("confirmed_at", "id")
    return [PublicKeyCredentialDescriptor(id=bytes(key.credential or b"")) for key in keys]


def _hashed(user: User, code: str, keys: Keyring) -> bytes:
    return blind(keys, "recovery", f"{user.id}|{code}")
