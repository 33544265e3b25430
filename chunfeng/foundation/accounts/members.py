"""Who signs in at the desk for an employer: by phone and a code sent to it.

A member sees one employer at a time. The pages say the same whether a phone is known or not.
"""

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.http import HttpRequest

from chunfeng.foundation.access import Context, Purpose, Role
from chunfeng.foundation.accounts import rules, throttling
from chunfeng.foundation.accounts.models import Member, MemberCode, MemberSession
from chunfeng.foundation.accounts.queries import SEEN_EVERY, SignedIn
from chunfeng.foundation.accounts.refusals import Refused, SignInRefused
from chunfeng.foundation.audit.recording import record
from chunfeng.foundation.ciphers import Cell, Keyring, blind, phone_index, phone_mask, seal
from chunfeng.kit.texts import text

IDLE, LONGEST = timedelta(days=7), timedelta(days=30)
GOOD_FOR = timedelta(minutes=10)
TRIES = 5  # of one code
SESSION = "member"  # key of the session's cookie


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLine:
    """A member of an employer."""

    id: UUID
    employer: UUID
    region: int
    name: str
    phone_mask: str
    added_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLine:
    """A living session. agent: the browser, in a few words."""

    id: UUID
    begun_at: datetime
    seen_at: datetime
    agent: str


def add(
    *, employer: UUID, region: int, name: str, phone: str, keys: Keyring, by: Context, at: datetime
) -> UUID:
    """Lets somebody act for an employer; Refused where the phone already does."""
    called, index = rules.one_line(name)[: rules.LONGEST_NAME], phone_index(keys, phone)
    if not called:
        raise Refused(text("Somebody who signs in has a name."))
    living = Member.objects.filter(employer=employer, ended_at=None)
    if living.filter(phone_index=index).exists():
        raise Refused(text("This phone acts for the employer already."))
    made = uuid4()
    Member(
        id=made,
        employer=employer,
        region=region,
        name=called,
        phone=seal(keys, Cell("accounts_member", "phone", made), phone),
        phone_mask=phone_mask(phone),
        phone_index=index,
        added_at=at,
        added_by=by.user,
    ).save(force_insert=True)
    record("member.added", by=by, at=at, region=region, subject=("employer", employer))
    return made


def end(member: UUID, *, by: Context, at: datetime) -> None:
    """Ends what somebody may do for an employer, at once and in every session."""
    found = Member.objects.filter(id=member, ended_at=None)
    held = found.values("employer", "region").first()
    if held is None:
        raise Refused(text("There is nobody like that at this employer."))
    found.update(ended_at=at)
    subject = ("employer", held["employer"])
    record("member.ended", by=by, at=at, region=held["region"], subject=subject)


def ask_code(
    phone: str, *, address: str, keys: Keyring, at: datetime, new: bool = False
) -> str | None:
    """A new code to be sent to a phone; None where it acts for nobody. Counts as an attempt.

    new: somebody who need not act for anybody yet. Known or not, as many are asked for in vain.
    """
    throttling.hold_up(keys, phone, address, known=False, at=at)
    throttling.failed(keys, phone, address, known=False, at=at)
    index = phone_index(keys, phone)
    if not new and not Member.objects.filter(phone_index=index, ended_at=None).exists():
        return None
    code = f"{secrets.randbelow(10**6):06d}"
    kept = {"code_hash": _hash(code, index, keys), "asked_at": at, "tries": 0}
    MemberCode.objects.update_or_create(phone_index=index, defaults=kept)
    return code


def prove(phone: str, code: str, *, address: str, keys: Keyring, at: datetime) -> list[UUID]:
    """The members a phone signs in as; SignInRefused for a wrong, old or often tried code."""
    throttling.hold_up(keys, phone, address, known=False, at=at)
    index = phone_index(keys, phone)
    held = MemberCode.objects.select_for_update().filter(phone_index=index).first()
    fits = held is not None and hmac.compare_digest(
        bytes(held.code_hash), _hash(code.strip(), index, keys)
    )
    if held is None or not fits or held.tries >= TRIES or at - held.asked_at > GOOD_FOR:
        if held is not None:
            MemberCode.objects.filter(phone_index=index).update(tries=held.tries + 1)
        throttling.failed(keys, phone, address, known=False, at=at)
        raise SignInRefused
    throttling.succeeded(keys, phone, address, known=False)
    held.delete()
    living = Member.objects.filter(phone_index=index, ended_at=None).order_by("added_at", "id")
    return list(living.values_list("id", flat=True))


def standing(chosen: Sequence[UUID]) -> list[Context]:
    """Whom members act for, each as a context of its own; those who no longer do are left out."""
    living = Member.objects.filter(id__in=chosen, ended_at=None).order_by("added_at", "id")
    return [_context(member) for member in living.only("id", "employer", "region")]


def begin(member: UUID, *, agent: str, at: datetime) -> UUID:
    """Opens a session of a member."""
    made = MemberSession.objects.create(
        member_id=member, begun_at=at, seen_at=at, agent=rules.agent(agent)
    )
    record("session.begun", by=None, at=at, subject=("member", member))
    return made.id


def end_session(session: UUID, *, at: datetime) -> None:
    """Signs out."""
    MemberSession.objects.filter(id=session, ended_at=None).update(ended_at=at)


def sessions_of(member: UUID, at: datetime) -> list[SessionLine]:
    """The living sessions of whoever's phone a member has, for all its employers; newest first."""
    mine = Member.objects.filter(id=member).values("phone_index")[:1]
    found = MemberSession.objects.filter(
        ended_at=None,
        member__ended_at=None,
        member__phone_index=mine,
        seen_at__gt=at - IDLE,
        begun_at__gt=at - LONGEST,
    )
    rows = found.order_by("-seen_at", "id").values("id", "begun_at", "seen_at", "agent")
    return [SessionLine(**row) for row in rows]


def end_others(member: UUID, *, but: UUID, at: datetime) -> int:
    """Ends every other session of a member's phone; how many."""
    others = [line.id for line in sessions_of(member, at) if line.id != but]
    return MemberSession.objects.filter(id__in=others).update(ended_at=at)


def same_phone(member: UUID) -> list[UUID]:
    """All that act with a member's phone, itself among them."""
    mine = Member.objects.filter(id=member).values("phone_index")[:1]
    living = Member.objects.filter(phone_index=mine, ended_at=None).order_by("added_at", "id")
    return list(living.values_list("id", flat=True))


def set_manner(member: UUID, *, language: str, large_text: bool) -> None:
    """How pages speak to a member."""
    if language in ("zh", "en"):
        Member.objects.filter(id=member).update(language=language, large_text=large_text)


def signed_in(request: HttpRequest, at: datetime) -> tuple[SignedIn, Context] | None:
    """Who asks at the desk and for which employer; None without a living session."""
    wanted: str | None = request.session.get(SESSION)
    if not wanted:
        return None
    living = MemberSession.objects.select_related("member").filter(
        id=wanted, ended_at=None, member__ended_at=None
    )
    session = living.first()
    if session is None or at - session.seen_at > IDLE or at - session.begun_at > LONGEST:
        return None
    if at - session.seen_at > SEEN_EVERY:
        MemberSession.objects.filter(id=session.id).update(seen_at=at)
    return _shown(session.member, session), _context(session.member)


def of(employer: UUID) -> list[MemberLine]:
    """Who acts for an employer, those who no longer do last."""
    found = Member.objects.filter(employer=employer).order_by("ended_at", "added_at", "id")
    return [MemberLine(**row) for row in found.values(*MemberLine.__dataclass_fields__)]


def _context(member: Member) -> Context:
    lo, hi = rules.span(member.region)
    return Context(
        user=member.id,
        post=member.id,
        role=Role.EMPLOYER,
        lo=lo,
        hi=hi,
        purpose=Purpose.RECRUIT,
        employer=member.employer,
    )


def _hash(code: str, index: bytes, keys: Keyring) -> bytes:
    return blind(keys, "member-code", f"{index.hex()}|{code}")


def _shown(member: Member, session: MemberSession) -> SignedIn:
    return SignedIn(
        user=member.id,
        login="",
        name=member.name,
        language=member.language,
        large_text=member.large_text,
        demo=False,
        session=session.id,
        proved_at=None,
    )
