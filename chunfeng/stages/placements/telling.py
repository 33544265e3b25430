"""Messages about offers: when one is made, a day before it expires, when work is agreed.

Nobody sees the telephone, and sending uses up none of what an officer may open in a day.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from chunfeng.foundation.access import Context
from chunfeng.foundation.ciphers import Keyring, unseal
from chunfeng.foundation.messaging import operations as messaging
from chunfeng.foundation.messaging.refusals import NoMobile
from chunfeng.foundation.messaging.templates import Template
from chunfeng.foundation.places.current import places
from chunfeng.kit.texts import Text, text
from chunfeng.stages.people.stored import cell_of
from chunfeng.stages.placements import messages
from chunfeng.stages.placements.models import Offer
from chunfeng.stages.placements.states import State

MADE, REMINDED, CONFIRMED, NONE = "made", "reminded", "confirmed", "none"
_TEMPLATES = {
    MADE: messages.MADE, REMINDED: messages.REMINDER, CONFIRMED: messages.CONFIRMED,
}  # fmt: skip
# (person, how long it may be) → the address of their own page; "" where there is none that fits.
Linker = Callable[[UUID, int, Context, datetime], str]
linkers: list[Linker] = []  # config.wiring enters who makes it


def tell(held: Offer, what: str, *, keys: Keyring, by: Context, at: datetime) -> Text | None:
    """Writes one message about an offer into the outbox; else why not. Sent again it goes once."""
    phone = _phone(held, keys, at)
    if phone is None:
        said: Text | None = text("No telephone is recorded: call on the person.")
    else:
        said = _send(held, _TEMPLATES[what], what, phone, keys, by, at)
    held.told = NONE if said else what
    held.save(update_fields=["told"])
    return said


def tell_due(*, limit: int, keys: Keyring, by: Context, at: datetime) -> int:
    """Writes the messages that are due, ``limit`` at most; how many offers were looked at."""
    tomorrow = timezone.localdate(at) + timedelta(days=1)
    due = Q(state=State.CONFIRMED, told__in=(MADE, REMINDED)) | Q(
        state=State.MADE, told=MADE, expires_on__lte=tomorrow
    )
    found = list(
        Offer.objects.select_for_update(skip_locked=True).filter(due).order_by("id")[:limit]
    )
    for held in found:
        what = CONFIRMED if held.state == State.CONFIRMED else REMINDED
        tell(held, what, keys=keys, by=by, at=at)
    return len(found)


def _send(
    held: Offer, template: Template, what: str, phone: str, keys: Keyring, by: Context, at: datetime
) -> Text | None:
    try:
        with transaction.atomic():  # without a message no link is left behind
            messaging.send(
                template.kind,
                phone=phone,
                language="zh",
                values=_values(held, what, by, at),
                region=held.region,
                subject=("offer", held.id),
                key=f"offer-{held.id}" if what == MADE else f"offer-{what}-{held.id}",
                keys=keys,
                at=at,
                by=by,
            )
    except NoMobile as why:
        return why.said
    return None


def _values(held: Offer, what: str, by: Context, at: datetime) -> dict[str, object]:
    links = (made(held.person_id, messages.LINK, by, at) for made in linkers)
    told: dict[str, object] = {
        "employer": held.employer_name,
        "title": held.title,
        "day": held.expires_on.isoformat(),
        "link": next(links, ""),
    }
    if what == CONFIRMED:
        first = held.start_on
        told["day"] = first.isoformat() if first else text("your office tells you")
        told["place"] = places().held(held.place).name
    return told


def _phone(held: Offer, keys: Keyring, at: datetime) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT placements_phone(%s, %s)", [held.id, at])
        ((sealed,),) = cursor.fetchall()
    return None if sealed is None else unseal(keys, cell_of(held.person_id, "phone"), bytes(sealed))
