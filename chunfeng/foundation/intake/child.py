"""The process that opens a ledger file: capped, and able to say nothing but cells.

Started by ``files.py`` as ``python -I -c … child.main()``; writes one JSON document to its output.
"""

import resource
import sys
import zipfile
from pathlib import Path
from typing import Any

import orjson

from chunfeng.foundation.intake.delimited import read_delimited
from chunfeng.foundation.intake.grid import Grid
from chunfeng.foundation.intake.guard import (
    LONGEST_CELL,
    MAX_COLUMN,
    MAX_FILE,
    Budget,
    check_archive,
    kind_of,
)
from chunfeng.foundation.intake.refusal import Refused
from chunfeng.foundation.intake.xlsx import open_archive, read_xlsx

MEMORY = 1536 << 20  # bytes of address space
SECONDS = 60  # of processor time
OPEN_FILES = 32


def cap() -> None:
    """Takes from this process what reading does not need."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def load(path: Path) -> bytes:
    """The file's bytes."""
    if path.is_dir():
        raise Refused("folder")
    try:
        if path.stat().st_size > MAX_FILE:
            raise Refused("large", str(MAX_FILE >> 20))
        return path.read_bytes()
    except FileNotFoundError as error:
        raise Refused("missing") from error
    except OSError as error:
        raise Refused("forbidden") from error


def read(path: Path) -> tuple[str, list[Grid]]:
    """(kind, grids) of a file, told by its content, whatever its name."""
    data = load(path)
    kind = kind_of(data)
    if kind == "zip":
        archive = open_archive(data)
        check_archive(archive)
        return "xlsx", read_xlsx(archive, Budget())
    if kind == "ole":
        return "xls", read_xls(data)
    return "csv", read_delimited(data, path.stem)


def read_xls(data: bytes) -> list[Grid]:
    """Sheets of an old binary workbook; also what a password makes of a new one."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Refused("encrypted")
    from io import BytesIO

    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(data))
        return [_xls_grid(book, meta) for meta in book.sheets_metadata]
    except python_calamine.PasswordError as error:
        raise Refused("encrypted") from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise Refused("damaged") from error


def _xls_grid(book: Any, meta: Any) -> Grid:
    sheet = book.get_sheet_by_name(meta.name)
    if sheet.width > MAX_COLUMN:
        raise Refused("columns", str(MAX_COLUMN))
    rows = [[_xls_cell(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    merges = [
        (top + 1, left + 1, bottom + 1, right + 1)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    ]
    return Grid(
        name=meta.name,
        hidden=str(meta.visible).rpartition(".")[2] != "Visible",
        rows=rows,
        merges=merges,
        hidden_rows=frozenset(),
        hidden_columns=frozenset(),
        formulas={},
    )


def _xls_cell(cell: Any) -> Any:
    if cell == "" or cell is None:
        return None
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() and abs(cell) < 1e15 else cell
    if hasattr(cell, "isoformat"):
        return (
            str(cell.isoformat(" ")).removesuffix(" 00:00:00")
            if hasattr(cell, "hour")
            else cell.isoformat()
        )
    written = str(cell)
    if len(written) > LONGEST_CELL:
        raise Refused("cell", str(LONGEST_CELL))
    return written


def answer(path: Path) -> dict[str, Any]:
    """What is sent back: the grids, or why there are none."""
    try:
        kind, grids = read(path)
        if not any(any(row) for grid in grids for row in grid.rows):
            raise Refused("no_sheet")
    except Refused as refused:
        return {"refused": refused.code, "detail": refused.detail}
    except MemoryError:
        return {"refused": "memory", "detail": ""}
    except (zipfile.BadZipFile, RecursionError, ValueError, KeyError):
        return {"refused": "damaged", "detail": ""}
    return {"kind": kind, "sheets": [_plain(grid) for grid in grids]}


def _plain(grid: Grid) -> dict[str, Any]:
    return {
        "name": grid.name,
        "hidden": grid.hidden,
        "rows": grid.rows,
        "merges": grid.merges,
        "hidden_rows": sorted(grid.hidden_rows),
        "hidden_columns": sorted(grid.hidden_columns),
        "formulas": [[*place, stored] for place, stored in grid.formulas.items()],
    }


def main() -> None:
    """Reads the file named by the last argument."""
    cap()
    try:
        out = orjson.dumps(answer(Path(sys.argv[-1])))
    except (MemoryError, orjson.JSONEncodeError):
        out = b'{"refused":"memory","detail":""}'
    sys.stdout.buffer.write(out)
