"""Invitations and posts: who lets whom in, for how long, and takes it back."""

import hashlib
import secrets
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from chunfeng.foundation.access import Context, Role
from chunfeng.foundation.accounts import passwords, queries, rules
from chunfeng.foundation.accounts.models import Invitation, Post, SecondFactor, SignIn, User
from chunfeng.foundation.accounts.officers import whereabouts
from chunfeng.foundation.accounts.refusals import Refused
from chunfeng.foundation.audit.recording import record
from chunfeng.kit.texts import text


def invite(
    *, login: str, name: str, role: Role, region: int, begins: date, ends: date | None = None,
    by: Context, at: datetime,
) -> str:  # fmt: skip
    """Invites somebody new with a first post; the token for the link, shown once."""
    wanted = rules.Held(role, region, begins, ends)
    refused = rules.grant_refused(by, wanted, to_self=False, held=())
    if refused:
        raise Refused(refused)
    invited = Invitation(
        login=_new_login(login),
        name=_name(name),
        role=role,
        region=region,
        begins=begins,
        ends=ends,
        invited_by_id=by.user,
        invited_in_id=by.post,
    )
    return _sent(invited, by=by, at=at)


def invite_again(user: UUID, *, by: Context, at: datetime) -> str:
    """Lets somebody who has lost password or second factor set both anew; the token.

    What they have now goes on working until the invitation is accepted.
    """
    found, posts = _managed(user, by, at)
    invited = Invitation(
        user=found,
        login=found.login,
        name=found.name,
        role=posts[0].role,
        region=posts[0].region,
        begins=timezone.localdate(at),
        invited_by_id=by.user,
        invited_in_id=by.post,
    )
    return _sent(invited, by=by, at=at)


def invite_first(*, login: str, name: str, at: datetime) -> str:
    """Invites the nation's administrator, where there is none: for the command line alone."""
    on = timezone.localdate(at)
    there = Post.objects.filter(role=Role.ADMIN, region=0, revoked_at=None, user__active=True)
    if there.filter(Q(ends=None) | Q(ends__gte=on)).exists():
        raise Refused(text("There is an administrator already, who can invite others."))
    # Of several links only the last one is good.
    Invitation.objects.filter(invited_by=None, used_at=None).update(withdrawn_at=at)
    invited = Invitation(
        login=_new_login(login), name=_name(name), role=Role.ADMIN, region=0, begins=on
    )
    return _sent(invited, by=None, at=at)


def withdraw(invitation: UUID, *, by: Context, at: datetime) -> None:
    """Makes an invitation worthless."""
    found = queries.open_invitations(at).filter(id=invitation).first()
    if found is None or rules.manage_refused(by, Role(found.role), found.region):
        raise Refused(text("There is no such invitation in your region."))
    Invitation.objects.filter(id=invitation).update(withdrawn_at=at)
    subject = ("invitation", invitation)
    record("invitation.withdrawn", by=by, at=at, region=found.region, subject=subject)


def accept(token: str, *, password: str, at: datetime) -> UUID:
    """Makes the user and the post of an invitation; each is good for one user, once."""
    with transaction.atomic():
        # Two who hold one link come one after the other; the second finds it used.
        list(Invitation.objects.select_for_update().filter(token_hash=_hashed(token)))
        invitation = queries.invitation(_hashed(token), at)
        if invitation is None:
            raise Refused(text("This invitation has been used or has expired. Ask for a new one."))
        passwords.check_new_password(password, invitation.login)
        user = invitation.user
        if user is None:
            user = _joined(invitation, password, at)
        else:
            _renewed(user, password, at)
        Invitation.objects.filter(id=invitation.id).update(used_at=at)
    return user.id


def make_user(*, login: str, name: str, password: str, at: datetime, demo: bool = False) -> User:
    """A user without any post."""
    kept = passwords.kept(password)
    return User.objects.create(login=login, name=name, password=kept, created_at=at, demo=demo)


def grant(
    *, user: UUID, role: Role, region: int, begins: date, ends: date | None = None,
    by: Context, at: datetime,
) -> UUID:  # fmt: skip
    """Gives a post to somebody else, inside the giver's own region."""
    wanted = rules.Held(role, region, begins, ends)
    # Locked: of two posts given at once that must not be in one hand, the second is refused.
    receiver = User.objects.select_for_update().filter(id=user, active=True).first()
    if receiver is None:
        raise Refused(text("There is no such officer."))
    held = [
        rules.Held(Role(post.role), post.region, post.begins, post.ends)
        for post in Post.objects.filter(user=user, revoked_at=None)
    ]
    refused = rules.grant_refused(by, wanted, to_self=user == by.user, held=held)
    if refused:
        raise Refused(refused)
    post = Post.objects.create(
        user=receiver,
        role=role,
        region=region,
        begins=begins,
        ends=ends,
        given_by_id=by.user,
        given_at=at,
    )
    detail = {"role": role, "region": region, "to": str(user)}
    record("post.granted", by=by, at=at, region=region, subject=("post", post.id), detail=detail)
    return post.id


def end(post: UUID, *, last_day: date, by: Context, at: datetime) -> None:
    """Sets the last day of a post, today at the earliest."""
    held = _managed_post(post, by)
    if last_day < max(held.begins, timezone.localdate(at)):
        raise Refused(
            text("The last day is today or later. To end the post at once, take it back.")
        )
    Post.objects.filter(id=post).update(ends=last_day)
    detail = {"ends": last_day.isoformat()}
    subject = ("post", post)
    record("post.ended", by=by, at=at, region=held.region, subject=subject, detail=detail)


def revoke(post: UUID, *, by: Context, at: datetime) -> None:
    """Takes a post back; it bites at the holder's next click."""
    held = _managed_post(post, by)
    Post.objects.filter(id=post).update(revoked_at=at, revoked_by=by.user)
    record("post.revoked", by=by, at=at, region=held.region, subject=("post", post))


def deactivate(user: UUID, *, by: Context, at: datetime) -> None:
    """Ends a user's posts and sessions; every post must be the actor's to take back."""
    found, posts = _managed(user, by, at)
    if not found.active:
        raise Refused(text("There is no such officer."))
    User.objects.filter(id=user).update(active=False)
    held = Post.objects.filter(user=user, revoked_at=None)
    held.update(revoked_at=at, revoked_by=by.user)
    SignIn.objects.filter(user=user, ended_at=None).update(ended_at=at)
    Invitation.objects.filter(user=user, used_at=None).update(withdrawn_at=at)
    region = posts[0].region
    record("user.deactivated", by=by, at=at, region=region, subject=("user", user))


def _joined(invitation: Invitation, password: str, at: datetime) -> User:
    try:
        with transaction.atomic():
            user = make_user(login=invitation.login, name=invitation.name, password=password, at=at)
    except IntegrityError:
        raise Refused(text("This sign-in name has been taken. Ask for a new invitation.")) from None
    Post.objects.create(
        user=user,
        role=invitation.role,
        region=invitation.region,
        begins=invitation.begins,
        ends=invitation.ends,
        given_by=invitation.invited_by,
        given_at=invitation.invited_at,
    )
    record("user.joined", by=None, at=at, region=invitation.region, subject=("user", user.id))
    return user


def _renewed(user: User, password: str, at: datetime) -> None:
    """A new password and no second factor; nobody stays signed in with the old ones."""
    User.objects.filter(id=user.id).update(password=passwords.kept(password), active=True)
    SecondFactor.objects.filter(user=user).delete()
    SignIn.objects.filter(user=user, ended_at=None).update(ended_at=at)
    record("user.renewed", by=None, at=at, subject=("user", user.id))


def _sent(invitation: Invitation, *, by: Context | None, at: datetime) -> str:
    """Keeps an invitation in place of earlier ones of the same name in the same region."""
    token = secrets.token_urlsafe(32)
    scope = (by.lo, by.hi) if by else rules.NATION
    earlier = Invitation.objects.filter(used_at=None, region__range=scope)
    earlier.filter(login=invitation.login).update(withdrawn_at=at)
    invitation.token_hash = _hashed(token)
    invitation.invited_at, invitation.expires_at = at, at + rules.INVITED_FOR
    invitation.save()
    subject = ("invitation", invitation.id)
    detail = {"role": invitation.role, "user": str(invitation.user_id or "")}
    record("user.invited", by=by, at=at, region=invitation.region, subject=subject, detail=detail)
    return token


def _new_login(typed: str) -> str:
    login = rules.canonical(typed)
    refused = rules.login_refused(login)
    if refused:
        raise Refused(refused)
    if User.objects.filter(login=login).exists():
        raise Refused(text("This sign-in name is taken. Give the post to that officer instead."))
    return login


def _name(typed: str) -> str:
    name = rules.one_line(typed)
    if not 1 <= len(name) <= rules.LONGEST_NAME:
        raise Refused(text("Give the officer's name, up to {n} characters.", n=rules.LONGEST_NAME))
    return name


def _managed_post(post: UUID, by: Context) -> Post:
    """A post that is the actor's to take back, locked; the same answer for all others."""
    held = Post.objects.select_for_update().filter(id=post, revoked_at=None).first()
    if held is None or rules.manage_refused(by, Role(held.role), held.region):
        raise Refused(text("There is no such post in your region."))
    return held


def _managed(user: UUID, by: Context, at: datetime) -> tuple[User, list[Post]]:
    """A user, locked, and the posts by which an administrator manages them."""
    found = User.objects.select_for_update().filter(id=user).first()
    posts = list(Post.objects.select_for_update().filter(user=user).order_by("given_at", "id"))
    refused = rules.officer_refused(by, user, *whereabouts(posts, timezone.localdate(at)))
    if refused:
        raise Refused(refused)
    if found is None:
        raise Refused(text("There is no such officer in your region."))
    return found, [p for p in posts if rules.manage_refused(by, Role(p.role), p.region) is None]


def _hashed(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
