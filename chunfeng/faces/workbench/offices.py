"""The offices people turn to as a list, out and in."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from chunfeng.faces.workbench import region_lists
from chunfeng.faces.workbench.region_lists import Wrong
from chunfeng.foundation.access import Context
from chunfeng.foundation.intake.columns import load_layout
from chunfeng.foundation.places import Place, offices
from chunfeng.foundation.places.offices import FIELDS, Office
from chunfeng.foundation.places.refusals import Refused
from chunfeng.kit.texts import Language

OFFICES = load_layout(Path(__file__).with_name("offices.yaml"))


def workbook(lines: Sequence[tuple[Place, Office | None]], language: Language) -> bytes:
    """Regions with their offices as .xlsx; empty cells where there is none."""
    columns: dict[str, list[Any]] = {
        "region": [place.code for place, _ in lines],
        "region_name": [place.name for place, _ in lines],
        **{name: [values(office)[name] or None for _, office in lines] for name in FIELDS},
    }
    return region_lists.workbook(OFFICES, columns, language)


def read(file: IO[bytes], name: str, *, by: Context, at: datetime) -> tuple[int, Wrong]:
    """(offices entered or changed, what is wrong in which row); UnreadableFile, UnusableLedger.

    A row without a name, address, telephone and hours says nothing.
    """
    ledger, wrong = region_lists.read(OFFICES, file, name, by.lo)
    told = 0
    for at_row, (row, region) in enumerate(zip(ledger.row_numbers, ledger["region"], strict=True)):
        facts = {field: ledger[field][at_row] or "" for field in FIELDS}
        if not any(facts.values()) or row in wrong:
            continue
        try:
            told += offices.tell(region, facts, by=by, at=at)
        except Refused as refused:
            wrong[row] = refused.said
    return told, wrong


def values(office: Office | None) -> Mapping[str, str]:
    """What a form shows of an office."""
    if office is None:
        return dict.fromkeys(FIELDS, "")
    return {name: getattr(office, name) for name in FIELDS} | {"phones": "、".join(office.phones)}
