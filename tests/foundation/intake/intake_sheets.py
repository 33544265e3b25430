"""Ledgers made in the test, and a handful of regions and occupations to resolve against."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

import xlsxwriter

from chunfeng.foundation.codes import Occupation
from chunfeng.foundation.intake.grid import Grid
from chunfeng.foundation.places import AmbiguousPlace, Place, UnknownPlace

PEOPLE_HEAD = ("姓名", "户籍地")
HOME = "平利县城关镇龙头村"
VACANCY_HEAD = ("用工单位", "岗位名称", "工作地点", "招聘人数")
VACANCY = ("春燕毛绒玩具社区工厂", "缝纫工", "平利县城关镇", 20)
PINGLI = 610926000000
TOWN = 610926100000
VILLAGE = 610926100200
CHANGAN_TOWN = 610926108000
CHANGAN_DISTRICT = 610116000000
SUZHOU = 320500000000
REGIONS = {
    610000000000: ("陕西省",),
    610900000000: ("陕西省", "安康市"),
    PINGLI: ("陕西省", "安康市", "平利县"),
    TOWN: ("陕西省", "安康市", "平利县", "城关镇"),
    VILLAGE: ("陕西省", "安康市", "平利县", "城关镇", "龙头村"),
    CHANGAN_TOWN: ("陕西省", "安康市", "平利县", "长安镇"),
    CHANGAN_DISTRICT: ("陕西省", "西安市", "长安区"),
    SUZHOU: ("江苏省", "苏州市"),
    130104000000: ("河北省", "石家庄市", "新华区"),
    410402000000: ("河南省", "平顶山市", "新华区"),
    330302100000: ("浙江省", "温州市", "鹿城区", "城关镇"),
}
OCCUPATIONS = {"缝纫工": "6-05-01-02", "6-05-01-02": "6-05-01-02", "保洁员": "4-09-08-01"}


class SomePlaces:
    """The few regions of these tests; answers like ``Places``."""

    def __init__(self) -> None:
        self.names: dict[str, set[int]] = {}
        for code, path in REGIONS.items():
            *above, own = path
            for own_name in {own, own.rstrip("县区镇市") if len(own) > 2 else own}:
                for size in range(len(above) + 1):
                    for chosen in combinations(above, size):
                        self.names.setdefault("".join((*chosen, own_name)), set()).add(code)
            self.names.setdefault(str(code), set()).add(code)
            self.names.setdefault(str(code).rstrip("0"), set()).add(code)

    def get(self, code: int) -> Place:
        level = len(REGIONS[code])
        return Place(code, REGIONS[code][-1], "", "", level, None, 109.0, 32.0, "own")

    def full_name(self, code: int) -> str:
        return "".join(REGIONS[code])

    def resolve(self, written: str, within: int | None = None) -> Place:
        codes = self.names.get("".join(written.split()), set())
        own = {code for code in codes if within and code // 10**6 == within // 10**6}
        found = sorted(own or codes)
        if not found:
            raise UnknownPlace.named(written, ())
        best = [code for code in found if len(REGIONS[code]) <= 3] or found
        if len(best) > 1:
            raise AmbiguousPlace(written, [self.full_name(code) for code in best])
        return self.get(best[0])


class SomeOccupations:
    """The few occupations of these tests; answers like ``Occupations``."""

    def match(self, word: str) -> Occupation | None:
        code = OCCUPATIONS.get(word)
        return Occupation(code, 4, word, "", "") if code else None


@dataclass
class Sheet:
    """One sheet to write: rows of cells, and what is merged or hidden (all 0-based)."""

    rows: Sequence[Sequence[Any]]
    name: str = "台账"
    merges: Sequence[tuple[int, int, int, int]] = ()
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[int] = ()
    hidden: bool = False
    formulas: dict[tuple[int, int], tuple[str, Any]] = field(default_factory=dict)


def write_book(path: Path, *sheets: Sheet) -> Path:
    with xlsxwriter.Workbook(
        path, {"strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.name), sheet)
    return path


def _write_sheet(page: Any, sheet: Sheet) -> None:
    _write_cells(page, sheet.rows)
    for top, left, bottom, right in sheet.merges:
        page.merge_range(top, left, bottom, right, sheet.rows[top][left])
    for row in sheet.hidden_rows:
        page.set_row(row, None, None, {"hidden": True})
    for column in sheet.hidden_columns:
        page.set_column(column, column, None, None, {"hidden": True})
    for (r, c), (formula, value) in sheet.formulas.items():
        page.write_formula(r, c, formula, None, value)
    if sheet.hidden:
        page.hide()


def _write_cells(page: Any, rows: Sequence[Sequence[Any]]) -> None:
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if cell is not None:
                page.write(r, c, cell)


def write_csv(path: Path, rows: Iterable[Sequence[Any]], encoding: str = "utf-8-sig") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def grid(*rows: Sequence[Any], merges: Sequence[tuple[int, int, int, int]] = ()) -> Grid:
    """A sheet as read; merges 1-based."""
    return Grid(
        name="台账",
        hidden=False,
        rows=[list(row) for row in rows],
        merges=list(merges),
        hidden_rows=frozenset(),
        hidden_columns=frozenset(),
        formulas={},
    )
