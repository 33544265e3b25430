"""Links to people's own pages: made, sent, taken back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

from django.conf import settings

from chunfeng.foundation.access import Context, Right
from chunfeng.foundation.accounts.own import SECRET_SIGNS, secret
from chunfeng.foundation.audit.recording import record
from chunfeng.foundation.ciphers import Keyring
from chunfeng.foundation.messaging import operations as messaging
from chunfeng.foundation.messaging.refusals import NoMobile
from chunfeng.kit.texts import Language, Text, text
from chunfeng.stages.own import messages, rules
from chunfeng.stages.own.models import Link
from chunfeng.stages.own.refusals import NotAllowed, NotFound, Refused
from chunfeng.stages.own.vocabulary import LinkPurpose
from chunfeng.stages.people import operations as people
from chunfeng.stages.people.models import Person
from chunfeng.stages.people.refusals import RevealRefused

_PATH = "/m/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """Whether a link went to the person's phone; untold: why not."""

    told: bool = False
    untold: Text | None = None


def issue(
    person: UUID,
    *,
    by: Context,
    at: datetime,
    days: int = rules.LINK_DAYS,
    purpose: LinkPurpose = LinkPurpose.PAGE,
) -> str:
    """A new link of somebody's; answers its secret, which is kept nowhere and shown to nobody.

    For a message to the person alone: ``address(secret)`` is what goes into it.
    """
    held = _standing(person, by)
    if not 1 <= days <= rules.MOST_LINK_DAYS:
        raise Refused(text("A link is good for {n} days at most.", n=rules.MOST_LINK_DAYS))
    made, token = uuid4(), secret()
    Link(
        id=made,
        person_id=person,
        first_for=person,
        region=held.region,
        called=held.name[:1],
        hash=hashed(token),
        purpose=purpose,
        issued_at=at,
        issued_by=by.user,
        expires_at=at + timedelta(days=days),
    ).save(force_insert=True)
    record("link.issued", by=by, at=at, person=person, region=held.region, subject=("link", made),
           detail={"for": purpose, "days": days})  # fmt: skip
    return token


def send(
    person: UUID, *, keys: Keyring, by: Context, at: datetime, language: Language = "zh"
) -> Sent:
    """Sends somebody a link to their registered phone; no officer sees either.

    It waits for the morning at night, and is not sent to a phone that wants no messages.
    """
    held = _standing(person, by)
    try:
        phone = people.reveal(person, "phone", keys=keys, by=by, at=at)
        token = issue(person, by=by, at=at)
        told = messaging.send(
            messages.LINK.kind,
            phone=phone,
            language=language,
            values={"link": address(token), "days": rules.LINK_DAYS},
            region=held.region,
            subject=("person", person),
            key=f"link-{hashed(token).hex()[:24]}",
            keys=keys,
            at=at,
            by=by,
        )
    except (RevealRefused, NoMobile) as why:
        return Sent(untold=why.said)
    return Sent(told=told)


def for_message(
    person: UUID, most: int, by: Context, at: datetime, purpose: LinkPurpose = LinkPurpose.OFFER
) -> str:
    """The address of a new link, for a message to the person about something else.

    "" where it has more than ``most`` characters, and would be cut, or where there is no own page.
    """
    if len(settings.PUBLIC_ADDRESS.rstrip("/")) + len(_PATH) + SECRET_SIGNS > most:
        return ""
    try:
        return address(issue(person, by=by, at=at, purpose=purpose))
    except (NotFound, Refused):
        return ""


def revoke(person: UUID, *, by: Context, at: datetime) -> int:
    """Ends every link of somebody's; how many there were."""
    _must_write(by)
    number = Link.objects.filter(person=person, revoked_at=None).update(revoked_at=at)
    if number:
        region = Person.objects.values_list("region", flat=True).get(id=person)
        record("link.revoked", by=by, at=at, person=person, region=region, detail={"n": number})
    return number


def sweep(*, at: datetime) -> int:
    """Deletes links that have long been over; how many. For the nightly round."""
    over = Link.objects.filter(expires_at__lt=at - timedelta(days=rules.KEPT_DAYS))
    return over.delete()[0]


def address(token: str) -> str:
    """Where a link leads, as it stands in a message; ValueError where it would not fit into one."""
    found = f"{settings.PUBLIC_ADDRESS.rstrip('/')}{_PATH}{token}"
    if len(found) > messages.LONGEST:
        raise ValueError("CHUNFENG_PUBLIC_ADDRESS is too long for a message")
    return found


def hashed(token: str) -> bytes:
    """A secret as it is kept."""
    return sha256(token.encode()).digest()


def _standing(person: UUID, by: Context) -> Person:
    """Somebody of the post's region whom the register still counts."""
    _must_write(by)
    held = Person.objects.filter(id=person, merged_into=None).first()
    if held is None:
        raise NotFound
    if held.left_on:
        raise Refused(text("This person has left the register."))
    return held


def _must_write(by: Context) -> None:
    if by.rights.d2 is not Right.WRITE:
        raise NotAllowed
