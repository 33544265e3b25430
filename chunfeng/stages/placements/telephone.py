"""The telephone of somebody an employer has taken on: the person's choice, and the look at it."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from chunfeng.foundation.access import Context, Role
from chunfeng.foundation.ciphers import Keyring, unseal
from chunfeng.kit.texts import text
from chunfeng.stages.people.stored import cell_of
from chunfeng.stages.placements import writing
from chunfeng.stages.placements.models import LIVE, Offer
from chunfeng.stages.placements.refusals import NotAllowed, NotFound, PhoneNotShown, Refused


def share_phone(offer: UUID, *, shown: bool, by: Context, at: datetime) -> None:
    """The person lets the employer see their telephone, or no longer: from the yes to the end.

    Said by themselves or to an officer; said again it changes nothing.
    """
    own = by.role is Role.SEEKER
    if not own:
        writing.must_write(by)
    held = Offer.objects.filter(id=offer).first()
    if held is None or (own and held.person_id != by.user):
        raise NotFound
    if held.shown_phone is shown:
        return
    if not (_chosen if own else _noted)(offer, shown, at):
        raise Refused(text("The employer sees nothing of this offer now."))
    kind = "offer.phone_given" if shown else "offer.phone_withheld"
    writing.tell(kind, held, by=by, at=at, fields=["phone"])


def see_phone(offer: UUID, *, keys: Keyring, by: Context, at: datetime) -> str:
    """The telephone of somebody we have taken on, opened on the record. NotFound, PhoneNotShown.

    Of whom, how often, with whose consent: the database checks. A refusal is no reason to roll
    back: it counts. Leave the transaction before the number is shown.
    """
    if by.employer is None:
        raise NotAllowed
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person, sealed, refused FROM placements_employer_phone(%s, %s)", [offer, at]
        )
        ((person, sealed, refused),) = cursor.fetchall()
    if refused == "absent":
        raise NotFound
    if refused:
        raise PhoneNotShown(refused)
    return unseal(keys, cell_of(person, "phone"), bytes(sealed))


def _chosen(offer: UUID, shown: bool, at: datetime) -> bool:
    """By the one function of the own page: work that has begun it cannot write itself."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT placements_own_phone(%s, %s, %s)", [offer, shown, at])
        ((done,),) = cursor.fetchall()
    return bool(done)


def _noted(offer: UUID, shown: bool, at: datetime) -> bool:
    seen = Offer.objects.filter(LIVE, id=offer, shown_at__isnull=False)
    return bool(seen.update(shown_phone=shown, updated_at=at))
