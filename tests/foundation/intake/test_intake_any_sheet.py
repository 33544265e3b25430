"""Whatever a sheet holds, reading ends with a ledger or a sentence, and accounts for its rows."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chunfeng.foundation.intake import (
    Ledger,
    Reference,
    Severity,
    UnusableLedger,
    read,
    read_ledger,
)
from chunfeng.foundation.intake.columns import Layout
from chunfeng.foundation.intake.grid import Grid, Workbook
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.vacancies.sheets import VACANCIES

HEADERS = sorted(
    {word for layout in (PEOPLE, VACANCIES) for c in layout for word in (c.zh, *c.also)}
)
WORDS = sorted(
    {w for layout in (PEOPLE, VACANCIES) for c in layout for o in c.choices for w in o.also}
)
ODD = (
    "合计",
    "填表人：",
    "示例",
    "#N/A",
    "无",
    "/",
    "平利县城关镇龙头村",
    "3000-4500",
    "1980.1",
    "王小春",
    "\n",
)
cells = st.one_of(
    st.none(),
    st.sampled_from(ODD),
    st.sampled_from(WORDS),
    st.sampled_from(HEADERS),
    st.text(max_size=8),
    st.integers(-10, 10**18),
    st.floats(allow_nan=True),
)
small = st.integers(1, 9)


@st.composite
def sheets(draw: st.DrawFn) -> Grid:
    """A sheet, mostly with a header somewhere, and absurd merged areas."""
    head = draw(st.lists(st.sampled_from(HEADERS), max_size=8))
    needed = draw(
        st.sampled_from([[], ["姓名", "户籍地"], [c.zh for c in VACANCIES if c.required]])
    )
    rows = draw(st.lists(st.lists(cells, max_size=9), max_size=8))
    at = draw(st.integers(0, len(rows)))
    rows.insert(at, [*needed, *head])
    areas = st.tuples(small, small, st.integers(1, 2000), st.integers(1, 2000))
    return Grid(
        name="表",
        hidden=draw(st.booleans()),
        rows=rows,
        merges=draw(st.lists(areas, max_size=4)),
        hidden_rows=draw(st.frozensets(small)),
        hidden_columns=draw(st.frozensets(small)),
        formulas=draw(st.dictionaries(st.tuples(small, small), st.booleans(), max_size=5)),
    )


@pytest.mark.parametrize("layout", [PEOPLE, VACANCIES], ids=["people", "vacancies"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(grid=sheets(), kind=st.sampled_from(["xlsx", "csv"]))
def test_any_sheet_gives_a_ledger_or_a_sentence(
    layout: Layout, reference: Reference, monkeypatch: pytest.MonkeyPatch, grid: Grid, kind: str
) -> None:
    monkeypatch.setattr(read, "read_workbook", lambda _path: Workbook(kind=kind, sheets=[grid]))
    ledger, refused = read_or_refuse(layout, reference)
    if ledger is None:
        assert refused
    else:
        check(ledger, grid)


def read_or_refuse(layout: Layout, reference: Reference) -> tuple[Ledger | None, str]:
    try:
        return read_ledger(Path("any.xlsx"), layout, reference=reference), ""
    except UnusableLedger as refused:
        return None, refused.text.to("zh")


def check(ledger: Ledger, grid: Grid) -> None:
    assert {len(values) for values in ledger.columns.values()} == {len(ledger)}
    dropped = {issue.row for issue in ledger.issues if issue.severity is Severity.ROW}
    assert ledger.rows_seen == len(ledger) + len(dropped)
    assert not dropped & set(ledger.row_numbers)
    assert list(ledger.row_numbers) == sorted(set(ledger.row_numbers))
    assert all(0 < number <= len(grid.rows) for number in ledger.row_numbers)
    for column in ledger.layout:
        for value in ledger[column.field]:
            assert value is not None or not column.required
            assert within(value, column.minimum, column.maximum)
    for issue in ledger.issues:
        assert issue.problem.to("zh")
        assert issue.mend.to("en")
    for note in ledger.notes:
        assert note.to("zh")


def within(value: Any, low: float | None, high: float | None) -> bool:
    if value is None or low is None or high is None:
        return True
    return low <= value <= high
