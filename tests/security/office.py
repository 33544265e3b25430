"""A small world for the tests of the walls: counties, people with canaries, officers."""

import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from importlib import import_module
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils import timezone

from chunfeng.foundation.access import Context, Purpose, Role, entered, rights
from chunfeng.foundation.accounts.models import Post, SignIn, User
from chunfeng.foundation.accounts.rules import span
from chunfeng.stages.people import operations

PINGLI, SHIQUAN = 610926 * 10**6, 610922 * 10**6
VILLAGES = (
    PINGLI + 100_001,
    PINGLI + 100_201,
    PINGLI + 101_201,
    SHIQUAN + 100_001,
    SHIQUAN + 100_201,
)
SEALED = {"phone": "15400000001", "poverty_cause": "因病", "address": "门牌"}


@dataclass
class Someone:
    """A person of the world: where, and the string that must never leave the region."""

    id: uuid.UUID
    household: uuid.UUID
    region: int
    canary: str


@dataclass
class Officer:
    """Somebody with one post and a signed-in browser."""

    client: Client
    user: User
    post: Post
    role: Role
    lo: int
    hi: int
    live: bool = True

    @property
    def context(self) -> Context:
        """The context of the post."""
        allowed = rights(self.role).purposes
        return Context(
            user=self.user.id,
            post=self.post.id,
            role=self.role,
            lo=self.lo,
            hi=self.hi,
            purpose=Purpose.VERIFY if Purpose.VERIFY in allowed else min(allowed),
        )

    def sees(self, person: Someone) -> bool:
        """Whether the post may know the person by name."""
        named = rights(self.role).d2 in ("write", "masked")
        return self.live and named and self.lo <= person.region <= self.hi


@dataclass
class World:
    """Everybody, and the numbers that keep canaries apart."""

    keys: Any
    people: list[Someone] = field(default_factory=list)
    officers: list[Officer] = field(default_factory=list)
    made: int = 0

    def canary(self) -> str:
        """A string that stands nowhere else."""
        self.made += 1
        return f"金丝雀{self.made:04d}号{uuid.uuid4().hex[:6]}"

    def officer(self, role: Role, region: int) -> Officer:
        """A new officer with a post, signed in with both factors."""
        at = timezone.now()
        user = User.objects.create(
            login=f"officer-{uuid.uuid4().hex[:8]}", name="经办", created_at=at, demo=False
        )
        post = Post.objects.create(
            user=user, role=role, region=region, begins=date(2026, 1, 1), given_at=at
        )
        lo, hi = span(region)
        made = Officer(signed_in(user, post), user, post, role, lo, hi)
        self.officers.append(made)
        return made

    def person(self, village: int) -> Someone:
        """A new person in a village, canaries in every text that may hold one."""
        by = next(
            o for o in self.officers if o.role is Role.COUNTY and o.lo <= village <= o.hi and o.live
        )
        mark = self.canary()
        row = {
            "name": mark,
            "home": village,
            "household_no": f"H{uuid.uuid4().hex[:10]}",
            "relation": "head",
            "birth_date": date(1980, 1, 1),
            "remarks": f"{mark}备注",
            "collector": f"{mark}采集",
            "not_willing_reason": f"{mark}原因",
            "status": "employed",
            "work_employer": f"{mark}厂",
            "work_post": f"{mark}工",
            "phone": "15400000001",
            "poverty_cause": f"{mark}病因",
            "collected_on": date(2026, 11, 1),
        }
        with entered(by.context):
            made = operations.enrol(row, keys=self.keys, by=by.context, at=datetime.now(UTC))
            household = household_of(made)
        someone = Someone(made, household, village, mark)
        self.people.append(someone)
        return someone


def household_of(person: uuid.UUID) -> uuid.UUID:
    """The household somebody lives in."""
    from chunfeng.stages.people.models import Person

    return Person.objects.values_list("household_id", flat=True).get(id=person)


def signed_in(user: User, post: Post | None = None) -> Client:
    """A browser in which somebody has given both factors and chosen a post."""
    at = timezone.now()
    sign_in = SignIn.objects.create(user=user, begun_at=at, seen_at=at, proved_at=at)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session["signin"] = str(sign_in.id)
    if post:
        session["post"] = str(post.id)
    session.save()
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client
