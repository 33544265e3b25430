"""The message to somebody whose letter was answered; nobody sees the telephone."""

from datetime import datetime

from django.db import transaction

from chunfeng.foundation.access import Context
from chunfeng.foundation.ciphers import Keyring
from chunfeng.foundation.messaging import operations as messaging
from chunfeng.foundation.messaging.refusals import NoMobile
from chunfeng.stages.own import links, messages
from chunfeng.stages.own.links import Sent
from chunfeng.stages.own.models import Letter
from chunfeng.stages.own.vocabulary import LetterKind, LinkPurpose
from chunfeng.stages.people import operations as people
from chunfeng.stages.people.refusals import NotAddressed

_COUNTY = 10**6


def tell(held: Letter, *, keys: Keyring, by: Context, at: datetime) -> Sent:
    """Writes to the person that a letter of theirs has been answered, once; or says why not."""
    # Of a complaint the county alone knows: the township sees no message about one either.
    complaint = held.kind == LetterKind.COMPLAINT
    region = held.region // _COUNTY * _COUNTY if complaint else held.region
    try:
        phone = people.phone_for("own_letter_phone", held.id, held.person_id, keys=keys, at=at)
        with transaction.atomic():  # without a message no link is left behind
            told = messaging.send(
                messages.ANSWERED.kind,
                phone=phone,
                language="zh",
                values={"link": _link(held, by, at)},
                region=region,
                subject=("letter", held.id),
                key=f"letter-{held.id}",
                keys=keys,
                at=at,
                by=by,
            )
    except (NotAddressed, NoMobile) as why:
        return Sent(untold=why.said)
    return Sent(told=told)


def _link(held: Letter, by: Context, at: datetime) -> str:
    return links.for_message(held.person_id, messages.LONGEST, by, at, LinkPurpose.LETTER)
