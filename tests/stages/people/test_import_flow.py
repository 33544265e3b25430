"""A ledger on its way into the register and back out again."""

from typing import Any

import pytest

from tests.cast import PINGLI, SHIQUAN
from tests.foundation.jobs.arranging import officer
from tests.stages.people.imports import (
    applied,
    as_csv,
    digest,
    handed_in,
    imported,
    person,
    previewed,
    undone,
)

pytestmark = pytest.mark.django_db


def test_a_preview_counts_and_writes_nothing(keys: Any) -> None:
    by, before = officer(), digest(keys)
    counts = previewed(handed_in(as_csv([person(n) for n in range(30)]), by), by)
    assert (counts["new"], counts["changed"], counts["wrong"]) == (30, 0, 0)
    assert digest(keys) == before


def test_an_application_adds_everybody_and_a_second_one_changes_nobody(keys: Any) -> None:
    by = officer()
    content = as_csv([person(n) for n in range(30)])
    _, counts = imported(content, by)
    assert counts["new"] == 30
    after = digest(keys)
    _, again = imported(content, by)
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 30)
    assert digest(keys) == after


def test_undoing_an_import_leaves_what_stood_before(keys: Any) -> None:
    by = officer()
    imported(as_csv([person(n) for n in range(12)]), by)
    before = digest(keys)
    changed = [
        person(n, 文化程度="大专", 联系电话=f"1549{n:07d}", 就业状态="务农") for n in range(20)
    ]
    upload, counts = imported(as_csv(changed), by)
    assert (counts["new"], counts["changed"]) == (8, 12)
    assert digest(keys) != before
    did = undone(upload, by)
    assert (did["removed"], did["restored"], did["kept"]) == (8, 12, 0)
    assert digest(keys) == before
