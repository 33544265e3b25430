"""Sending what is due: each message at least once, whatever is killed.

A worker takes one message at a time in a transaction of its own, hands it to the channel, and marks
it. One that dies before it took the message leaves it waiting. One that dies afterwards leaves it
taken for ``rules.LEASE``, then another worker takes it: that one message, which was in the air, may
go twice, and no other. The channel is handed the message's id, by which a gateway refuses the
second. A worker that was given up and wakes again finds the message taken anew and writes nothing.
"""

import logging
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from chunfeng.foundation.ciphers import Cell, Keyring, load_keys, unseal
from chunfeng.foundation.database.home import HOME
from chunfeng.foundation.messaging import rules
from chunfeng.foundation.messaging.channels import Channel, Letter, NotTaken, Unwanted, chosen
from chunfeng.foundation.messaging.models import Message, OptOut
from chunfeng.foundation.messaging.operations import TABLE
from chunfeng.foundation.messaging.states import BROKE_OFF, EXPIRED, LIVE, OPTED_OUT, State

logger = logging.getLogger("chunfeng.messaging")
_REASON = re.compile(r"[a-z0-9_.:-]{1,60}", re.I)
_WIPED: dict[str, Any] = {"phone": None, "body": None}


def send_due(clock: Callable[[], datetime]) -> int:
    """Sends what is due, codes first, for about ``rules.ROUND``; how many the channel took.

    Without a channel nothing goes, but what has expired is dropped all the same.
    """
    began = clock()
    _drop(began)
    chosen_now = chosen()
    if chosen_now is None:
        return 0
    name, channel = chosen_now
    keys, sent = load_keys(HOME / "keys"), 0
    while (at := clock()) < began + rules.ROUND:
        message = _take(at)
        if message is None:
            break
        sent += _deliver(message, name, channel, keys, clock)
    return sent


def sweep(*, at: datetime) -> int:
    """Deletes messages that ended long ago; how many. What was sent stays in the log of events."""
    old = Message.objects.exclude(state__in=LIVE).filter(created_at__lt=at - rules.KEPT)
    return old.delete()[0]


def _drop(at: datetime) -> None:
    """Lets go of what nobody needs any more: expired, or a notice to a phone that wants none."""
    idle = Message.objects.filter(
        Q(state=State.WAITING) | Q(state=State.SENDING, not_before__lte=at)
    )
    idle.filter(expires_at__lte=at).update(state=State.DROPPED, failed_for=EXPIRED, **_WIPED)
    unwanted = OptOut.objects.filter(phone_index=OuterRef("phone_index"))
    notices = idle.filter(Exists(unwanted), is_code=False, not_before__lte=at)
    notices.update(state=State.DROPPED, failed_for=OPTED_OUT, **_WIPED)


def _take(at: datetime) -> Message | None:
    """The next message, taken by this worker until its lease ends; None where nothing is due."""
    while True:
        with transaction.atomic():
            found = _due(at).select_for_update(skip_locked=True, of=("self",)).first()
            if found is None:
                return None
            if found.tries < rules.TRIES:
                found.state, found.tries = State.SENDING, found.tries + 1
                found.not_before = at + rules.LEASE
                found.save(update_fields=["state", "tries", "not_before"])
                return found
            _write(found, state=State.FAILED, failed_for=found.failed_for or BROKE_OFF, **_WIPED)


def _due(at: datetime) -> "QuerySet[Message]":
    wanted = Message.objects.filter(state__in=LIVE, not_before__lte=at, expires_at__gt=at)
    if rules.quiet(at, settings.SMS_HOURS):
        wanted = wanted.filter(is_code=True)
    refused = OptOut.objects.filter(phone_index=OuterRef("phone_index"))
    return wanted.filter(Q(is_code=True) | ~Exists(refused)).order_by(
        "-is_code", "not_before", "id"
    )


def _deliver(
    message: Message, name: str, channel: Channel, keys: Keyring, clock: Callable[[], datetime]
) -> bool:
    """Hands a message that was taken to the channel, and writes down what became of it."""
    try:
        receipt = channel(_letter(message, keys, clock()))
    except Unwanted as refused:
        _write(message, state=State.FAILED, failed_for=_reason(refused), **_WIPED)
        return False
    except Exception as error:
        _later(message, _reason(error), clock())
        return False
    at = clock()
    _write(message, state=State.SENT, sent_at=at, channel=name, receipt=receipt[:80], **_WIPED)
    return True


def _letter(message: Message, keys: Keyring, at: datetime) -> Letter:
    return Letter(
        id=message.id,
        at=at,
        phone=unseal(keys, Cell(TABLE, "phone", message.id), bytes(message.phone or b"")),
        phone_mask=message.phone_mask,
        body=unseal(keys, Cell(TABLE, "body", message.id), bytes(message.body or b"")),
    )


def _later(message: Message, reason: str, at: datetime) -> None:
    """To be tried again after a while, unless it was tried often enough."""
    logger.warning("message %s was not taken: %s", message.id, reason)
    wait = rules.wait_after(message.tries)
    if wait is None:
        _write(message, state=State.FAILED, failed_for=reason, **_WIPED)
    else:
        _write(message, state=State.WAITING, failed_for=reason, not_before=at + wait)


def _write(message: Message, **changes: Any) -> None:
    """Changes a message, unless another worker has taken it meanwhile."""
    mine = Message.objects.filter(id=message.id, tries=message.tries, state=State.SENDING)
    mine.update(**changes)


def _reason(error: Exception) -> str:
    """A channel's own word where it is one, else the error's kind: its text may name a phone."""
    said = error.reason if isinstance(error, NotTaken) else ""
    return said if _REASON.fullmatch(said) else type(error).__name__[:60]
