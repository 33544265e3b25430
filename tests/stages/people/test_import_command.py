"""``chunfeng import people``: the operator's way, with the same rules."""

from pathlib import Path

import pytest

from chunfeng.cli.import_run import Wanted, run
from chunfeng.cli.stops import Exit, Stop
from chunfeng.foundation.access import Context, Role, entered
from chunfeng.foundation.accounts.models import User
from chunfeng.stages.people.models import Person
from tests.foundation.jobs.arranging import WORKER, login, officer
from tests.stages.people.imports import as_csv, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "人员.csv"
    path.write_bytes(as_csv([person(n) for n in range(9)]))
    return path


def asked(file: Path, by: Context, *, quiet: bool = False, dry_run: bool = False) -> Wanted:
    with login(None):
        name = User.objects.get(id=by.user).login
    return Wanted(file=file, login=name, language="en", quiet=quiet, dry_run=dry_run)


def done(wanted: Wanted) -> None:
    with login(WORKER):
        run(wanted)


def count(by: Context) -> int:
    with entered(by):
        return Person.objects.count()


def test_a_ledger_is_imported_for_the_officer_named(
    ledger: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    by = officer()
    done(asked(ledger, by))
    assert count(by) == 9
    said = capsys.readouterr()
    assert "New people  9" in said.out
    assert "Importing" in said.err


def test_a_dry_run_counts_and_writes_nothing(
    ledger: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    by = officer()
    done(asked(ledger, by, dry_run=True))
    assert count(by) == 0
    assert "New people  9" in capsys.readouterr().out


def test_somebody_without_a_fitting_post_imports_nothing(ledger: Path) -> None:
    by = officer(Role.AUDITOR)
    with pytest.raises(Stop) as stop:
        done(asked(ledger, by))
    assert stop.value.code == Exit.USAGE


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    by, path = officer(), tmp_path / "a.csv"
    path.write_text("甲,乙\n1,2\n", encoding="utf-8")
    with pytest.raises(Stop) as stop:
        done(asked(path, by))
    assert stop.value.code == Exit.UNREADABLE


def test_a_file_without_a_usable_row_says_so(tmp_path: Path) -> None:
    by, path = officer(), tmp_path / "a.csv"
    path.write_bytes(as_csv([person(1, 姓名="")]))
    with pytest.raises(Stop) as stop:
        done(asked(path, by, quiet=True))
    assert stop.value.code == Exit.NO_ROWS
