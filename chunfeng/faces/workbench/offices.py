"""The offices people turn to as a list, out and in."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from chunfeng.foundation.access import Context
from chunfeng.foundation.intake import read_ledger, write_ledger
from chunfeng.foundation.intake.columns import load_layout
from chunfeng.foundation.intake.current import reference
from chunfeng.foundation.places import Place, offices
from chunfeng.foundation.places.offices import FIELDS, Office
from chunfeng.foundation.places.refusals import Refused
from chunfeng.kit.texts import Language, Text, text

OFFICES = load_layout(Path(__file__).with_name("offices.yaml"))
LARGEST = 5 << 20  # bytes


def workbook(lines: Sequence[tuple[Place, Office | None]], language: Language) -> bytes:
    """Regions with their offices as .xlsx; empty cells where there is none."""
    columns: dict[str, list[Any]] = {
        "region": [place.code for place, _ in lines],
        "region_name": [place.name for place, _ in lines],
        **{name: [_cell(office, name) for _, office in lines] for name in FIELDS},
    }
    with TemporaryDirectory() as folder:
        path = Path(folder, "offices.xlsx")
        write_ledger(path, OFFICES, columns, language)
        return path.read_bytes()


def read(file: IO[bytes], name: str, *, by: Context, at: datetime) -> tuple[int, list[Text]]:
    """(offices entered or changed, what is wrong in which row); UnreadableFile, UnusableLedger.

    A row without a name, address, telephone and hours says nothing.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder, Path(name).name[-80:] or "offices.xlsx")
        path.write_bytes(file.read(LARGEST))
        ledger = read_ledger(path, OFFICES, reference=reference(), county=by.lo)
    wrong = {issue.row: Text("{problem} {mend}", {"problem": issue.problem, "mend": issue.mend})
             for issue in ledger.issues}  # fmt: skip
    told = 0
    for at_row, (row, region) in enumerate(zip(ledger.row_numbers, ledger["region"], strict=True)):
        facts = {field: ledger[field][at_row] or "" for field in FIELDS}
        if not any(facts.values()) or row in wrong:
            continue
        try:
            told += offices.tell(region, facts, by=by, at=at)
        except Refused as refused:
            wrong[row] = refused.said
    return told, [text("Row {row}: {said}", row=row, said=wrong[row]) for row in sorted(wrong)]


def _cell(office: Office | None, name: str) -> str | None:
    if office is None:
        return None
    value = getattr(office, name)
    return "、".join(value) if name == "phones" else value


def values(office: Office | None) -> Mapping[str, str]:
    """What a form shows of an office."""
    return {name: _cell(office, name) or "" for name in FIELDS}
