"""Reads of keys: those of a region, never what would open anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from chunfeng.foundation.access import Context
from chunfeng.foundation.partners.models import Key
from chunfeng.foundation.partners.scopes import KeyState, Scope

MOST = 500
_COLUMNS = (
    "id", "prefix", "name", "region", "scopes", "requests_per_minute", "rows_per_day", "begins",
    "ends", "last_used_at", "revoked_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyLine:
    """A key in a list."""

    id: UUID
    prefix: str
    name: str
    region: int
    scopes: Sequence[Scope]
    requests_per_minute: int
    rows_per_day: int
    begins: date
    ends: date
    last_used_at: datetime | None
    revoked_at: datetime | None

    def state(self, on: date) -> KeyState:
        """Where it stands on a day."""
        if self.revoked_at:
            return KeyState.REVOKED
        if on < self.begins:
            return KeyState.TO_COME
        return KeyState.NOW if on <= self.ends else KeyState.OVER


def keys(*, by: Context) -> list[KeyLine]:
    """The keys of the region, those taken back last, else by name."""
    found = Key.objects.filter(region__range=(by.lo, by.hi))
    rows = found.order_by("-revoked_at", "name", "id").values(*_COLUMNS)[:MOST]
    return sorted((_line(row) for row in rows), key=lambda one: one.revoked_at is not None)


def key(which: UUID, *, by: Context) -> KeyLine | None:
    """One key of the region."""
    found = Key.objects.filter(id=which, region__range=(by.lo, by.hi)).values(*_COLUMNS).first()
    return _line(found) if found else None


def _line(row: dict[str, object]) -> KeyLine:
    scopes = [Scope(one) for one in row["scopes"]]  # type: ignore[attr-defined]  # a list of codes
    return KeyLine(**row | {"scopes": scopes})  # type: ignore[arg-type]  # the columns are its fields
