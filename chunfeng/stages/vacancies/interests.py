"""Interest left on the portal: asked, confirmed by a code, called back, perhaps shared.

What the public writes it cannot read back: confirming is a function of the database.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connection

from chunfeng.foundation.access import OFFICERS, Context
from chunfeng.foundation.audit.recording import record
from chunfeng.foundation.ciphers import Cell, Keyring, blind, phone_mask, seal, unseal
from chunfeng.foundation.messaging.refusals import no_mobile
from chunfeng.foundation.messaging.rules import mobile
from chunfeng.foundation.places.current import places
from chunfeng.foundation.places.errors import UnknownPlace
from chunfeng.foundation.places.place import level_of
from chunfeng.kit.texts import text
from chunfeng.stages.people.refusals import RevealRefused
from chunfeng.stages.vacancies.models import Interest, Shown
from chunfeng.stages.vacancies.refusals import NotAllowed, NotFound, Refused
from chunfeng.stages.vacancies.states import InterestState
from chunfeng.stages.vacancies.vocabulary import STILL_OPEN, Outcome, Wish

CONSENT = "2026-11"  # version of the text that somebody interested agrees to
TOWNSHIP = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What somebody says of themselves on the portal. region: where they live, at least a township.

    Without a vacancy, wish says what they look for.
    """

    name: str
    phone: str
    region: int
    consent_text: str
    vacancy: UUID | None = None
    wish: str = ""
    note: str = ""
    language: str = "zh"


def ask(asking: Asking, *, keys: Keyring, at: datetime) -> tuple[UUID, str]:
    """(the interest, the code to be sent to the phone); open only once the code has come back.

    How many codes a phone may get is the sender's to say.
    """
    phone = _checked(asking)
    made, code = uuid4(), f"{secrets.randbelow(10**6):06d}"
    index = blind(keys, "phone", phone)
    Interest(
        id=made,
        vacancy_id=asking.vacancy,
        region=asking.region,
        name=asking.name.strip()[:60],
        phone=seal(keys, _cell(made), phone),
        phone_mask=phone_mask(phone),
        phone_index=index,
        note=asking.note.strip()[:300],
        wish=asking.wish,
        language=asking.language,
        consent_text=asking.consent_text,
        code_hash=code_hash(keys, made, code),
        asked_at=at,
    ).save(force_insert=True)
    record("interest.asked", by=None, at=at, region=asking.region, subject=("interest", made))
    return made, code


def confirm(interest: UUID, code: str, *, keys: Keyring, at: datetime) -> str:
    """confirmed, wrong, or over (too late, tried too often, done already)."""
    with connection.cursor() as cursor:
        hashed = code_hash(keys, interest, code.strip())
        cursor.execute("SELECT vacancies_confirm(%s, %s, %s)", [interest, hashed, at])
        ((answer,),) = cursor.fetchall()
    return str(answer)


def handle(
    interest: UUID,
    *,
    outcome: str,
    by: Context,
    at: datetime,
    remark: str = "",
    person: UUID | None = None,
) -> None:
    """Notes what came of a call. person: of the register, where an officer has found them.

    Somebody not reached, or who thinks it over, stays in the queue.
    """
    held = _open_to(interest, by)
    came = Outcome(outcome)
    held.state = InterestState.OPEN if came in STILL_OPEN else InterestState.HANDLED
    if came is Outcome.TAKEN_BACK:
        held.state = InterestState.DROPPED
    held.handled_at, held.handled_by, held.outcome = at, by.user, came
    held.remark = remark.strip()[:300]
    columns = ["state", "handled_at", "handled_by", "outcome", "remark"]
    if person is not None:
        held.person = person
        columns.append("person")
    if came is not Outcome.APPLIES:
        held.shared_at = None  # whoever no longer wants to apply is the employer's no more
        columns.append("shared_at")
    held.save(update_fields=columns)
    _tell("interest.handled", held, by, at, outcome=came)


def share(interest: UUID, *, by: Context, at: datetime) -> None:
    """Lets the employer see the name of somebody who wants to apply."""
    held = _open_to(interest, by)
    if held.outcome != Outcome.APPLIES or held.vacancy_id is None:
        raise Refused(text("Only the name of somebody who wants to apply is shared."))
    held.shared_at = at
    held.save(update_fields=["shared_at"])
    _tell("interest.shared", held, by, at)


def reveal_interest_phone(interest: UUID, *, keys: Keyring, by: Context, at: datetime) -> str:
    """The phone of somebody interested, opened on the record."""
    if by.role not in OFFICERS:
        raise NotAllowed
    with connection.cursor() as cursor:
        cursor.execute("SELECT vacancies_interest_phone(%s, %s)", [interest, at])
        ((sealed,),) = cursor.fetchall()
    if sealed is None:
        raise RevealRefused("absent")
    return unseal(keys, _cell(interest), bytes(sealed))


def _checked(asking: Asking) -> str:
    """The phone; Refused where something is missing."""
    phone = mobile(asking.phone)
    if not asking.name.strip():
        raise Refused(text("Say your name, so that somebody can ask for you."))
    if phone is None:
        raise Refused(no_mobile(asking.phone))
    if not asking.consent_text:
        raise Refused(text("Without your consent nothing is kept."))
    if not _lives_in(asking.region):
        raise Refused(text("Choose the township you live in."))
    if asking.vacancy is None:
        Wish(asking.wish)
    elif not Shown.objects.filter(id=asking.vacancy).exists():
        raise Refused(text("This vacancy is no longer offered."))
    return phone


def _lives_in(region: int) -> bool:
    try:
        return level_of(places().get(region).code) >= TOWNSHIP
    except UnknownPlace:
        return False


def _open_to(interest: UUID, by: Context) -> Interest:
    if by.role not in OFFICERS:
        raise NotAllowed
    readable: Any = Interest.objects.defer("phone", "code_hash", "tries")
    held: Interest | None = readable.exclude(state=InterestState.ASKED).filter(id=interest).first()
    if held is None:
        raise NotFound
    return held


def _cell(interest: UUID) -> Cell:
    return Cell("vacancies_interest", "phone", interest)


def code_hash(keys: Keyring, interest: UUID, code: str) -> bytes:
    """A code as it is kept: worthless without the keys."""
    return blind(keys, "interest-code", f"{interest}|{code}")


def _tell(kind: str, held: Interest, by: Context, at: datetime, **detail: Any) -> None:
    subject = ("interest", held.id)
    record(kind, by=by, at=at, region=held.region, subject=subject, detail=detail)
