"""Writes on accounts: invitations, signing in, second factors, posts. Each appends an event."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q

from chunfeng.foundation.access import Context, Role
from chunfeng.foundation.accounts import factors, rules, throttling
from chunfeng.foundation.accounts.models import (
    Invitation,
    Post,
    SavedFilter,
    SecondFactor,
    SignIn,
    User,
)
from chunfeng.foundation.accounts.refusals import PasswordRefused, Refused, SignInRefused
from chunfeng.foundation.audit.recording import record
from chunfeng.foundation.ciphers import Keyring
from chunfeng.kit.texts import text

SHORTEST = 12  # signs of a password
LONGEST = 200
_COMMON = CommonPasswordValidator()
_NOBODY = make_password(secrets.token_urlsafe(32))  # compared where there is no such user


@dataclass(frozen=True, slots=True)
class From:
    """Where an attempt comes from: network address, whether the device signed in before, agent."""

    address: str
    known: bool = False
    agent: str = ""


def invite(
    *, login: str, name: str, role: Role, region: int, begins: date, ends: date | None = None,
    by: Context, at: datetime,
) -> str:  # fmt: skip
    """Invites somebody new with a first post; the token for the link, shown once."""
    refused = rules.grant_refused(by, to_self=False, role=role, region=region, held=())
    if refused:
        raise Refused(refused)
    if User.objects.filter(login__iexact=login.strip()).exists():
        raise Refused(text("This sign-in name is taken. Give the post to that person instead."))
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        token_hash=_hashed(token),
        login=login.strip(),
        name=name.strip(),
        role=role,
        region=region,
        begins=begins,
        ends=ends,
        invited_by_id=by.user,
        invited_at=at,
        expires_at=at + rules.INVITED_FOR,
    )
    detail = {"role": role, "region": region}
    subject = ("invitation", invitation.id)
    record("user.invited", by=by, at=at, region=region, subject=subject, detail=detail)
    return token


def accept(token: str, *, password: str, at: datetime) -> UUID:
    """Makes the user and the post of an invitation; each is good for one user, once."""
    with transaction.atomic():
        found = Invitation.objects.select_for_update().filter(
            token_hash=_hashed(token), used_at=None, expires_at__gt=at
        )
        invitation = found.first()
        if invitation is None:
            raise Refused(text("This invitation has been used or has expired. Ask for a new one."))
        check_new_password(password, invitation.login)
        user = make_user(login=invitation.login, name=invitation.name, password=password, at=at)
        invitation.used_at = at
        invitation.save(update_fields=["used_at"])
        Post.objects.create(
            user=user,
            role=invitation.role,
            region=invitation.region,
            begins=invitation.begins,
            ends=invitation.ends,
            given_by_id=invitation.invited_by_id,
            given_at=invitation.invited_at,
        )
        record("user.joined", by=None, at=at, region=invitation.region, subject=("user", user.id))
    return user.id


def make_user(*, login: str, name: str, password: str, at: datetime, demo: bool = False) -> User:
    """A user without any post."""
    return User.objects.create(
        login=login, name=name, password=make_password(password), created_at=at, demo=demo
    )


def check_new_password(password: str, login: str) -> None:
    """PasswordRefused where a password is short, common, or the sign-in name."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise PasswordRefused(
            text("A password has at least {n} signs. A sentence is good.", n=SHORTEST)
        )
    try:
        _COMMON.validate(password)
    except ValidationError:
        raise PasswordRefused(text("This password is known to everybody. Take another.")) from None
    if login.lower() in password.lower():
        raise PasswordRefused(text("The password must not hold the sign-in name."))


def prove_password(
    login: str, password: str, *, where: From, keys: Keyring, demo: bool, at: datetime
) -> UUID:
    """The user whose name and password these are; SignInRefused or SlowDown otherwise.

    demo: whether the demo's users may sign in here. The work is the same for unknown names.
    """
    throttling.hold_up(keys, login, where.address, known=where.known, at=at)
    user = User.objects.filter(login__iexact=login.strip()).first()
    right = check_password(password, user.password if user else _NOBODY)
    if user is None or not right or not user.active or (user.demo and not demo):
        throttling.failed(keys, login, where.address, known=where.known, at=at)
        record("session.refused", by=None, at=at, subject=("user", user.id) if user else None)
        raise SignInRefused
    throttling.succeeded(keys, login, where.address)
    return user.id


def prove_code(user: UUID, code: str, *, where: From, keys: Keyring, at: datetime) -> None:
    """Checks a code of an app or a recovery code; SignInRefused where none fits."""
    found = User.objects.get(id=user)
    throttling.hold_up(keys, f"code|{user}", where.address, known=where.known, at=at)
    typed = "".join(code.split())
    apps = SecondFactor.objects.filter(user=user, kind="totp", confirmed_at__isnull=False)
    if any(factors.totp_fits(app, typed, keys, at) for app in apps):
        return
    if factors.recovery_fits(found, typed):
        record("factor.recovered", by=None, at=at, subject=("user", user))
        return
    throttling.failed(keys, f"code|{user}", where.address, known=where.known, at=at)
    record("session.refused", by=None, at=at, subject=("user", user))
    raise SignInRefused


def begin_session(user: UUID, *, where: From, at: datetime) -> UUID:
    """Opens a session after both factors."""
    session = SignIn.objects.create(
        user_id=user, begun_at=at, seen_at=at, proved_at=at, agent=where.agent[:120]
    )
    record("session.begun", by=None, at=at, subject=("user", user))
    return session.id


def prove_again(session: UUID, *, at: datetime) -> None:
    """Notes that the second factor was given again, for a reveal or an export."""
    SignIn.objects.filter(id=session, ended_at=None).update(proved_at=at)


def end_sessions(
    user: UUID, *, at: datetime, only: UUID | None = None, but: UUID | None = None
) -> int:
    """Ends a user's sessions: all, one, or all but one."""
    live = SignIn.objects.filter(user=user, ended_at=None)
    if only:
        live = live.filter(id=only)
    if but:
        live = live.exclude(id=but)
    ended = live.update(ended_at=at)
    if ended:
        record("session.ended", by=None, at=at, subject=("user", user), detail={"n": ended})
    return ended


def change_password(user: UUID, *, old: str, new: str, session: UUID, at: datetime) -> None:
    """A new password; every other session ends."""
    found = User.objects.select_for_update().get(id=user)
    if not check_password(old, found.password):
        raise SignInRefused
    check_new_password(new, found.login)
    found.password = make_password(new)
    found.save(update_fields=["password"])
    record("user.password_changed", by=None, at=at, subject=("user", user))
    end_sessions(user, at=at, but=session)


def confirm_app(factor: UUID, code: str, *, user: UUID, keys: Keyring, at: datetime) -> list[str]:
    """Confirms an app by its first code; the recovery codes where there were none."""
    found = SecondFactor.objects.filter(id=factor, user=user, kind="totp", confirmed_at=None)
    app = found.first()
    if app is None or not factors.totp_fits(app, "".join(code.split()), keys, at):
        raise SignInRefused
    SecondFactor.objects.filter(id=factor).update(confirmed_at=at)
    record("factor.added", by=None, at=at, subject=("user", user), detail={"kind": "totp"})
    return _first_recovery_codes(app.user, at)


def remove_factor(factor: UUID, *, user: UUID, at: datetime) -> None:
    """Removes an app or passkey; the last one stays."""
    User.objects.select_for_update().get(id=user)  # two removals at once must not remove both
    mine = SecondFactor.objects.filter(user=user, confirmed_at__isnull=False)
    mine = mine.exclude(kind="recovery")
    if not mine.filter(id=factor).exists():
        raise Refused(text("There is no such second factor."))
    if mine.count() == 1:
        raise Refused(text("The last second factor stays. Add another one first."))
    mine.filter(id=factor).delete()
    record("factor.removed", by=None, at=at, subject=("user", user))


def grant(
    *, user: UUID, role: Role, region: int, begins: date, ends: date | None = None,
    by: Context, at: datetime,
) -> UUID:  # fmt: skip
    """Gives a post to somebody else, inside the giver's own region."""
    receiver = User.objects.select_for_update().filter(id=user, active=True).first()
    if receiver is None:
        raise Refused(text("There is no such user."))
    held = [
        rules.Held(Role(post.role), post.region, post.begins, post.ends)
        for post in Post.objects.filter(user=user, revoked_at=None)
        if post.ends is None or post.ends >= begins
    ]
    refused = rules.grant_refused(by, to_self=user == by.user, role=role, region=region, held=held)
    if refused:
        raise Refused(refused)
    try:
        with transaction.atomic():
            post = Post.objects.create(
                user=receiver,
                role=role,
                region=region,
                begins=begins,
                ends=ends,
                given_by_id=by.user,
                given_at=at,
            )
    except IntegrityError:
        raise Refused(text("This post has been given already.")) from None
    detail = {"role": role, "region": region, "to": str(user)}
    record("post.granted", by=by, at=at, region=region, subject=("post", post.id), detail=detail)
    return post.id


def revoke(post: UUID, *, by: Context, at: datetime) -> None:
    """Takes a post back; it bites at the holder's next click."""
    found = Post.objects.select_for_update().filter(
        id=post, revoked_at=None, region__range=(by.lo, by.hi)
    )
    held = found.first()
    if held is None or Role(held.role) not in rules.managed(by.role):
        raise Refused(text("There is no such post in your region."))
    held.revoked_at, held.revoked_by_id = at, by.user
    held.save(update_fields=["revoked_at", "revoked_by"])
    record("post.revoked", by=by, at=at, region=held.region, subject=("post", post))


def deactivate(user: UUID, *, by: Context, at: datetime) -> None:
    """Ends a user's posts and sessions; every post must lie in the actor's region."""
    if by.role is not Role.ADMIN or user == by.user:
        raise Refused(text("Your post does not include this."))
    held = Post.objects.select_for_update().filter(user=user, revoked_at=None)
    if held.exclude(region__range=(by.lo, by.hi)).exists():
        raise Refused(text("This user has a post outside your region."))
    if not User.objects.filter(id=user, active=True).update(active=False):
        raise Refused(text("There is no such user."))
    held.update(revoked_at=at, revoked_by_id=by.user)
    SignIn.objects.filter(user=user, ended_at=None).update(ended_at=at)
    record("user.deactivated", by=by, at=at, subject=("user", user))


def set_manner(user: UUID, *, language: str, large_text: bool) -> None:
    """How pages speak to a user."""
    User.objects.filter(id=user).update(language=language, large_text=large_text)


def save_filter(user: UUID, *, page: str, name: str, query: str) -> None:
    """Keeps a list's filter under a name; the same name is replaced."""
    SavedFilter.objects.update_or_create(
        user_id=user, page=page, name=name.strip()[:60], defaults={"query": query}
    )


def forget_filter(user: UUID, *, saved: UUID) -> None:
    """Drops a kept filter."""
    SavedFilter.objects.filter(Q(user=user), id=saved).delete()


def _first_recovery_codes(user: User, at: datetime) -> list[str]:
    if SecondFactor.objects.filter(user=user, kind="recovery").exists():
        return []
    return factors.new_recovery_codes(user, at)


def _hashed(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
