"""Reads of accounts, and the two questions every request asks: who is it, in which post."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from chunfeng.foundation.access import Context, Purpose, Role, rights
from chunfeng.foundation.accounts import rules
from chunfeng.foundation.accounts.models import (
    Invitation,
    Post,
    SavedFilter,
    SecondFactor,
    SignIn,
    User,
)

SEEN_EVERY = timedelta(minutes=1)  # how exactly idleness is told


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """The user of a request and their session."""

    user: UUID
    login: str
    name: str
    language: str
    large_text: bool
    demo: bool
    session: UUID
    proved_at: datetime | None  # None: in with a recovery code


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPost:
    """A post that somebody may act in."""

    id: UUID
    role: Role
    region: int
    begins: date
    ends: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """Somebody in office, as an officer of the same region knows them."""

    user: UUID
    name: str
    role: Role
    region: int


def signed_in(request: HttpRequest, at: datetime) -> SignedIn | None:
    """Who asks; None without a living session."""
    wanted = request.session.get("signin")
    return user_for_session(UUID(wanted), at) if wanted else None


def user_for_session(wanted: UUID, at: datetime) -> SignedIn | None:
    """Whose living session it is; notes about once a minute that it was used."""
    living = SignIn.objects.select_related("user").filter(_let_in("user__"), ended_at=None)
    session = living.filter(id=wanted).first()
    if session is None or rules.session_over(session.begun_at, session.seen_at, at):
        return None
    if at - session.seen_at > SEEN_EVERY:
        SignIn.objects.filter(id=session.id).update(seen_at=at)
    user = session.user
    return SignedIn(
        user=user.id,
        login=user.login,
        name=user.name,
        language=user.language,
        large_text=user.large_text,
        demo=user.demo,
        session=session.id,
        proved_at=session.proved_at,
    )


def context_of(request: HttpRequest, at: datetime) -> Context | None:
    """The post a request acts in; None where none is chosen or it counts no more."""
    chosen = request.session.get("post")
    officer: SignedIn | None = getattr(request, "officer", None)
    if not chosen or officer is None:
        return None
    said = request.session.get("purpose")
    purpose = Purpose(said) if said in set(Purpose) else None
    return context_for(officer.user, UUID(chosen), timezone.localdate(at), purpose)


def context_for(user: UUID, post: UUID, on: date, purpose: Purpose | None = None) -> Context | None:
    """The context of a post on a day; None where it is not the user's, or does not count.

    Nor is there one for a purpose that the post does not have; without a purpose its first one.
    """
    live = Post.objects.filter(_counts(on), _let_in("user__"), id=post, user=user)
    held = live.values_list("role", "region").first()
    if held is None:
        return None
    role = Role(held[0])
    wanted = purpose or default_purpose(role)
    if wanted not in rights(role).purposes:
        return None
    lo, hi = rules.span(held[1])
    return Context(user=user, post=post, role=role, lo=lo, hi=hi, purpose=wanted)


def default_purpose(role: Role) -> Purpose:
    """What a post is for unless another purpose is named."""
    allowed = rights(role).purposes
    return Purpose.VERIFY if Purpose.VERIFY in allowed else min(allowed)


def posts_of(user: UUID, on: date) -> list[HeldPost]:
    """The posts a user may act in on a day."""
    found = Post.objects.filter(_counts(on), user=user).order_by("region", "role")
    # Only columns that a post's own role may read too.
    rows = found.values_list("id", "role", "region", "begins", "ends")
    return [
        HeldPost(id=id_, role=Role(role), region=region, begins=begins, ends=ends)
        for id_, role, region, begins, ends in rows
    ]


def invitations_in(lo: int, hi: int, at: datetime) -> "QuerySet[Invitation]":
    """Invitations inside a region that still wait."""
    return open_invitations(at).filter(region__range=(lo, hi)).order_by("-invited_at", "id")


def sessions_of(user: UUID, at: datetime | None = None) -> "QuerySet[SignIn]":
    """A user's open sessions, latest first."""
    now = at or timezone.now()
    living = SignIn.objects.filter(user=user, ended_at=None, seen_at__gte=now - rules.IDLE)
    return living.filter(begun_at__gte=now - rules.LONGEST).order_by("-seen_at", "id")


def waiting_app(factor: UUID, user: UUID) -> bool:
    """Whether a code app still waits for its first code."""
    mine = SecondFactor.objects.filter(id=factor, user=user, kind="totp")
    return mine.filter(confirmed_at=None).exists()


def recovery_codes_left(user: UUID) -> int:
    """How many recovery codes a user still has."""
    return SecondFactor.objects.filter(user=user, kind="recovery").count()


def anybody() -> bool:
    """Whether there is somebody who can sign in at all."""
    return User.objects.filter(_let_in()).exists()


def factors_of(user: UUID) -> "QuerySet[SecondFactor]":
    """A user's confirmed second factors, without recovery codes."""
    mine = SecondFactor.objects.filter(user=user, confirmed_at__isnull=False)
    return mine.exclude(kind="recovery").order_by("confirmed_at", "id")


def user_of(user: UUID) -> User:
    """A user by id."""
    return User.objects.get(id=user)


def names(users: Sequence[UUID]) -> dict[UUID, str]:
    """Users' names by id, for lists and timelines."""
    return dict(User.objects.filter(id__in=set(users)).values_list("id", "name"))


def colleagues(lo: int, hi: int, roles: Collection[Role], on: date) -> list[Colleague]:
    """Who holds one of some roles in an officer's own county on a day, by name; a line a post.

    lo, hi: the county's codes. Of any other county the database answers nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_colleagues(%s, %s, %s, %s)", [lo, hi, [*roles], on])
        return [
            Colleague(user=user, name=name, role=Role(role), region=region)
            for user, name, role, region in cursor.fetchall()
        ]


def open_invitations(at: datetime) -> "QuerySet[Invitation]":
    """Invitations neither used nor withdrawn nor expired."""
    waiting = Invitation.objects.select_related("user", "invited_by", "invited_in__user")
    return waiting.filter(used_at=None, withdrawn_at=None, expires_at__gt=at)


def invitation(token_hash: bytes, at: datetime) -> Invitation | None:
    """An invitation that may still be accepted: whoever invited must still hold the post."""
    found = open_invitations(at).filter(token_hash=token_hash).first()
    if found is None or found.invited_in is None:
        return found
    post = found.invited_in
    return found if context_for(post.user_id, post.id, timezone.localdate(at)) else None


def saved_filters(user: UUID, page: str) -> list[tuple[UUID, str, str]]:
    """(id, name, query) of the filters a user kept for a page."""
    mine = SavedFilter.objects.filter(user=user, page=page).order_by("name")
    return list(mine.values_list("id", "name", "query"))


def _let_in(prefix: str = "") -> Q:
    """Users who may act at all: not deactivated, and the demo's only in a demo."""
    let_in = Q(**{f"{prefix}active": True})
    return let_in if settings.DEMO else let_in & Q(**{f"{prefix}demo": False})


def _counts(on: date) -> Q:
    return Q(Q(ends=None) | Q(ends__gte=on), revoked_at=None, begins__lte=on)
