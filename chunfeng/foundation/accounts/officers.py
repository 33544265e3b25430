"""Officers of a region with their posts, for those who give posts there."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from chunfeng.foundation.access import Context, Role
from chunfeng.foundation.accounts import rules
from chunfeng.foundation.accounts.models import Post, SecondFactor, SignIn, User
from chunfeng.foundation.audit.recording import record
from chunfeng.kit.texts import Text, text

PAGE = 50  # officers


class PostState(StrEnum):
    """Whether a post counts on a day, and if not why not."""

    NOW = "now"
    TO_COME = "to_come"
    ENDED = "ended"
    REVOKED = "revoked"

    @property
    def label(self) -> Text:
        """The state to show."""
        return STATE_NAMES[self]

    @property
    def lasting(self) -> bool:
        """Whether there is something to take back."""
        return self in (PostState.NOW, PostState.TO_COME)


STATE_NAMES = {
    PostState.NOW: text("In office"),
    PostState.TO_COME: text("Begins later"),
    PostState.ENDED: text("Ended"),
    PostState.REVOKED: text("Taken back"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which officers. words: of name or sign-in name; former: those without a post now, too."""

    lo: int
    hi: int
    words: str = ""
    former: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PostLine:
    """A post as lists show it. refused: why it is not the reader's to take back."""

    id: UUID
    name: str
    login: str
    role: Role
    region: int
    begins: date
    ends: date | None
    given_by: str
    state: PostState
    refused: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """Somebody with posts in a region. ready: has a second factor; seen_at: last used.

    refused: why the account is not the reader's to renew or deactivate.
    """

    id: UUID
    login: str
    name: str
    active: bool
    ready: bool
    seen_at: datetime | None
    posts: Sequence[PostLine]
    refused: Text | None


def page(asked: Asked, *, by: Context, at: datetime, number: int = 1) -> tuple[list[Officer], int]:
    """A page of the officers asked for, by name, and how many there are in all."""
    on, first = timezone.localdate(at), (number - 1) * PAGE
    found = User.objects.filter(id__in=_posts(asked, on).values("user"))
    found = found.filter(_called(asked.words, ""))
    return _shown(
        found.order_by("name", "login")[first : first + PAGE], asked, by, on
    ), found.count()


def one(user: UUID, *, by: Context, at: datetime) -> Officer | None:
    """An officer with a post in the reader's region, now or once; None for anybody else."""
    asked, on = Asked(lo=by.lo, hi=by.hi, former=True), timezone.localdate(at)
    found = User.objects.filter(id__in=_posts(asked, on).filter(user=user).values("user"))
    return next(iter(_shown(found, asked, by, on)), None)


def managed_post(wanted: UUID, *, by: Context, at: datetime) -> PostLine | None:
    """A lasting post that is the reader's to end; None for any other."""
    on = timezone.localdate(at)
    found = _posts(Asked(lo=by.lo, hi=by.hi), on).filter(id=wanted).first()
    line = _line(found, by, on) if found else None
    return line if line and line.refused is None else None


def called(login: str) -> UUID | None:
    """Whose sign-in name it is, of those who may act."""
    found = User.objects.filter(login=rules.canonical(login), active=True)
    return found.values_list("id", flat=True).first()


def taken_out(asked: Asked, *, by: Context, at: datetime) -> list[PostLine]:
    """The posts asked for, to leave the register as a list: that is noted."""
    on = timezone.localdate(at)
    found = _posts(asked, on).filter(_called(asked.words, "user__"))
    lines = [_line(post, by, on) for post in found.order_by("region", "role", "begins", "id")]
    detail = {"what": "posts", "rows": len(lines)}
    record("export.fetched", by=by, at=at, region=asked.lo, detail=detail)
    return lines


def whereabouts(posts: Iterable[Post], on: date) -> tuple[list[rules.Where], list[rules.Where]]:
    """Role and region of all posts, and of those that are not over."""
    found = [((Role(post.role), post.region), _state(post, on).lasting) for post in posts]
    return [where for where, _ in found], [where for where, lasting in found if lasting]


def _posts(asked: Asked, on: date) -> "QuerySet[Post]":
    found = Post.objects.select_related("user", "given_by")
    found = found.filter(region__range=(asked.lo, asked.hi))
    if asked.former:
        return found
    return found.filter(Q(ends=None) | Q(ends__gte=on), revoked_at=None, user__active=True)


def _called(words: str, prefix: str) -> Q:
    named = Q(**{f"{prefix}name__icontains": words})
    return named | Q(**{f"{prefix}login__icontains": words}) if words else Q()


def _shown(found: "QuerySet[User]", asked: Asked, by: Context, on: date) -> list[Officer]:
    own = {"user": OuterRef("id")}
    factors = SecondFactor.objects.filter(confirmed_at__isnull=False, **own)
    seen = SignIn.objects.filter(**own).order_by("-seen_at").values("seen_at")[:1]
    ready = Exists(factors.exclude(kind="recovery"))
    users = list(found.annotate(ready=ready, seen_at=Subquery(seen)))
    held: dict[UUID, list[Post]] = defaultdict(list)
    # All of them: whose account it is to deactivate depends on posts elsewhere, too.
    posts = Post.objects.filter(user__in=users).select_related("user", "given_by")
    for post in posts.order_by("region", "role", "begins", "id"):
        held[post.user_id].append(post)
    return [
        Officer(
            id=user.id,
            login=user.login,
            name=user.name,
            active=user.active,
            ready=user.ready,
            seen_at=user.seen_at,
            posts=_own(held[user.id], asked, by, on),
            refused=rules.officer_refused(by, user.id, *whereabouts(held[user.id], on)),
        )
        for user in users
    ]


def _own(held: Sequence[Post], asked: Asked, by: Context, on: date) -> list[PostLine]:
    lines = [_line(post, by, on) for post in held if asked.lo <= post.region <= asked.hi]
    return [line for line in lines if asked.former or line.state.lasting]


def _line(post: Post, by: Context, on: date) -> PostLine:
    role = Role(post.role)
    return PostLine(
        id=post.id,
        name=post.user.name,
        login=post.user.login,
        role=role,
        region=post.region,
        begins=post.begins,
        ends=post.ends,
        given_by=post.given_by.name if post.given_by else "",
        state=_state(post, on),
        refused=rules.manage_refused(by, role, post.region),
    )


def _state(post: Post, on: date) -> PostState:
    if post.revoked_at is not None:
        return PostState.REVOKED
    if post.ends is not None and post.ends < on:
        return PostState.ENDED
    return PostState.TO_COME if post.begins > on else PostState.NOW
