"""Messages about offers: when one is made, a day before it expires, when work is agreed.

Nobody sees the telephone, and sending uses up none of what an officer may open in a day.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from chunfeng.foundation.access import Context
from chunfeng.foundation.ciphers import Keyring
from chunfeng.foundation.messaging import operations as messaging
from chunfeng.foundation.messaging.refusals import NoMobile
from chunfeng.foundation.places.current import places
from chunfeng.kit.texts import Text, text
from chunfeng.stages.people import operations as people
from chunfeng.stages.people.refusals import NotAddressed
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
    said = _send(held, what, keys, by, at)
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


def _send(held: Offer, what: str, keys: Keyring, by: Context, at: datetime) -> Text | None:
    try:
        phone = people.phone_for("placements_phone", held.id, held.person_id, keys=keys, at=at)
        with transaction.atomic():  # without a message no link is left behind
            messaging.send(
                _TEMPLATES[what].kind,
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
    except (NotAddressed, NoMobile) as why:
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
