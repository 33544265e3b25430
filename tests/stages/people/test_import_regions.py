"""A ledger and a form know the villages a county added or renamed itself."""

import pytest

from chunfeng.foundation.access import entered
from chunfeng.foundation.intake.one_cell import read_cell
from chunfeng.foundation.places import operations as places
from chunfeng.stages.people.models import Person
from chunfeng.stages.people.sheets import PEOPLE
from tests.cast import NOW, TODAY
from tests.foundation.jobs.arranging import officer
from tests.stages.people.imports import as_csv, imported, person

pytestmark = pytest.mark.django_db
LO = 610926 * 10**6
NEW, RENAMED = LO + 106_990, LO + 100_001


@pytest.mark.parametrize(
    ("written", "meant"),
    [("陕西省安康市平利县广佛镇新安社区", NEW), ("平利县城关镇长安新村", RENAMED)],
)
def test_a_ledger_names_a_village_as_the_county_calls_it(written: str, meant: int) -> None:
    by = officer()
    with entered(by):
        places.add(NEW, "新安社区", valid_from=TODAY, by=by, at=NOW)
        places.rename(RENAMED, "长安新村", valid_from=TODAY, by=by, at=NOW)
    _, counts = imported(as_csv([person(n, 户籍地=written) for n in range(3)]), by)
    assert counts["new"] == 3
    with entered(by):
        assert set(Person.objects.values_list("region", flat=True)) == {meant}
        assert read_cell(PEOPLE.column("home"), written) == (meant, None)
