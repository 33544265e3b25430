"""Whatever the ledger: a second import of the same file changes nobody, and an undo all of it."""

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from chunfeng.cli.demo.made import write
from chunfeng.cli.demo.wanted import Wanted
from tests.foundation.jobs.arranging import officer
from tests.stages.people.imports import as_csv, digest, id_number, imported, person, undone

pytestmark = pytest.mark.django_db
EXAMPLES = settings(
    max_examples=12,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # an example takes a second
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
TOWNS = [f"陕西省安康市平利县{town}" for town in ("城关镇", "兴隆镇")]


@st.composite
def ledgers(draw: st.DrawFn) -> list[dict[str, str]]:
    """Rows as real ledgers have them: gaps, repetitions, second heads; nobody has two homes."""
    home = draw(st.sampled_from(TOWNS))
    rows = []
    for _ in range(draw(st.integers(1, 14))):
        number = draw(st.integers(0, 8))
        row = person(number)
        row["证件号码"] = draw(st.sampled_from(["", id_number(number), "1234"]))
        row["户编号"] = draw(st.sampled_from(["", "H1", "H2"]))
        row["户籍地"] = home
        row["与户主关系"] = draw(st.sampled_from(["", "户主", "户主", "配偶", "子女"]))
        row["就业状态"] = draw(st.sampled_from(["", "未就业", "单位就业", "务农", "就读"]))
        row["就业开始日期"] = draw(st.sampled_from(["", "2025-03-01", "2026-12-01"]))
        row["就业单位"] = draw(st.sampled_from(["", "甲厂", "乙厂"]))
        row["采集日期"] = draw(st.sampled_from(["", "2026-11-01", "2020-01-01"]))
        row["本人授权"] = draw(st.sampled_from(["", "是", "否"]))
        row["联系电话"] = draw(st.sampled_from(["", "15400000001", "15400000002"]))
        rows.append(row)
    return rows


@EXAMPLES
@given(first=ledgers(), second=ledgers())
def test_again_changes_nobody_and_an_undo_all(keys: Any, first: Any, second: Any) -> None:
    with transaction.atomic():
        by = officer()
        imported(as_csv(first), by)
        before = digest(keys)
        upload, _ = imported(as_csv(second), by)
        after = digest(keys)
        undone(upload, by)
        assert digest(keys) == before
        imported(as_csv(second), by)
        assert digest(keys) == after
        _, again = imported(as_csv(second), by)
        assert (again.get("new", 0), again.get("changed", 0)) == (0, 0), str(again)
        assert digest(keys) == after
        transaction.set_rollback(True)


@pytest.mark.parametrize("turned", [False, True], ids=["moved first", "moved last"])
def test_somebody_moved_by_a_row_is_not_found_in_the_old_household_by_another(
    keys: Any, turned: bool
) -> None:
    by = officer()
    imported(as_csv([person(0)]), by)
    rows = [person(0, 户编号="H2"), person(0, 证件号码="1234")]
    ledger = as_csv(rows[::-1] if turned else rows)
    _, once = imported(ledger, by)
    _, again = imported(ledger, by)
    assert (once["new"], again["new"], again["unchanged"]) == (1, 0, 2), (once, again)


def test_somebody_who_moves_in_and_is_no_head_takes_no_head_s_place(keys: Any) -> None:
    by = officer()
    imported(as_csv([person(0), person(1, 与户主关系="")]), by)
    ledger = as_csv(
        [person(1, 户编号="H9", 与户主关系=""), person(5, 户编号="H9", 与户主关系="户主")]
    )
    _, once = imported(ledger, by)
    _, again = imported(ledger, by)
    assert (once["new"], once["changed"], once["wrong"]) == (1, 1, 0)
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 2)


def test_the_demo_county_imports_the_same_twice_and_undoes_whole(keys: Any, tmp_path: Path) -> None:
    by, empty = officer(), digest(keys)
    made = write(tmp_path, Wanted(people=1200, vacancies=10), "csv", "zh", mess=False)
    content = made.people.read_bytes()
    upload, counts = imported(content, by, made.people.name)
    assert counts["new"] == 1200
    _, again = imported(content, by, made.people.name)
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 1200)
    assert undone(upload, by)["removed"] == 1200
    assert digest(keys) == empty
