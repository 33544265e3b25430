"""Taking back what was left on the portal, and how much one network may leave there."""

import secrets
from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection

from chunfeng.foundation.accounts.rules import network
from chunfeng.foundation.audit.recording import record
from chunfeng.foundation.ciphers import Keyring, blind
from chunfeng.foundation.messaging.refusals import no_mobile
from chunfeng.foundation.messaging.rules import mobile
from chunfeng.stages.vacancies.interests import CONSENT, code_hash
from chunfeng.stages.vacancies.models import Interest
from chunfeng.stages.vacancies.refusals import Refused

BACK = "back"  # the wish of who wants to take back; never open, so no officer sees it
MOST_AN_HOUR = 40  # sent from one network: a village's helper does it for many
WRONG, OVER = -1, -2


def take_back(interest: UUID, *, at: datetime) -> bool:
    """Wipes one interest; False where there is none any more. For who holds its signed link."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT vacancies_take_back(%s, %s)", [interest, at])
        done = bool(cursor.fetchone()[0])
    if done:
        record("interest.taken_back", by=None, at=at, subject=("interest", interest))
    return done


def ask_to_take_back(phone: str, *, keys: Keyring, at: datetime) -> tuple[UUID, str]:
    """(a request, the code to be sent to the phone) to wipe all that was left with it."""
    number = mobile(phone)
    if number is None:
        raise Refused(no_mobile(phone))
    made, code = uuid4(), f"{secrets.randbelow(10**6):06d}"
    Interest(
        id=made,
        region=0,
        wish=BACK,
        phone_index=blind(keys, "phone", number),
        consent_text=CONSENT,
        code_hash=code_hash(keys, made, code),
        asked_at=at,
    ).save(force_insert=True)
    return made, code


def take_back_all(request: UUID, code: str, *, keys: Keyring, at: datetime) -> int:
    """How many interests of the phone were wiped; WRONG for another code, OVER when too late."""
    with connection.cursor() as cursor:
        hashed = code_hash(keys, request, code.strip())
        cursor.execute("SELECT vacancies_take_back_all(%s, %s, %s)", [request, hashed, at])
        number = int(cursor.fetchone()[0])
    if number >= 0:
        detail = {"number": number}
        record("interest.taken_back", by=None, at=at, subject=("interest", request), detail=detail)
    return number


def sweep(*, at: datetime) -> int:
    """Wipes what is older than a year, as the consent says; how many. For the nightly round."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT vacancies_wipe_old(%s)", [at])
        return int(cursor.fetchone()[0])


def may_leave(
    address: str, *, keys: Keyring, at: datetime, what: str = "network", most: int = MOST_AN_HOUR
) -> bool:
    """Counts one sending from a network address; False for the one too many within an hour.

    what: of what kind it is; kinds are counted apart.
    """
    place = blind(keys, what, network(address))
    with connection.cursor() as cursor:
        cursor.execute("SELECT vacancies_may_leave(%s, %s, %s)", [place, most, at])
        return bool(cursor.fetchone()[0])
