"""The points of many regions as a list, out and in."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from chunfeng.faces.workbench import region_lists
from chunfeng.faces.workbench.region_lists import Wrong
from chunfeng.foundation.access import Context
from chunfeng.foundation.intake.columns import load_layout
from chunfeng.foundation.places import Place, operations
from chunfeng.kit.texts import Language, text

POINTS = load_layout(Path(__file__).with_name("points.yaml"))


def workbook(regions: Sequence[Place], language: Language) -> bytes:
    """The regions with their points as .xlsx; no point where it is only a guess."""
    columns: dict[str, list[Any]] = {
        "region": [place.code for place in regions],
        "name": [place.name for place in regions],
        "lon": [None if place.approximate else place.lon for place in regions],
        "lat": [None if place.approximate else place.lat for place in regions],
    }
    return region_lists.workbook(POINTS, columns, language)


def read(file: IO[bytes], name: str, *, by: Context, at: datetime) -> tuple[int, Wrong]:
    """(points moved, what is wrong in which row); UnreadableFile, UnusableLedger."""
    ledger, wrong = region_lists.read(POINTS, file, name, by.lo)
    moves, rows = [], []
    lines = zip(ledger.row_numbers, ledger["region"], ledger["lon"], ledger["lat"], strict=True)
    for row, region, lon, lat in lines:
        if lon is not None and lat is not None:
            moves.append((region, lon, lat))
            rows.append(row)
        elif (lon is None) != (lat is None):
            wrong.setdefault(row, text("Longitude and latitude belong together."))
    moved, refused = operations.move_points(moves, source="list", by=by, at=at)
    return moved, wrong | {rows[at]: said for at, said in refused.items()}
