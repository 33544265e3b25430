"""The process that opens a ledger file: capped, and able to say nothing but cells.

Started by ``files.py``; writes lines of JSON. Nothing is written before the whole file has been
read, so a refused file costs the asking process no memory.
"""

import gc
import os
import stat
import sys
from collections.abc import Iterator
from errno import ENAMETOOLONG, ENOTDIR
from pathlib import Path
from typing import Any

import orjson

from chunfeng.foundation.intake.delimited import read_delimited
from chunfeng.foundation.intake.grid import Grid
from chunfeng.foundation.intake.guard import MAX_FILE, kind_of, open_archive
from chunfeng.foundation.intake.refusal import Refused
from chunfeng.foundation.intake.xlsx import read_xlsx
from chunfeng.kit.capped import cap, cap_time

MEMORY = 1536 << 20  # bytes of address space
SECONDS, SECONDS_PER_MB = 4, 3  # of processor time: a small file has no right to a long one
MOST_SECONDS = 120
BATCH = 1000  # rows in a line of output


def seconds_for(size: int) -> int:
    """Processor time in seconds that a file of so many bytes may take."""
    return min(MOST_SECONDS, SECONDS + SECONDS_PER_MB * size // (1 << 20))


def size_of(path: Path) -> int:
    """Bytes of an ordinary file; Refused for anything else."""
    try:
        found = path.stat()
        if stat.S_ISREG(found.st_mode):
            with path.open("rb"):
                return found.st_size
    except OSError as error:
        absent = isinstance(error, FileNotFoundError) or error.errno in {ENAMETOOLONG, ENOTDIR}
        raise Refused("missing" if absent else "forbidden") from error
    raise Refused("folder" if stat.S_ISDIR(found.st_mode) else "device")


def read(path: Path) -> tuple[str, list[Grid]]:
    """(kind, grids) of a file, told by its content, whatever its name."""
    with path.open("rb") as stream:
        kind = kind_of(stream.read(16))
    if kind == "zip":
        with open_archive(path) as archive:
            kind, grids = "xlsx", read_xlsx(archive)
    elif kind == "ole":
        from chunfeng.foundation.intake.xls import read_xls  # its library is only loaded if needed

        kind, grids = "xls", read_xls(path)
    else:
        name = os.fsencode(path.stem).decode(errors="replace")
        kind, grids = "csv", read_delimited(path, name)
    if not any(grid.rows for grid in grids):
        raise Refused("no_sheet")
    return kind, grids


def lines(path: Path) -> Iterator[bytes]:
    """The answer: the kind, then each sheet followed by its rows; or why there are none."""
    try:
        size = size_of(path)
        if size > MAX_FILE:
            raise Refused("large", str(MAX_FILE >> 20))
        cap_time(seconds_for(size))
        kind, grids = read(path)
    except Refused as refused:
        yield orjson.dumps({"refused": refused.code, "detail": refused.detail})
        return
    except MemoryError:
        yield b'{"refused":"memory","detail":""}'
        return
    yield orjson.dumps({"kind": kind})
    for grid in grids:
        yield orjson.dumps(_about(grid))
        for at in range(0, len(grid.rows), BATCH):
            yield orjson.dumps(grid.rows[at : at + BATCH])
    yield b'{"end":true}'


def _about(grid: Grid) -> dict[str, Any]:
    return {
        "name": grid.name,
        "hidden": grid.hidden,
        "merges": grid.merges,
        "hidden_rows": sorted(grid.hidden_rows),
        "hidden_columns": sorted(grid.hidden_columns),
        "formulas": [[*place, stored] for place, stored in grid.formulas.items()],
    }


def main() -> None:
    """Reads the file named by the last argument."""
    gc.disable()  # nothing here is circular, and walking a million rows again takes seconds
    cap(MEMORY)
    for line in lines(Path(sys.argv[-1])):
        sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()
