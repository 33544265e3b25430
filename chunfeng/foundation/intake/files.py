"""Opening a ledger file, in a process of its own that cannot hurt this one."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import orjson

from chunfeng.foundation.intake.errors import UnreadableFile
from chunfeng.foundation.intake.grid import Grid, Workbook
from chunfeng.foundation.intake.refusal import REFUSALS
from chunfeng.kit.texts import Text, text

ROOT = Path(__file__).resolve().parents[3]
SECONDS = 90  # by the clock; the child's own limit is on processor time
LARGEST_ANSWER = 1 << 30
START = (
    "import sys; sys.path.insert(0, {root!r}); "
    "from chunfeng.foundation.intake.child import main; main()"
)


def read_workbook(path: Path) -> Workbook:
    """The cells of a .xlsx, .xls or .csv file, told by its content; UnreadableFile otherwise.

    The file is opened in a child process with capped memory and time that sends back JSON, so
    nothing in it is ever executed, fetched or unpickled here.
    """
    command = [sys.executable, "-I", "-c", START.format(root=str(ROOT)), str(path.absolute())]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603 own code
    except subprocess.TimeoutExpired:
        raise UnreadableFile(_said("time", "", path)) from None
    if done.returncode or not done.stdout or len(done.stdout) > LARGEST_ANSWER:
        raise UnreadableFile(_said(_why(done), "", path))
    answer: dict[str, Any] = orjson.loads(done.stdout)
    if "refused" in answer:
        raise UnreadableFile(_said(answer["refused"], answer["detail"], path))
    return Workbook(kind=answer["kind"], sheets=[_grid(sheet) for sheet in answer["sheets"]])


def _why(done: "subprocess.CompletedProcess[bytes]") -> str:
    if b"MemoryError" in done.stderr or b"memory allocation" in done.stderr:
        return "memory"
    return "time" if done.returncode in {-9, -24} else "crash"


def _said(code: str, detail: str, path: Path) -> Text:
    reason = REFUSALS.get(code, REFUSALS["crash"])
    return text("{file}: {reason}", file=path.name, reason=Text(reason.message, {"detail": detail}))


def _grid(sheet: dict[str, Any]) -> Grid:
    return Grid(
        name=sheet["name"],
        hidden=sheet["hidden"],
        rows=sheet["rows"],
        merges=[tuple(area) for area in sheet["merges"]],
        hidden_rows=frozenset(sheet["hidden_rows"]),
        hidden_columns=frozenset(sheet["hidden_columns"]),
        formulas={(row, column): stored for row, column, stored in sheet["formulas"]},
    )
