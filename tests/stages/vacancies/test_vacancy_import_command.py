"""``chunfeng import vacancies``: the operator's way, with the same rules."""

from pathlib import Path

import pytest

from chunfeng.cli.import_run import Wanted, run
from chunfeng.cli.stops import Exit, Stop
from chunfeng.foundation.access import Context, Role, entered
from chunfeng.foundation.accounts.models import User
from chunfeng.stages.vacancies.models import Vacancy
from tests.cast import PINGLI
from tests.foundation.jobs.arranging import WORKER, login, officer
from tests.stages.vacancies.ledgers import as_csv, post

pytestmark = pytest.mark.django_db


def done(tmp_path: Path, by: Context, *, dry_run: bool = False) -> None:
    path = tmp_path / "岗位.csv"
    path.write_bytes(as_csv([post(n) for n in range(6)]))
    with login(None):
        name = User.objects.get(id=by.user).login
    with login(WORKER):
        run(Wanted(file=path, login=name, language="en", dry_run=dry_run, kind="vacancies"))


def test_a_ledger_is_imported_for_the_officer_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    by = officer()
    done(tmp_path, by)
    said = capsys.readouterr().out
    assert "New vacancies  6" in said
    assert "New employers, to be verified  2" in said
    with entered(by):
        assert set(Vacancy.objects.values_list("state", flat=True)) == {"review"}


def test_a_dry_run_counts_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    by = officer()
    done(tmp_path, by, dry_run=True)
    assert "New vacancies  6" in capsys.readouterr().out
    with entered(by):
        assert Vacancy.objects.count() == 0


def test_a_village_worker_imports_none(tmp_path: Path) -> None:
    with pytest.raises(Stop) as stop:
        done(tmp_path, officer(Role.VILLAGE, PINGLI + 100_001, 1))
    assert stop.value.code == Exit.USAGE
