"""Who refused in a ledger is never docked, even if nobody had asked them before."""

from typing import Any

import pytest

from chunfeng.foundation.access import Context, entered
from chunfeng.stages.people import supply
from tests.cast import PINGLI, TODAY
from tests.foundation.jobs.arranging import officer
from tests.stages.people.imports import as_csv, digest, imported, person, undone

pytestmark = pytest.mark.django_db
NO = as_csv([person(0, 本人授权="否")])
YES = as_csv([person(0, 本人授权="是")])
SILENT = as_csv([person(0)])


def said(by: Context) -> bool | None:
    with entered(by):
        ((_, _, row),) = supply.rows(PINGLI, PINGLI + 10**6 - 1, on=TODAY, sex_from=50)
    told: bool | None = row["consent"]
    return told


@pytest.mark.parametrize("before", [None, SILENT, YES], ids=["new", "never asked", "agreed"])
def test_a_refusal_in_a_ledger_stands(before: bytes | None) -> None:
    by = officer()
    if before:
        imported(before, by)
    imported(NO, by)
    assert said(by) is False


def test_the_same_refusal_again_changes_nobody(keys: Any) -> None:
    by = officer()
    imported(NO, by)
    after = digest(keys)
    _, again = imported(NO, by)
    assert (again["changed"], again["unchanged"]) == (0, 1)
    assert digest(keys) == after


@pytest.mark.parametrize("before", [SILENT, YES], ids=["never asked", "agreed"])
def test_undoing_the_import_takes_the_refusal_back(keys: Any, before: bytes) -> None:
    by = officer()
    imported(before, by)
    stood, told = digest(keys), said(by)
    upload, counts = imported(NO, by)
    assert counts["changed"] == 1
    undone(upload, by)
    assert (digest(keys), said(by)) == (stood, told)


def test_who_refused_and_agreed_later_is_docked_again() -> None:
    by = officer()
    for ledger in (NO, YES, NO, YES):
        imported(ledger, by)
    assert said(by) is True
