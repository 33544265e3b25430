"""A workbook of an invented run, written once and read back as an officer would see it."""

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from made import made
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from chunfeng.foundation.intake.reference import Reference
from chunfeng.kit.texts import Language
from chunfeng.stages.docking.result import Docking
from chunfeng.stages.docking.workbook import write_workbook


@cache
def reference() -> Reference:
    return Reference.open()


def written(docking: Docking, language: Language = "zh") -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "docking.xlsx"
        write_workbook(path, docking, reference(), language)
        return path.read_bytes()


@dataclass(frozen=True)
class Made:
    """A run, and its workbook read back."""

    docking: Docking
    book: Workbook

    def sheet(self, name: str) -> Worksheet:
        return self.book[name]

    def lines(self, name: str, header: str) -> list[dict[str, Any]]:
        """The lines of a list by column header; ``header`` is one of its first column."""
        rows = list(self.book[name].iter_rows(values_only=True))
        top = next(number for number, row in enumerate(rows) if row[0] == header)
        names = [str(cell) for cell in rows[top]]
        return [dict(zip(names, row, strict=True)) for row in rows[top + 1 :]]

    def block(self, title: str) -> dict[str, list[Any]]:
        """A table of the overview: its lines by their name."""
        rows = list(self.book.worksheets[0].iter_rows(values_only=True))
        top = next(number for number, row in enumerate(rows) if row[0] == title)
        found: dict[str, list[Any]] = {}
        for row in rows[top + 2 :]:
            if row[0] is None:
                break
            found[str(row[0])] = [cell for cell in row[1:] if cell is not None]
        return found


@cache
def opened(language: Language = "zh", people: int = 80, hostile: bool = False) -> Made:
    docking = made(people, 15, hostile=hostile)
    return Made(docking, load_workbook(BytesIO(written(docking, language))))
