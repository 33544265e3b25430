"""The points of many regions as a list, out and in."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from chunfeng.foundation.access import Context
from chunfeng.foundation.intake import read_ledger, write_ledger
from chunfeng.foundation.intake.columns import load_layout
from chunfeng.foundation.intake.current import reference
from chunfeng.foundation.places import Place, operations
from chunfeng.kit.texts import Language, Text, text

POINTS = load_layout(Path(__file__).with_name("points.yaml"))
LARGEST = 5 << 20  # bytes


def workbook(regions: Sequence[Place], language: Language) -> bytes:
    """The regions with their points as .xlsx; no point where it is only a guess."""
    columns: dict[str, list[Any]] = {
        "region": [place.code for place in regions],
        "name": [place.name for place in regions],
        "lon": [None if place.approximate else place.lon for place in regions],
        "lat": [None if place.approximate else place.lat for place in regions],
    }
    with TemporaryDirectory() as folder:
        path = Path(folder, "points.xlsx")
        write_ledger(path, POINTS, columns, language)
        return path.read_bytes()


def read(file: IO[bytes], name: str, *, by: Context, at: datetime) -> tuple[int, list[Text]]:
    """(points moved, what is wrong in which row); UnreadableFile, UnusableLedger."""
    with TemporaryDirectory() as folder:
        path = Path(folder, Path(name).name[-80:] or "points.xlsx")
        path.write_bytes(file.read(LARGEST))
        ledger = read_ledger(path, POINTS, reference=reference(), county=by.lo)
    wrong = {issue.row: Text("{problem} {mend}", {"problem": issue.problem, "mend": issue.mend})
             for issue in ledger.issues}  # fmt: skip
    moves, rows = [], []
    lines = zip(ledger.row_numbers, ledger["region"], ledger["lon"], ledger["lat"], strict=True)
    for row, region, lon, lat in lines:
        if lon is not None and lat is not None:
            moves.append((region, lon, lat))
            rows.append(row)
        elif (lon is None) != (lat is None):
            wrong.setdefault(row, text("Longitude and latitude belong together."))
    moved, refused = operations.move_points(moves, source="list", by=by, at=at)
    wrong |= {rows[at]: said for at, said in refused.items()}
    return moved, [text("Row {row}: {said}", row=row, said=wrong[row]) for row in sorted(wrong)]
