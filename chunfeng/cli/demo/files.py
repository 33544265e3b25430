"""The demo county on disk: two ledgers, and a list of what was planted in messy ones."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from chunfeng.cli.demo import mess
from chunfeng.cli.demo.county import County
from chunfeng.cli.demo.mess_sheet import Heading, write_mess
from chunfeng.cli.demo.wanted import Format
from chunfeng.foundation.intake.columns import Kind, Layout
from chunfeng.foundation.intake.write import texts, write_ledger
from chunfeng.foundation.places import Places
from chunfeng.kit.texts import Language
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.vacancies.sheets import VACANCIES

ROWS_PER_MISTAKE = 400  # one cell of every kind spoilt for so many rows, at least one
MISTAKES = "mess.json"


@dataclass(frozen=True, slots=True)
class Written:
    """The two files; ``seats`` of the vacancies, 0 where they were not made anew."""

    people: Path
    vacancies: Path
    seats: int = 0


def write_county(folder: Path, county: County, kind: Format, language: Language) -> Written:
    """Writes ``people`` and ``vacancies`` into a folder; each file is whole or absent."""
    folder.mkdir(parents=True, exist_ok=True)
    paths: list[Path] = []
    for layout, columns in ((PEOPLE, county.people), (VACANCIES, county.vacancies)):
        paths.append(folder / f"{layout.name}.{kind}")
        with _replacing(paths[-1]) as draft:
            write_ledger(draft, layout, columns, language)
    return Written(paths[0], paths[1], sum(county.vacancies["headcount"]))


def write_messy_county(
    folder: Path, county: County, places: Places, on: date, seed: int, language: Language
) -> Written:
    """The same as messy workbooks, and ``mess.json``: file, sheet, row, column, kind of each.

    Regions are written by name there, as people do.
    """
    folder.mkdir(parents=True, exist_ok=True)
    heading = Heading(county.name, on, language)
    planted: list[dict[str, Any]] = []
    paths: list[Path] = []
    for layout, columns in ((PEOPLE, county.people), (VACANCIES, county.vacancies)):
        paths.append(folder / f"{layout.name}.xlsx")
        sheet = _spoilt(layout, columns, places, seed, language)
        with _replacing(paths[-1]) as draft:
            cells = write_mess(draft, sheet, heading)
        where = {"file": paths[-1].name, "sheet": layout.title(language)}
        planted += [where | cell for cell in cells]
    with _replacing(folder / MISTAKES) as draft:
        draft.write_bytes(orjson.dumps(planted, option=orjson.OPT_INDENT_2))
    return Written(paths[0], paths[1], sum(county.vacancies["headcount"]))


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """A file beside ``path``, of the same kind, that takes its name once it is whole."""
    draft = path.with_name(f".{path.stem}.{os.getpid()}{path.suffix}")
    try:
        yield draft
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _spoilt(
    layout: Layout,
    columns: Mapping[str, Sequence[Any]],
    places: Places,
    seed: int,
    language: Language,
) -> mess.Sheet:
    rng = np.random.default_rng([seed, len(layout.columns)])
    rows = zip(*texts(layout, columns, language), strict=True)
    cells = {column.field: list(values) for column, values in zip(layout, rows, strict=True)}
    for column in layout:
        if column.kind is Kind.PLACE:
            cells[column.field] = [
                places.full_name(code) if code else "" for code in cells[column.field]
            ]
    size = len(cells[layout.columns[0].field])
    each = max(1, size // ROWS_PER_MISTAKE)
    if layout is VACANCIES:
        return mess.plant(rng, layout, cells, mess.VACANCIES, each)
    sheet = mess.plant(rng, layout, cells, mess.PEOPLE, each)
    spoilt = {planted.row for planted in sheet.planted}
    clean = [row for row in range(size) if row not in spoilt]
    return mess.repeat(sheet, "id_number", clean[:each])
