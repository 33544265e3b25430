"""Second factors: codes of an app (RFC 6238), passkeys (WebAuthn), one-time recovery codes."""

import hashlib
import secrets
from datetime import datetime
from uuid import UUID, uuid4

import orjson
import pyotp
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
from chunfeng.foundation.ciphers import Cell, Keyring, seal, unseal
from chunfeng.kit.texts import text

ISSUER = "Chunfeng"
PERIOD = 30  # seconds
RECOVERY_CODES = 8


def cell(factor: UUID) -> Cell:
    """Where a shared secret is sealed."""
    return Cell("accounts_secondfactor", "secret", factor)


def new_totp(
    user: User, name: str, keys: Keyring, *, secret: str | None = None
) -> tuple[UUID, str]:
    """An app's shared secret, not yet confirmed: (factor, otpauth address for the QR code)."""
    shared, factor = secret or pyotp.random_base32(), uuid4()
    sealed = seal(keys, cell(factor), shared)
    SecondFactor.objects.create(id=factor, user=user, kind="totp", name=name, secret=sealed)
    return factor, pyotp.TOTP(shared, interval=PERIOD).provisioning_uri(
        user.login, issuer_name=ISSUER
    )


def totp_fits(factor: SecondFactor, code: str, keys: Keyring, at: datetime) -> bool:
    """Whether a code is right now, or was or will be one step away; no code counts twice."""
    shared = pyotp.TOTP(unseal(keys, cell(factor.id), bytes(factor.secret or b"")), interval=PERIOD)
    now = int(at.timestamp()) // PERIOD
    for step in (now - 1, now, now + 1):
        if step > factor.last_step and secrets.compare_digest(shared.at(step * PERIOD), code):
            return bool(
                SecondFactor.objects.filter(id=factor.id, last_step__lt=step).update(
                    last_step=step, used_at=at
                )
            )
    return False


def new_recovery_codes(user: User, at: datetime) -> list[str]:
    """Codes for the day a phone is lost; they replace the ones before."""
    SecondFactor.objects.filter(user=user, kind="recovery").delete()
    codes = [secrets.token_hex(5) for _ in range(RECOVERY_CODES)]
    for code in codes:
        SecondFactor.objects.create(
            user=user, kind="recovery", name="", secret=_hashed(code), confirmed_at=at
        )
    return codes


def recovery_fits(user: User, code: str) -> bool:
    """Whether a recovery code is right; it is used up by that."""
    digest = _hashed(code.strip().lower())
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
    except (WebAuthnException, ValueError, KeyError) as error:
        raise Refused(text("This passkey could not be read. Try again.")) from error
    factor = SecondFactor.objects.create(
        user=user,
        kind="passkey",
        name=name,
        credential=proved.credential_id,
        public_key=proved.credential_public_key,
        sign_count=proved.sign_count,
        confirmed_at=at,
    )
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
        factor = SecondFactor.objects.filter(user=user, credential=credential).first()
        if factor is None:
            return False
        proved = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=host,
            expected_origin=origin,
            credential_public_key=bytes(factor.public_key or b""),
            credential_current_sign_count=factor.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError):
        return False
    factor.sign_count, factor.used_at = proved.new_sign_count, at
    factor.save(update_fields=["sign_count", "used_at"])
    return True


def _credential_of(answer: str) -> str:
    parsed = orjson.loads(answer)
    return str(parsed["id"]) if isinstance(parsed, dict) else ""


def _descriptors(user: User) -> list[PublicKeyCredentialDescriptor]:
    keys = SecondFactor.objects.filter(user=user, kind="passkey").order_by("confirmed_at", "id")
    return [PublicKeyCredentialDescriptor(id=bytes(key.credential or b"")) for key in keys]


def _hashed(code: str) -> bytes:
    return hashlib.sha256(code.encode()).digest()
