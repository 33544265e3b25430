"""The second step of the own page: a code to the registered phone, typed by whoever holds it.

Functions of the database count tries and keep hashes; they know the link by the transaction's own
secret and take no id.
"""

import secrets

from django.db import connection

from chunfeng.foundation.accounts.own import Linked, secret
from chunfeng.foundation.ciphers import Keyring, blind, unseal
from chunfeng.foundation.messaging.rules import mobile
from chunfeng.kit.texts import text
from chunfeng.stages.own.links import hashed
from chunfeng.stages.own.refusals import Refused
from chunfeng.stages.people.models import Contact
from chunfeng.stages.people.stored import cell_of

CONFIRMED, WRONG, OVER = "confirmed", "wrong", "over"


def phone_mask(linked: Linked) -> str:
    """The registered phone as it may be shown; empty where there is none."""
    found = Contact.objects.filter(person=linked.person).values_list("phone_mask", flat=True)
    return found.first() or ""


def phone_of(linked: Linked, *, keys: Keyring) -> str:
    """The person's own registered mobile phone. Refused where there is none."""
    found = Contact.objects.filter(person=linked.person).values_list("phone", flat=True).first()
    if not found:
        raise Refused(
            text("The register has no telephone of yours. Ask your village worker to enter it.")
        )
    phone = unseal(keys, cell_of(linked.person, "phone"), bytes(found))
    if mobile(phone) is None:
        raise Refused(
            text(
                "Your telephone on record receives no messages: it is no mobile number. Ask"
                " your village worker to enter one."
            )
        )
    return phone


def ask(linked: Linked, *, keys: Keyring) -> str:
    """A fresh code of six digits; the one before is worth nothing. To be sent to the phone."""
    code = f"{secrets.randbelow(10**6):06d}"
    if not _call("own_ask(%s)", _code_hash(keys, linked, code)):
        raise Refused(text("This link is no longer good. Ask your village worker for a new one."))
    return code


def confirm(linked: Linked, code: str, *, keys: Keyring) -> tuple[str, str]:
    """(confirmed, wrong or over; the proof for the browser). Five wrong codes end the link."""
    proof = secret()
    typed = "".join(code.split())[:12]
    answer = _call("own_confirm(%s, %s)", _code_hash(keys, linked, typed), hashed(proof))
    return str(answer), proof if answer == CONFIRMED else ""


def close() -> None:
    """Whoever comes next with this link has to type a code again."""
    _call("own_close()")


def _call(statement: str, *values: bytes) -> object:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {statement}", values)
        ((answer,),) = cursor.fetchall()
    return answer


def _code_hash(keys: Keyring, linked: Linked, code: str) -> bytes:
    return blind(keys, "own-code", f"{linked.link}|{code}")
