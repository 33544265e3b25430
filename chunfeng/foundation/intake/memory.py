"""What an office's columns mean: remembered once said, proposed when the same headers come."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime

from chunfeng.foundation.access import Context
from chunfeng.foundation.intake.header import keys
from chunfeng.foundation.intake.models import ColumnMemory


def signature(headers: Iterable[str]) -> str:
    """A digest of a sheet's headers, whatever their order."""
    names = sorted({keys(header)[0] for header in headers} - {""})
    return hashlib.sha256("\n".join(names).encode()).hexdigest()


def proposed(kind: str, headers: Iterable[str], *, by: Context) -> dict[str, str]:
    """{header: field} said before of the same headers in the post's region; empty if never."""
    known = ColumnMemory.objects.filter(region=by.lo, kind=kind, signature=signature(headers))
    return known.values_list("mapping", flat=True).first() or {}


def remember(
    kind: str, headers: Iterable[str], mapping: Mapping[str, str], *, by: Context, at: datetime
) -> None:
    """Keeps what the headers mean, for the region's next file."""
    ColumnMemory.objects.update_or_create(
        region=by.lo,
        kind=kind,
        signature=signature(headers),
        defaults={"mapping": dict(mapping), "user": by.user, "used_at": at},
    )
