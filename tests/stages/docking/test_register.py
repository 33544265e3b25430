"""The register docks like the ledgers it would export; nobody is in who must be out."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from chunfeng.foundation.access import Context, Role, entered
from chunfeng.foundation.exports import operations as exports
from chunfeng.foundation.exports.operations import Wish
from chunfeng.foundation.intake import Ledger, Reference, read_ledger
from chunfeng.kit.texts import text
from chunfeng.stages.docking.dock import dock
from chunfeng.stages.docking.policy import Policy
from chunfeng.stages.docking.register import Register, read
from chunfeng.stages.docking.result import Docking
from chunfeng.stages.docking.screening import screen
from chunfeng.stages.people import exporting as people_exporting
from chunfeng.stages.people import operations, supply
from chunfeng.stages.people.models import Person
from chunfeng.stages.people.queries import Filters
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.vacancies import demand, seats
from chunfeng.stages.vacancies import exporting as vacancies_exporting
from chunfeng.stages.vacancies import queries as vacancy_queries
from chunfeng.stages.vacancies.sheets import VACANCIES
from tests.cast import NOW, PINGLI, TODAY, Cast, context
from tests.stages.docking.registered import HI, LO, county
from tests.stages.people.imports import id_number
from tests.stages.vacancies.market import employer, published

pytestmark = pytest.mark.django_db
VILLAGE = PINGLI + 100_001
NEVER_READ = {
    "name", "id_number", "phone", "address", "backup", "health", "disability_type",
    "disability_grade", "poverty_cause", "ethnic_group", "person_no", "remarks", "collector",
}  # fmt: skip


def register(by: Context, policy: Policy) -> Register:
    with entered(by):
        return read(LO, HI, policy, on=TODAY)


def enrolled(by: Context, keys: Any, **values: Any) -> UUID:
    row = {"name": "李秋", "home": VILLAGE, "birth_date": date(1990, 1, 1)} | values
    with entered(by):
        return operations.enrol(row, keys=keys, by=by, at=NOW)


def exported(by: Context, keys: Any, folder: Path) -> tuple[Ledger, Ledger]:
    """Both ledgers as the register gives them out: plain columns, and the homes' coordinates."""
    fields = (*people_exporting.PLAIN, "lon", "lat")
    second = context(Role.COUNTY, PINGLI, 10**6)
    caption = text("Taken out")
    with entered(by):
        ids = people_exporting.selected(Filters(), on=TODAY, keys=keys)
        wish = Wish(
            people=ids, fields=fields, reason="对接", data_class=people_exporting.class_of(fields)
        )
        request = exports.ask(wish, by=by, at=NOW)
    with entered(second):
        exports.approve(request, by=second, at=NOW)
    with entered(by):
        found = exports.fetch(request, by=by, at=NOW)
        people = people_exporting.file(found, caption, keys=keys, on=TODAY, at=NOW)
        published = vacancy_queries.Filters(state=("published",))
        vacancies = vacancies_exporting.ledger(
            published, caption, language="zh", file_format="xlsx",
            by=by, at=NOW, on=TODAY,
        )  # fmt: skip
    return _read(people, PEOPLE, folder), _read(vacancies, VACANCIES, folder)


def _read(made: tuple[str, bytes], layout: Any, folder: Path) -> Ledger:
    path = folder / f"{layout.name}-{made[0]}"
    path.write_bytes(made[1])
    return read_ledger(path, layout, reference=Reference.open(), county=PINGLI)


def lines(docking: Docking) -> Sequence[tuple[int, int, int]]:
    return sorted((line.person, line.vacancy, line.score) for line in docking.placements)


def test_the_register_docks_like_its_own_export(
    keys: Any, tmp_path: Path, policy: Policy, reference: Reference
) -> None:
    by = county(keys, tmp_path).by
    held = register(by, policy)
    people, vacancies = exported(by, keys, tmp_path)
    assert len(held.people) == len(people) > 100
    files = dock(people, vacancies, policy, TODAY, reference, exact=True)
    here = dock(held.people, held.vacancies, policy, TODAY, reference, exact=True)
    assert here.proof.value == files.proof.value > 0
    assert lines(here) == lines(files)
    assert [line.reason.to("zh") for line in here.unplaced] == [
        line.reason.to("zh") for line in files.unplaced
    ]


def test_the_same_register_is_the_same_snapshot(keys: Any, cast: Cast, policy: Policy) -> None:
    person = enrolled(cast.an, keys)
    first = register(cast.an, policy)
    assert register(cast.an, policy).digest == first.digest
    with entered(cast.an):
        Person.objects.filter(id=person).update(birth_date=date(1991, 1, 1))
    assert register(cast.an, policy).digest != first.digest


def test_nothing_that_names_anybody_is_read(keys: Any, cast: Cast, policy: Policy) -> None:
    number = id_number(1, "19900101")
    told = {"id_number": number, "phone": "15400000001", "health": ("chronic",)}
    enrolled(cast.an, keys, **told, ethnic_group="汉族", remarks="x", sex="female")
    held = register(cast.an, policy)
    assert not NEVER_READ & supply.READ
    given = {c.field for c in PEOPLE if held.people[c.field][0] is not None}
    assert given <= supply.READ
    assert not {"phone", "contact", "remarks"} & set(demand.READ)


def test_sex_is_read_only_where_a_statutory_age_may_need_it(
    keys: Any, cast: Cast, policy: Policy
) -> None:
    enrolled(cast.an, keys, sex="female", birth_date=date(1990, 1, 1))
    enrolled(cast.an, keys, sex="female", birth_date=date(1960, 1, 1))
    ledger = register(cast.an, policy).people
    told = dict(zip(ledger["birth_date"], ledger["sex"], strict=True))
    assert told == {date(1990, 1, 1): None, date(1960, 1, 1): "female"}


def test_sex_ethnic_group_and_cause_exchanged_leave_the_snapshot_as_it_was(
    keys: Any, cast: Cast, policy: Policy
) -> None:
    person = enrolled(cast.an, keys, sex="female", ethnic_group="汉族", poverty_cause="illness")
    first = register(cast.an, policy).digest
    with entered(cast.an):
        operations.correct(
            person, {"sex": "male", "ethnic_group": "回族", "poverty_cause": "skills"},
            seen=1, keys=keys, by=cast.an, at=NOW,
        )  # fmt: skip
    assert register(cast.an, policy).digest == first


def test_who_left_or_is_out_of_contact_is_counted_and_out(
    keys: Any, cast: Cast, policy: Policy
) -> None:
    left, lost = enrolled(cast.an, keys), enrolled(cast.an, keys, name="赵冬")
    here = enrolled(cast.an, keys, name="孙夏")
    with entered(cast.an):
        Person.objects.filter(id=left).update(left_on=TODAY)
        Person.objects.filter(id=lost).update(lost_contact_on=TODAY)
    held = register(cast.an, policy)
    assert held.person_ids == [here]
    assert dict(held.gone) == {"left": 1, "lost_contact": 1, "merged": 0}


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"birth_date": date(2011, 1, 1)}, "under_age"),
        ({"status": "employed", "work_since": date(2026, 1, 1)}, "in_work"),
        ({"status": "employed", "change_wanted": True, "work_since": date(2026, 1, 1)}, None),
        ({"status": "none", "willing": "yes"}, None),
    ],
)
def test_who_must_not_be_docked_has_the_reason(
    keys: Any, cast: Cast, policy: Policy, values: dict[str, Any], code: str | None
) -> None:
    enrolled(cast.an, keys, **values)
    found = screen(register(cast.an, policy).people, 0, policy, TODAY)
    assert (found.code if found else None) == code


def test_a_consent_withdrawn_keeps_out_until_it_is_given_again(
    keys: Any, cast: Cast, policy: Policy
) -> None:
    person = enrolled(cast.an, keys)

    def consent() -> bool | None:
        told: bool | None = register(cast.an, policy).people["consent"][0]
        return told

    assert consent() is None
    told = {"purpose": "docking", "on": TODAY, "by": cast.an, "at": NOW}
    for _ in range(2):
        with entered(cast.an):
            operations.consent(person, how="paper", **told)
        assert consent() is True
        with entered(cast.an):
            operations.withdraw(person, **told)
        assert consent() is False


def test_a_seat_held_for_somebody_is_not_offered_again(
    keys: Any, cast: Cast, policy: Policy
) -> None:
    vacancy = published(cast.an, keys, employer(cast.an), headcount=3)
    holder = enrolled(cast.an, keys)
    with entered(cast.an):
        assert seats.take_seat(vacancy, holder=holder, region=VILLAGE, by=cast.an, at=NOW)
    held = register(cast.an, policy)
    assert (held.vacancy_ids, held.vacancies["headcount"]) == ([vacancy], [2])


def test_a_vacancy_without_a_free_seat_is_not_docked(keys: Any, cast: Cast, policy: Policy) -> None:
    full, free = (published(cast.an, keys, employer(cast.an), headcount=1) for _ in range(2))
    holder = enrolled(cast.an, keys)
    with entered(cast.an):
        assert seats.take_seat(full, holder=holder, region=VILLAGE, by=cast.an, at=NOW)
    assert register(cast.an, policy).vacancy_ids == [free]


def test_another_county_sees_neither_people_nor_vacancies(
    keys: Any, cast: Cast, policy: Policy
) -> None:
    enrolled(cast.an, keys)
    published(cast.an, keys, employer(cast.an))
    held = register(cast.bo, policy)
    assert (len(held.people), len(held.vacancies)) == (0, 0)
