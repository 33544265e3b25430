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
    set_config('app.employer', %s, true),
    set_config('role', %s, true)"""


class NoContext(Exception):
    """Something was asked for outside any post."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Who acts, in which post, where (codes lo..hi), for what. ``job``: in the background.

    employer: whose desk it is; ``user`` and ``post`` are then the member.
    """

    user: UUID
    post: UUID
    role: Role
    lo: int
    hi: int
    purpose: Purpose
    job: UUID | None = None
    employer: UUID | None = None

    @property
    def rights(self) -> Rights:
        """The matrix's row of the post's role."""
        return rights(self.role)

    def covers(self, region: int) -> bool:
        """Whether a region lies within the post's."""
        return self.lo <= region <= self.hi


Stands = tuple[Context | None, DataClass]
_current: ContextVar[Stands | None] = ContextVar("chunfeng_context", default=None)


def current() -> Context:
    """The context entered; NoContext outside of one."""
    stands = _current.get()
    if stands is None or stands[0] is None:
        raise NoContext
    return stands[0]


@contextmanager
def entered(context: Context, data_class: DataClass = DataClass.D2) -> Iterator[Context]:
    """A transaction under the post: what is read and written in it is the post's, all or nothing.

    Entered within another transaction it is a savepoint; what stood before stands again after it.
    """
    with _standing((context, data_class)):
        yield context


@contextmanager
def in_public() -> Iterator[None]:
    """A transaction that sees and writes no more than anybody may."""
    with _standing((None, DataClass.D0)):
        yield


@contextmanager
def _standing(stands: Stands) -> Iterator[None]:
    outer = _current.get()
    token = _current.set(stands)
    try:
        with transaction.atomic():
            _tell(stands)
            yield
    finally:
        _current.reset(token)
        # Settings local to a transaction outlive a savepoint in it.
        if connection.in_atomic_block and not connection.needs_rollback:
            _tell(outer)


def _tell(stands: Stands | None) -> None:
    """Tells the database who acts, until the transaction ends."""
    told: tuple[str, ...] = ("",) * 7
    role = "none"
    if stands:
        context, data_class = stands
        role = _role(context, data_class)
        if context:
            told = tuple(map(str, _values(context)))
    with connection.cursor() as cursor:
        cursor.execute(_SET, [*told, role])


def _values(by: Context) -> tuple[object, ...]:
    return (by.user, by.post, by.role, by.lo, by.hi, by.purpose, by.employer or "")


def _role(context: Context | None, data_class: DataClass) -> str:
    if context is None:
        return "chunfeng_public"
    if context.role is Role.EMPLOYER:
        return "chunfeng_desk"
    return _DATABASE_ROLE.get(data_class, "none")
