"""Opening a ledger file, in a process of its own that cannot hurt this one."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Timer
from typing import IO, Any

import orjson

from chunfeng.foundation.intake.cells import Cell
from chunfeng.foundation.intake.errors import UnreadableFile
from chunfeng.foundation.intake.grid import Grid, Workbook
from chunfeng.foundation.intake.refusal import REFUSALS
from chunfeng.kit.texts import Text, text

ROOT = Path(__file__).resolve().parents[3]
SECONDS = 180  # by the clock; the child's own limits are on processor time
LONGEST_LINE = 1 << 28  # bytes
LARGEST_ANSWER = 1 << 30
REMEMBERED = 50_000  # texts, the first ones seen, shared by equal cells; more are not worth it
# The package is entered without its __init__, which loads all that typing cells needs.
START = """
import sys, types
sys.path.insert(0, sys.argv[1])
import chunfeng.foundation
package = types.ModuleType("chunfeng.foundation.intake")
package.__path__ = [sys.argv[2]]
sys.modules[package.__name__] = package
from chunfeng.foundation.intake.child import main
main()
"""


def read_workbook(path: Path) -> Workbook:
    """The cells of a .xlsx, .xls or .csv file, told by its content; UnreadableFile otherwise.

    The file is opened in a child process with capped memory and time that sends back JSON, so
    nothing in it is ever executed, fetched or unpickled here.
    """
    places = [str(ROOT), str(Path(__file__).parent), str(path.absolute())]
    command = [sys.executable, "-I", "-c", START, *places]
    try:
        child = subprocess.Popen(  # noqa: S603 our own code; the path is an argument, never parsed
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    except (OSError, ValueError):  # a path too long, or with a zero byte in it
        raise UnreadableFile(_said("missing", "", path)) from None
    timer = Timer(SECONDS, child.kill)
    timer.start()
    try:
        with child:
            return _workbook(child, path)
    finally:
        timer.cancel()


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
    raise UnreadableFile(_said("time" if child.wait() in {-9, -24} else "crash", "", path))


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
