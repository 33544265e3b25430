"""Posts, logins and a look at the effects, for tests of background jobs."""

import hashlib
import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

from django.db import connection

from chunfeng.foundation.access import Context, Purpose, Role, rights
from chunfeng.foundation.accounts.models import Post, User
from chunfeng.foundation.jobs.models import DoneChunk, Run
from tests.cast import NOW, PINGLI, TODAY

WORKER, WEB = "chunfeng_worker", "chunfeng_web"


@contextmanager
def login(name: str | None) -> Iterator[None]:
    """Acts with a login's rights; None is the superuser."""
    _become(name)
    try:
        yield
    finally:
        if not connection.needs_rollback:
            _become(WEB)


def _become(name: str | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("RESET SESSION AUTHORIZATION")
        cursor.execute("RESET ROLE")
        if name:
            cursor.execute(f"SET SESSION AUTHORIZATION {name}")


def officer(
    role: Role = Role.COUNTY, region: int = PINGLI, span: int = 10**6, *, days: int | None = None
) -> Context:
    """A user with a post; days: until it ends."""
    with login(None):
        user = User.objects.create(login=uuid.uuid4().hex, name="安", created_at=NOW)
        post = Post.objects.create(
            user=user,
            role=role,
            region=region,
            begins=TODAY - timedelta(days=30),
            ends=None if days is None else TODAY + timedelta(days=days),
            given_at=NOW,
        )
    return Context(
        user=user.id,
        post=post.id,
        role=role,
        lo=region,
        hi=region + span - 1,
        purpose=Purpose.VERIFY if Purpose.VERIFY in rights(role).purposes else Purpose.RUN,
    )


def run_of(run_id: UUID) -> Run:
    """The run as it is in the database, whoever looks."""
    with login(None):
        return Run.objects.get(id=run_id)


def effects(run_id: UUID) -> list[int]:
    """The rows whose effect is in the database, in order, each as often as it is there."""
    with login(None), connection.cursor() as cursor:
        cursor.execute(
            "SELECT (detail->>'row')::int FROM audit_event WHERE job = %s AND kind = 'trial.row'"
            " ORDER BY 1",
            [run_id],
        )
        return [row for (row,) in cursor.fetchall()]


def digest(run_id: UUID) -> str:
    """Of everything a run has left behind, but times, ids and how often it was taken."""
    run = run_of(run_id)
    with login(None):
        chunks = DoneChunk.objects.filter(run=run_id).order_by("number")
        entered = list(chunks.values_list("number", "rows", "digest", "counts"))
    whole = [effects(run_id), entered, run.state, run.done, run.total, run.result, run.message]
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()
