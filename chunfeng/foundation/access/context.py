"""The one context of a request or job: a post. Below it stand the database's own walls."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from threading import local
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction

from chunfeng.foundation.access.roles import DataClass, Purpose, Rights, Role, rights
from chunfeng.foundation.database.planned import rows

_DATABASE_ROLE = {  # whose rights the statements run under; others keep the login's own
    DataClass.D0: "chunfeng_officer",
    DataClass.D1: "chunfeng_officer",
    DataClass.D2: "chunfeng_officer",
    DataClass.D3: "chunfeng_officer",
    DataClass.D4: "chunfeng_officer",
}
_TOLD = (
    "user", "post", "post_role", "lo", "hi", "purpose", "employer", "link", "proof", "at",
)  # fmt: skip
_TELL = f"""SELECT {", ".join(f"set_config('app.{name}', %({name})s, true)" for name in _TOLD)},
    set_config('role', %(role)s, true)"""
_COME = f"""SELECT {", ".join(f"set_config('app.{name}', '', false)" for name in _TOLD)},
    set_config('default_transaction_read_only', 'on', false), set_config('role', %(role)s, false)"""
_GO = """SELECT set_config('role', 'none', false),
    set_config('default_transaction_read_only', 'off', false)"""


class NoContext(Exception):
    """Something was asked for outside any post."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """What somebody brings to their own page: the secret of the link, and that of a code typed.

    They are the keys of the rows behind it, so they are never shown, logged or kept.
    """

    link: str = field(repr=False)
    proof: str = field(default="", repr=False)
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Who acts, in which post, where (codes lo..hi), for what. ``job``: in the background.

    employer: whose desk it is; ``user`` and ``post`` are then the member. own: on whose own page
    it is; ``user`` is then the person, ``post`` the link.
    """

    user: UUID
    post: UUID
    role: Role
    lo: int
    hi: int
    purpose: Purpose
    job: UUID | None = None
    employer: UUID | None = None
    own: Own | None = None

    @property
    def rights(self) -> Rights:
        """The matrix's row of the post's role."""
        return rights(self.role)

    def covers(self, region: int) -> bool:
        """Whether a region lies within the post's."""
        return self.lo <= region <= self.hi


class Stands(NamedTuple):
    """Who acts, and whose rights the statements run under."""

    context: Context | None
    data_class: DataClass
    own: Own | None = None


_current: ContextVar[Stands | None] = ContextVar("chunfeng_context", default=None)
_PUBLIC = Stands(None, DataClass.D0)
_visitors = local()  # connection: of this thread, the one that stands as a visitor


def current() -> Context:
    """The context entered; NoContext outside of one."""
    stands = _current.get()
    if stands is None or stands.context is None:
        raise NoContext
    return stands.context


@contextmanager
def entered(context: Context, data_class: DataClass = DataClass.D2) -> Iterator[Context]:
    """A transaction under the post: what is read and written in it is the post's, all or nothing.

    Entered within another transaction it is a savepoint; what stood before stands again after it.
    """
    with _standing(Stands(context, data_class, context.own)):
        yield context


@contextmanager
def in_public() -> Iterator[None]:
    """A transaction that sees and writes no more than anybody may."""
    with _standing(_PUBLIC):
        yield


@contextmanager
def visiting() -> Iterator[None]:
    """Sees what anybody may and writes nothing, without a transaction around it.

    The connection itself goes on standing as a visitor, so that the next page need not say so
    again: ``leave`` ends it. Within a transaction it is ``in_public``.
    """
    if connection.in_atomic_block:
        with in_public():
            yield
        return
    token = _current.set(_PUBLIC)
    try:
        connection.close_if_health_check_failed()
        connection.ensure_connection()
        if getattr(_visitors, "connection", None) is not connection.connection:
            rows(_COME, {"role": _role(_PUBLIC)})
            _visitors.connection = connection.connection
        yield
    finally:
        _current.reset(token)


def leave() -> None:
    """The connection stands for nobody again; to be called before anything but a visit."""
    stood = getattr(_visitors, "connection", None)
    if stood is None:
        return
    _visitors.connection = None
    if stood is connection.connection and not connection.in_atomic_block:
        rows(_GO, {})


@contextmanager
def on_own_page(own: Own) -> Iterator[None]:
    """A transaction that sees no row but those of the person whose link it is."""
    with _standing(Stands(None, DataClass.D3, own)):
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
    told: tuple[object, ...] = ("",) * 7
    own, role = None, "none"
    if stands:
        role, own = _role(stands), stands.own
        if stands.context:
            told = _values(stands.context)
    brought = (own.link, own.proof, own.at) if own else ("",) * 3
    values = dict(zip(_TOLD, map(str, (*told, *brought)), strict=True))
    rows(_TELL, values | {"role": role})


def _values(by: Context) -> tuple[object, ...]:
    return (by.user, by.post, by.role, by.lo, by.hi, by.purpose, by.employer or "")


def _role(stands: Stands) -> str:
    context, data_class, own = stands
    if own:
        return "chunfeng_own"
    if context is None:
        return "chunfeng_public"
    if context.role is Role.EMPLOYER:
        return "chunfeng_desk"
    return _DATABASE_ROLE.get(data_class, "none")
