"""Where people live and work: the ledger's own coordinates, else the region's point."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from chunfeng.engine.tables import Bools, Degrees
from chunfeng.foundation.intake.ledger import Ledger
from chunfeng.foundation.intake.reference import Reference

ASTRAY_DEGREES = 3.0  # about 300 km: further than any place lies from the middle of its county


def points(
    ledger: Ledger,
    rows: Sequence[int],
    codes: NDArray[np.int64],
    reference: Reference,
    own: Sequence[bool],
) -> tuple[Degrees, Degrees, Bools]:
    """lon, lat and whether approximate, of the regions that rows lie in.

    ``own`` says of which rows the ledger's coordinates are meant. Those that lie far from the
    region are a slip of the pen and do not count.
    """
    lon, lat, approximate = reference.places.points(codes)
    x, y = stated(ledger, rows)
    used = np.array(own, np.bool_) & ~far(x, y, lon, lat) & ~np.isnan(x + y)
    return np.where(used, x, lon), np.where(used, y, lat), approximate & ~used


def astray(ledger: Ledger, place: str, reference: Reference) -> list[int]:
    """The rows whose coordinates lie far from the region in a column."""
    rows = range(len(ledger))
    lon, lat, _ = reference.places.points(np.array(ledger[place], np.int64))
    found: list[int] = np.flatnonzero(far(*stated(ledger, rows), lon, lat)).tolist()
    return found


def stated(ledger: Ledger, rows: Sequence[int]) -> tuple[Degrees, Degrees]:
    """lon and lat as the ledger has them; NaN where it has none."""
    x, y = (
        np.array([np.nan if ledger[name][row] is None else ledger[name][row] for row in rows])
        for name in ("lon", "lat")
    )
    return x.astype(np.float64), y.astype(np.float64)


def far(x: Degrees, y: Degrees, lon: Degrees, lat: Degrees) -> Bools:
    """Points too far from their region; False where one is missing."""
    return (np.abs(x - lon) > ASTRAY_DEGREES) | (np.abs(y - lat) > ASTRAY_DEGREES)
