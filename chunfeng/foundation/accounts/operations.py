"""Writes on accounts: signing in, second factors, one's own account. Each appends an event.

Invitations and posts stand in ``giving``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.sessions.models import Session
from django.utils import timezone

from chunfeng.foundation.access import Context, Purpose
from chunfeng.foundation.accounts import devices, factors, passwords, queries, rules, throttling
from chunfeng.foundation.accounts.models import Attempt, SavedFilter, SecondFactor, SignIn, User
from chunfeng.foundation.accounts.refusals import NotFresh, Refused, SignInRefused
from chunfeng.foundation.audit.recording import record
from chunfeng.foundation.ciphers import Keyring
from chunfeng.kit.texts import text

LONGEST_FILTER = 2000  # characters
KEPT = timedelta(days=180)  # sessions that have ended


@dataclass(frozen=True, slots=True)
class From:
    """Where an attempt comes from: network address, the device's cookie, what the browser says."""

    address: str
    device: str = ""
    agent: str = ""


def prove_password(
    login: str, password: str, *, where: From, keys: Keyring, demo: bool, at: datetime
) -> UUID:
    """The user whose name and password these are; SignInRefused or SlowDown otherwise.

    demo: whether the demo's users may sign in here. The work is the same for unknown names.
    """
    name = rules.canonical(login)
    known = devices.knows(where.device, name, keys=keys)
    throttling.hold_up(keys, name, where.address, known=known, at=at)
    user = User.objects.filter(login=name).first()
    right = passwords.fits(password, user)
    if user is None or not right or not user.active or (user.demo and not demo):
        throttling.failed(keys, name, where.address, known=known, at=at)
        record("session.refused", by=None, at=at, subject=("user", user.id) if user else None)
        raise SignInRefused
    throttling.succeeded(keys, name, where.address, known=known)
    return user.id


def prove_code(
    user: UUID, code: str, *, where: From, keys: Keyring, at: datetime, recovery: bool = True
) -> bool:
    """Checks a code of an app or, where allowed, a recovery code; SignInRefused when none fits.

    Whether it was a recovery code, which is used up by that.
    """
    typed = factors.typed(code)
    recovered = False

    def fits(holder: User) -> bool:
        nonlocal recovered
        apps = SecondFactor.objects.filter(user=user, kind="totp", confirmed_at__isnull=False)
        if any(factors.totp_fits(app, typed, keys, at) for app in apps):
            return True
        recovered = recovery and factors.recovery_fits(holder, typed, keys)
        if recovered:
            record("factor.recovered", by=None, at=at, subject=("user", user))
        return recovered

    _second_factor(user, fits, where, keys, at)
    return recovered


def prove_passkey(
    user: UUID, answer: str, *, challenge: bytes, host: str, origin: str,
    where: From, keys: Keyring, at: datetime,
) -> None:  # fmt: skip
    """Checks a passkey's answer to a challenge, which is to be used once; SignInRefused if wrong.

    host, origin: of the site itself, never as a request names them.
    """

    def fits(holder: User) -> bool:
        return factors.passkey_fits(
            holder, answer, challenge=challenge, host=host, origin=origin, at=at
        )

    _second_factor(user, fits, where, keys, at)


def _second_factor(
    user: UUID, fits: Callable[[User], bool], where: From, keys: Keyring, at: datetime
) -> None:
    holder = User.objects.get(id=user)
    known = devices.knows(where.device, holder.login, keys=keys)
    name = f"factor|{user}"
    throttling.hold_up(keys, name, where.address, known=known, at=at)
    if not fits(holder):
        throttling.failed(keys, name, where.address, known=known, at=at)
        record("session.refused", by=None, at=at, subject=("user", user))
        raise SignInRefused
    throttling.succeeded(keys, name, where.address, known=known)


def begin_session(user: UUID, *, where: From, at: datetime, recovered: bool = False) -> UUID:
    """Opens a session after both factors. recovered: by a recovery code, which proves no more."""
    if not queries.factors_of(user).exists():
        raise Refused(text("Set up a second factor first."))
    session = SignIn.objects.create(
        user_id=user,
        begun_at=at,
        seen_at=at,
        proved_at=None if recovered else at,
        agent=rules.agent(where.agent),
    )
    record("session.begun", by=None, at=at, subject=("user", user))
    return session.id


def enter_post(post: UUID, *, user: UUID, at: datetime, purpose: Purpose | None = None) -> Context:
    """The context of a post the user chose; Refused where it is not theirs or counts no more."""
    context = queries.context_for(user, post, timezone.localdate(at), purpose)
    if context is None:
        raise Refused(text("This post is not yours, or has ended."))
    record("post.entered", by=context, at=at, region=context.lo, subject=("post", post))
    return context


def prove_again(session: UUID, *, at: datetime) -> None:
    """Notes that the second factor was given again, for what asks for a fresh one."""
    living = SignIn.objects.filter(id=session, ended_at=None)
    for user in living.values_list("user", flat=True):
        living.update(proved_at=at)
        record("session.proved", by=None, at=at, subject=("user", user))


def end_sessions(
    user: UUID, *, at: datetime, only: UUID | None = None, but: UUID | None = None
) -> int:
    """Ends a user's sessions: all, one, or all but one."""
    living = SignIn.objects.filter(user=user, ended_at=None)
    if only:
        living = living.filter(id=only)
    if but:
        living = living.exclude(id=but)
    ended = living.update(ended_at=at)
    if ended:
        record("session.ended", by=None, at=at, subject=("user", user), detail={"n": ended})
    return ended


def change_password(
    user: UUID, *, old: str, new: str, session: UUID, keys: Keyring, at: datetime
) -> None:
    """A new password; every other session ends."""
    found = User.objects.select_for_update().get(id=user)
    name = f"password|{user}"
    throttling.hold_up(keys, name, "", known=True, at=at)
    if not passwords.fits(old, found):
        throttling.failed(keys, name, "", known=True, at=at)
        record("session.refused", by=None, at=at, subject=("user", user))
        raise SignInRefused
    passwords.check_new_password(new, found.login)
    throttling.succeeded(keys, name, "", known=True)
    User.objects.filter(id=user).update(password=passwords.kept(new))
    record("user.password_changed", by=None, at=at, subject=("user", user))
    end_sessions(user, at=at, but=session)


def new_app(
    user: UUID, name: str, *, keys: Keyring, at: datetime, session: UUID | None = None
) -> tuple[UUID, str]:
    """A code app to be confirmed by its first code: (factor, otpauth address for the QR code)."""
    _may_add(user, session, at)
    called = rules.one_line(name)[: rules.LONGEST_NAME]
    return factors.new_totp(User.objects.get(id=user), called, keys)


def confirm_app(
    factor: UUID, code: str, *, user: UUID, keys: Keyring, at: datetime,
    session: UUID | None = None,
) -> list[str]:  # fmt: skip
    """Confirms an app by its first code; the recovery codes where there were none."""
    _may_add(user, session, at)
    found = SecondFactor.objects.filter(id=factor, user=user, kind="totp", confirmed_at=None)
    app = found.first()
    if app is None or not factors.totp_fits(app, factors.typed(code), keys, at):
        raise SignInRefused
    SecondFactor.objects.filter(id=factor).update(confirmed_at=at)
    return _added(user, "totp", keys, at)


def new_passkey(
    user: UUID, *, host: str, at: datetime, session: UUID | None = None
) -> tuple[str, bytes]:
    """(options for the browser as JSON, the challenge to keep) to register a passkey."""
    _may_add(user, session, at)
    return factors.passkey_options(User.objects.get(id=user), host)


def add_passkey(
    user: UUID, name: str, answer: str, *, challenge: bytes, host: str, origin: str,
    keys: Keyring, at: datetime, session: UUID | None = None,
) -> list[str]:  # fmt: skip
    """Keeps a passkey whose answer proves it; the recovery codes where there were none."""
    _may_add(user, session, at)
    holder, called = User.objects.get(id=user), rules.one_line(name)[: rules.LONGEST_NAME]
    factors.add_passkey(
        holder, called, answer, challenge=challenge, host=host, origin=origin, at=at
    )
    return _added(user, "passkey", keys, at)


def new_recovery_codes(user: UUID, *, session: UUID, keys: Keyring, at: datetime) -> list[str]:
    """Fresh recovery codes in place of those before; shown once."""
    _must_be_fresh(user, session, at)
    record("factor.codes_made", by=None, at=at, subject=("user", user))
    return factors.new_recovery_codes(User.objects.get(id=user), keys, at)


def remove_factor(factor: UUID, *, user: UUID, session: UUID, at: datetime) -> None:
    """Removes an app or passkey; the last one stays."""
    _must_be_fresh(user, session, at)
    mine = queries.factors_of(user)
    if not mine.filter(id=factor).exists():
        raise Refused(text("There is no such second factor."))
    if mine.count() == 1:
        raise Refused(text("The last second factor stays. Add another one first."))
    mine.filter(id=factor).delete()
    record("factor.removed", by=None, at=at, subject=("user", user))


def name_factor(factor: UUID, *, user: UUID, name: str) -> None:
    """What a user calls an app or passkey, to tell it from the others."""
    called = rules.one_line(name)[: rules.LONGEST_NAME]
    queries.factors_of(user).filter(id=factor).update(name=called)


def set_manner(user: UUID, *, language: str, large_text: bool) -> None:
    """How pages speak to a user."""
    if language in ("zh", "en"):
        User.objects.filter(id=user).update(language=language, large_text=large_text)


def save_filter(user: UUID, *, page: str, name: str, query: str) -> None:
    """Keeps a list's filter under a name, in the owner's post; the same name is replaced."""
    called, kept = rules.one_line(name)[: rules.LONGEST_NAME], rules.one_line(query)
    if not called or len(kept) > LONGEST_FILTER:
        raise Refused(text("Give the filter a name; a very long filter cannot be kept."))
    SavedFilter.objects.update_or_create(
        user_id=user, page=page, name=called, defaults={"query": kept}
    )


def forget_filter(user: UUID, *, saved: UUID) -> None:
    """Drops a kept filter."""
    SavedFilter.objects.filter(user=user, id=saved).delete()


def sweep(*, at: datetime) -> None:
    """Drops what is over and no longer needed: failures, sessions."""
    Attempt.objects.filter(since__lt=at - rules.FORGOTTEN).delete()
    SignIn.objects.filter(seen_at__lt=at - KEPT).delete()
    Session.objects.filter(expire_date__lt=at).delete()


def _may_add(user: UUID, session: UUID | None, at: datetime) -> None:
    """The first factor needs the password alone; any other one a fresh proof of the first."""
    if queries.factors_of(user).exists():
        _must_be_fresh(user, session, at)


def _must_be_fresh(user: UUID, session: UUID | None, at: datetime) -> None:
    # Locked: of two removals at once the second must see the first, or none would be left.
    User.objects.select_for_update().get(id=user)
    living = SignIn.objects.filter(user=user, ended_at=None, id__in=[session] if session else [])
    begun = living.values_list("proved_at", "begun_at").first()
    # Whoever came in with a recovery code has to be able to add what replaces the lost factor.
    if begun is None or not rules.fresh(begun[0] or begun[1], at):
        raise NotFresh


def _added(user: UUID, kind: str, keys: Keyring, at: datetime) -> list[str]:
    record("factor.added", by=None, at=at, subject=("user", user), detail={"kind": kind})
    if SecondFactor.objects.filter(user=user, kind="recovery").exists():
        return []
    return factors.new_recovery_codes(User.objects.get(id=user), keys, at)
