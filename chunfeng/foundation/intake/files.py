"""Opening a ledger file, in a process of its own that cannot hurt this one."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import orjson

from chunfeng.foundation.intake.cells import Cell
from chunfeng.foundation.intake.errors import UnreadableFile
from chunfeng.foundation.intake.grid import Grid, Workbook
from chunfeng.foundation.intake.refusal import REFUSALS
from chunfeng.kit.capped import KILLED_FOR_TIME, NotStarted, started
from chunfeng.kit.texts import Text, text

CHILD = "chunfeng.foundation.intake.child"
SECONDS = 180  # by the clock; the child's own limits are on processor time
LONGEST_LINE = 1 << 28  # bytes
LARGEST_ANSWER = 1 << 30
REMEMBERED = 50_000  # texts, the first ones seen, shared by equal cells; more are not worth it


def read_workbook(path: Path) -> Workbook:
    """The cells of a .xlsx, .xls or .csv file, told by its content; UnreadableFile otherwise.

    The file is opened in a child process with capped memory and time that sends back JSON, so
    nothing in it is ever executed, fetched or unpickled here.
    """
    try:
        with started(CHILD, str(path.absolute()), seconds=SECONDS) as child:
            return _workbook(child, path)
    except NotStarted:
        raise UnreadableFile(_said("missing", "", path)) from None


def _workbook(child: "subprocess.Popen[bytes]", path: Path) -> Workbook:
    assert child.stdout is not None  # noqa: S101 a pipe was asked for
    kind, sheets, shared = "", list[Grid](), dict[Cell, Cell]()
    for line in _lines(child.stdout):
        if isinstance(line, list):
            for row in line:
                same = shared.setdefault if len(shared) < REMEMBERED else shared.get
                sheets[-1].rows.append(list(map(same, row, row)))
        elif "refused" in line:
            raise UnreadableFile(_said(line["refused"], line["detail"], path))
        elif "kind" in line:
            kind = line["kind"]
        elif "end" in line:
            return Workbook(kind=kind, sheets=sheets)
        else:
            sheets.append(_grid(line))
    child.kill()
    raise UnreadableFile(_said("time" if child.wait() in KILLED_FOR_TIME else "crash", "", path))


def _lines(stream: IO[bytes]) -> Iterator[Any]:
    """The answer's lines as far as they are whole and not too many."""
    left = LARGEST_ANSWER
    while line := stream.readline(LONGEST_LINE):
        left -= len(line)
        if left < 0 or not line.endswith(b"\n"):
            return
        yield orjson.loads(line)


def _said(code: str, detail: str, path: Path) -> Text:
    reason = Text(REFUSALS.get(code, REFUSALS["crash"]).message, {"detail": detail})
    name = os.fsencode(path.name).decode(errors="replace")
    return text("{file}: {reason}", file=name, reason=reason)


def _grid(sheet: dict[str, Any]) -> Grid:
    return Grid(
        name=sheet["name"],
        hidden=sheet["hidden"],
        rows=[],
        merges=[(top, left, bottom, right) for top, left, bottom, right in sheet["merges"]],
        hidden_rows=frozenset(sheet["hidden_rows"]),
        hidden_columns=frozenset(sheet["hidden_columns"]),
        formulas={(row, column): stored for row, column, stored in sheet["formulas"]},
    )
