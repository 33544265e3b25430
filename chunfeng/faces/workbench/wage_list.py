"""The list of lines of the lowest lawful pay, read back in: what is there already stays."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import IO

from chunfeng.faces.workbench import region_lists
from chunfeng.faces.workbench.region_lists import Wrong
from chunfeng.foundation.access import Context
from chunfeng.foundation.intake.columns import load_layout
from chunfeng.foundation.intake.ledger import Ledger
from chunfeng.kit.texts import text
from chunfeng.stages.employers import wage_lines
from chunfeng.stages.employers.refusals import NotAllowed, Refused
from chunfeng.stages.employers.wage_lines import Standing, Told

LINES = load_layout(Path(__file__).with_name("wage_list.yaml"))


def read(file: IO[bytes], name: str, *, on: date, by: Context, at: datetime) -> tuple[int, Wrong]:
    """(lines entered, what is wrong in which row); UnreadableFile, UnusableLedger.

    A line that was taken back is left out; one that differs from what is there is named.
    """
    ledger, wrong = region_lists.read(LINES, file, name, by.lo)
    rows, _ = wage_lines.page(by=by, on=on, size=wage_lines.MOST)
    known = {
        (row.region, Told(row.valid_from, row.month, row.hour, row.source))
        for row, standing in rows
        if standing is not Standing.WITHDRAWN
    }
    n = 0
    for row, region, told in _lines(ledger):
        if row in wrong or (region, told) in known:
            continue
        try:
            wage_lines.enter(region, told, by=by, at=at)
            n += 1
        except Refused as refused:
            wrong[row] = refused.said
        except NotAllowed:
            wrong[row] = text("That region is outside the region of your post.")
    return n, wrong


def _lines(ledger: Ledger) -> Iterator[tuple[int, int, Told]]:
    names = ("region", "valid_from", "month", "hour", "source", "taken_back")
    columns = zip(*(ledger[name] for name in names), strict=True)
    for row, cells in zip(ledger.row_numbers, columns, strict=True):
        region, day, month, hour, source, gone = cells
        if not gone:
            yield row, region, Told(day, month, hour, source or "")
