"""Writes on messages: send, opt out, opt in.

Statements of our own, not the ORM's: public pages may insert these columns and read none.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from chunfeng.foundation.access import Context
from chunfeng.foundation.audit.recording import record
from chunfeng.foundation.ciphers import Cell, Keyring, phone_index, phone_mask, seal
from chunfeng.foundation.messaging import rules
from chunfeng.foundation.messaging.refusals import NoMobile, TooManyCodes
from chunfeng.foundation.messaging.templates import Template, declared
from chunfeng.kit.texts import Language

Subject = tuple[str, UUID]
TABLE = "messaging_message"
COLUMNS = (
    "id", "kind", "is_code", "language", "region", "phone", "phone_mask", "phone_index", "body",
    "subject", "subject_id", "key", "created_at", "not_before", "expires_at",
)  # fmt: skip
# Without a conflict target, which would ask for the right to read the key.
_PUT = (
    f"INSERT INTO {TABLE} ({', '.join(COLUMNS)})"  # noqa: S608 our own names
    f" VALUES ({', '.join(f'%({name})s' for name in COLUMNS)}) ON CONFLICT DO NOTHING"
)


def send(
    kind: str,
    *,
    phone: str,
    language: Language,
    values: Mapping[str, object],
    region: int,
    subject: Subject | None,
    key: str,
    keys: Keyring,
    at: datetime,
    by: Context | None = None,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
) -> bool:
    """Puts a message into the outbox, in the transaction that stands; False where its key is there.

    NoMobile for any other phone; TooManyCodes for the sixth code to one phone within an hour and
    the eleventh within a day. A notice of an officer leaves an event, a code none.
    """
    template = declared(kind)
    begins = max(at, not_before or at)
    made = {
        "id": uuid.uuid4(),
        "kind": kind,
        "is_code": template.is_code,
        "language": language,
        "region": region,
        "body": template.said(values, language),
        "subject": subject[0] if subject else "",
        "subject_id": subject[1] if subject else None,
        "key": key,
        "created_at": at,
        "not_before": begins,
        "expires_at": expires_at or begins + template.good_for,
    }
    new = _put(_addressed(made, phone, keys), template)
    if new and by and not template.is_code:
        detail = {"kind": kind, "key": key}
        record("message.written", by=by, at=at, region=region, subject=subject, detail=detail)
    return new


def opt_out(
    phone: str, *, keys: Keyring, at: datetime, by: Context | None = None,
    subject: Subject | None = None,
) -> None:  # fmt: skip
    """From now on nothing but codes goes to this phone, also of what waits already.

    by and subject: the officer who was told so, and by whom. NoMobile.
    """
    _choose("message.opted_out", "messaging_opt_out(%s, %s)", phone, keys, at, by, subject)


def opt_in(
    phone: str, *, keys: Keyring, at: datetime, by: Context | None = None,
    subject: Subject | None = None,
) -> None:  # fmt: skip
    """Notices go to this phone again. NoMobile."""
    _choose("message.opted_in", "messaging_opt_in(%s, %s)", phone, keys, at, by, subject)


def _addressed(made: dict[str, Any], phone: str, keys: Keyring) -> dict[str, Any]:
    """The message with its phone, both sealed."""
    number = _mobile(phone)
    if number in made["key"]:
        raise ValueError("a key names nobody's phone")
    if made["expires_at"] <= made["not_before"]:
        raise ValueError("a message expires after it may be sent")
    return made | {
        "phone": seal(keys, Cell(TABLE, "phone", made["id"]), number),
        "phone_mask": phone_mask(number),
        "phone_index": phone_index(keys, number),
        "body": seal(keys, Cell(TABLE, "body", made["id"]), made["body"]),
    }


def _put(made: Mapping[str, Any], template: Template) -> bool:
    """Inserts it; a code too many is taken out again, one that was there already is none."""
    with transaction.atomic(), connection.cursor() as cursor:
        allowed = True
        if template.is_code:
            cursor.execute(
                "SELECT messaging_may_send(%(phone_index)s, %(created_at)s)",
                {name: made[name] for name in ("phone_index", "created_at")},
            )
            allowed = cursor.fetchone()[0]
        cursor.execute(_PUT, made)
        if cursor.rowcount and not allowed:
            raise TooManyCodes
        return bool(cursor.rowcount)


def _choose(
    event: str, gate: str, phone: str, keys: Keyring, at: datetime, by: Context | None,
    subject: Subject | None,
) -> None:  # fmt: skip
    index = phone_index(keys, _mobile(phone))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT {gate}", [index, at])
        if by:
            record(event, by=by, at=at, region=by.lo, subject=subject)


def _mobile(phone: str) -> str:
    number = rules.mobile(phone)
    if number is None:
        raise NoMobile(phone)
    return number
