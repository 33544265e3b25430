"""Writes on offers: one verb each, in the caller's transaction, one event each.

Seats and spells are written by the operations of their own stages, which leave their own events.
"""

from collections.abc import Callable, Sequence
from uuid import UUID

from django.db import transaction

from chunfeng.kit.texts import Text
from chunfeng.stages.placements.answering import (
    agree,
    confirm,
    decline,
    expire,
    turn_down,
    withdraw,
)
from chunfeng.stages.placements.making import (
    MOST_AT_ONCE,
    Made,
    Outcome,
    Terms,
    make,
    make_many,
    make_together,
)
from chunfeng.stages.placements.own_word import say
from chunfeng.stages.placements.reactions import follow, join, part, stop
from chunfeng.stages.placements.refusals import Refused
from chunfeng.stages.placements.telephone import see_phone, share_phone
from chunfeng.stages.placements.telling import tell_due
from chunfeng.stages.placements.working import attest, begin, end
from chunfeng.stages.placements.writing import Left, Said

__all__ = [
    "Left", "Made", "Outcome", "Said", "Terms", "agree", "attest", "begin", "confirm", "decline",
    "each", "end", "expire", "follow", "join", "make", "make_many", "make_together", "part", "say",
    "see_phone", "share_phone", "stop", "tell_due", "turn_down", "withdraw",
]  # fmt: skip


def each(
    offers: Sequence[UUID], act: Callable[[UUID], object]
) -> tuple[list[UUID], dict[UUID, Text]]:
    """Does one act on many offers, each whole or not at all; which were done, and why not.

    At most 500. ``each(ids, lambda offer: agree(offer, said, by=by, at=at))``
    """
    done: list[UUID] = []
    refused: dict[UUID, Text] = {}
    for offer in sorted(set(offers))[:MOST_AT_ONCE]:  # in one order: two batches never wait in ring
        try:
            with transaction.atomic():
                act(offer)
        except Refused as why:
            refused[offer] = why.said
        else:
            done.append(offer)
    return done, refused
