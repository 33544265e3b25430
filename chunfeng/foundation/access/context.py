"""The one context of a request or job: a post. Below it stand the database's own walls."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction

from chunfeng.foundation.access.roles import DataClass, Purpose, Rights, Role, rights

_DATABASE_ROLE = {  # whose rights the statements run under; others keep the login's own
    DataClass.D0: "chunfeng_officer",
    DataClass.D1: "chunfeng_officer",
    DataClass.D2: "chunfeng_officer",
    DataClass.D3: "chunfeng_officer",
    DataClass.D4: "chunfeng_officer",
}
_SET = """SELECT set_config('app.user', %s, true), set_config('app.post', %s, true),
    set_config('app.post_role', %s, true), set_config('app.lo', %s, true),
    set_config('app.hi', %s, true), set_config('app.purpose', %s, true),
    set_config('role', %s, true)"""


class NoContext(Exception):
    """Something was asked for outside any post."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Who acts, in which post, where (codes lo..hi), for what. ``job``: in the background."""

    user: UUID
    post: UUID
    role: Role
    lo: int
    hi: int
    purpose: Purpose
    job: UUID | None = None

    @property
    def rights(self) -> Rights:
        """The matrix's row of the post's role."""
        return rights(self.role)

    def covers(self, region: int) -> bool:
        """Whether a region lies within the post's."""
        return self.lo <= region <= self.hi


Stands = tuple[Context, DataClass]
_current: ContextVar[Stands | None] = ContextVar("chunfeng_context", default=None)


def current() -> Context:
    """The context entered; NoContext outside of one."""
    stands = _current.get()
    if stands is None:
        raise NoContext
    return stands[0]


@contextmanager
def entered(context: Context, data_class: DataClass = DataClass.D2) -> Iterator[Context]:
    """A transaction under the post: what is read and written in it is the post's, all or nothing.

    Entered within another transaction it is a savepoint; what stood before stands again after it.
    """
    outer = _current.get()
    token = _current.set((context, data_class))
    try:
        with transaction.atomic():
            _tell((context, data_class))
            yield context
    finally:
        _current.reset(token)
        # Settings local to a transaction outlive a savepoint in it.
        if connection.in_atomic_block and not connection.needs_rollback:
            _tell(outer)


def _tell(stands: Stands | None) -> None:
    """Tells the database who acts, until the transaction ends."""
    told: tuple[str, ...] = ("",) * 6
    role = "none"
    if stands:
        context, data_class = stands
        values = (context.user, context.post, context.role, context.lo, context.hi, context.purpose)
        told = tuple(map(str, values))
        role = _DATABASE_ROLE.get(data_class, "none")
    with connection.cursor() as cursor:
        cursor.execute(_SET, [*told, role])
