"""Lists leave the register under rules, and come back as they left."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from chunfeng.foundation.access import Context, DataClass, Purpose, Role, entered
from chunfeng.foundation.audit.queries import timeline
from chunfeng.foundation.exports import operations as exports
from chunfeng.foundation.exports import queries as export_queries
from chunfeng.foundation.exports.models import ExportRequest
from chunfeng.foundation.exports.operations import Wish
from chunfeng.foundation.exports.refusals import NoExport, Refused
from chunfeng.foundation.exports.states import State
from chunfeng.foundation.intake import Ledger, Reference, read_ledger
from chunfeng.foundation.intake.columns import OccupationWord
from chunfeng.kit.texts import text
from chunfeng.stages.people import exporting, households, operations, queries
from chunfeng.stages.people.queries import Filters
from chunfeng.stages.people.sheets import PEOPLE
from tests.cast import NOW, PINGLI, TODAY, Cast, context
from tests.stages.people.imports import id_number

pytestmark = pytest.mark.django_db
VILLAGE = PINGLI + 100_001
WHOLE = {
    "name": "王小春",
    "home": VILLAGE,
    "household_no": "H1",
    "relation": "head",
    "id_number": id_number(1, "19800101"),
    "sex": "female",
    "birth_date": date(1980, 1, 1),
    "phone": "15400000001",
    "categories": ("exited", "relocated"),
    "education": "junior",
    "health": ("chronic", "disabled"),
    "disability_type": ("limb",),
    "disability_grade": 3,
    "work_capacity": "ordinary",
    "work_limits": ("heavy", "night"),
    "care": ("school_child", "elder"),
    "hours_per_day": 7.5,
    "hours_window": (510, 1050),
    "busy_months": (4, 5, 10),
    "skills": (OccupationWord("缝纫工", "6-05-01-03"), OccupationWord("绣花", None)),
    "certificates": ("电工证", "=1+1"),
    "status": "workshop",
    "work_employer": "=cmd|' /C calc'!A0",
    "work_since": date(2025, 3, 1),
    "income": 2300.0,
    "willing": "yes",
    "wish_reach": ("township", "county"),
    "wish_places": (PINGLI,),
    "pay_min": 2000.0,
    "available_from": date(2026, 12, 1),
    "consent": True,
    "consent_on": date(2026, 11, 1),
    "remarks": "+86",
}


def enrolled(by: Context, keys: Any, **values: Any) -> UUID:
    row = {"name": "李秋", "home": VILLAGE} | values
    with entered(by):
        return operations.enrol(row, keys=keys, by=by, at=NOW)


def wish(people: Sequence[UUID], fields: Sequence[str] = exporting.LIST, **how: Any) -> Wish:
    told = {"reason": "下月走访", "data_class": exporting.class_of(fields)} | how
    return Wish(people=people, fields=fields, **told)


def asked(by: Context, *args: Any, **how: Any) -> UUID:
    with entered(by):
        return exports.ask(wish(*args, **how), by=by, at=NOW)


def content(request: UUID, by: Context, keys: Any) -> tuple[str, bytes]:
    with entered(by):
        found = exports.fetch(request, by=by, at=NOW)
        return exporting.file(found, text("An officer"), keys=keys, on=TODAY, at=NOW)


def as_csv(request: UUID, by: Context, keys: Any) -> str:
    return content(request, by, keys)[1].decode("utf-8-sig")


def read_back(made: tuple[str, bytes], folder: Path) -> Ledger:
    path = folder / made[0]
    path.write_bytes(made[1])
    return read_ledger(path, PEOPLE, reference=Reference.open(), county=PINGLI)


def rows_of(ledger: Ledger) -> list[dict[str, Any]]:
    return [{c.field: ledger[c.field][k] for c in PEOPLE} for k in range(len(ledger))]


def second(cast: Cast) -> Context:
    """Another officer of the same county."""
    return context(Role.COUNTY, PINGLI, 10**6)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_whole_export_imports_again_without_a_change(
    cast: Cast, keys: Any, tmp_path: Path, form: str
) -> None:
    people = [
        enrolled(cast.an, keys, **WHOLE),
        enrolled(cast.an, keys, name="赵冬", household_no="H1", relation="spouse"),
        enrolled(cast.an, keys, name="孙夏", household_no="H2", status="farming"),
    ]
    fields = [column.field for column in PEOPLE]
    request = asked(cast.an, people, fields, file_format=form)
    other = second(cast)
    with entered(other):
        exports.approve(request, by=other, at=NOW)
    ledger = read_back(content(request, cast.an, keys), tmp_path)
    assert len(ledger) == 3
    assert not ledger.issues
    with entered(cast.an):
        plan = queries.preview(rows_of(ledger), keys=keys, by=cast.an, on=TODAY)
    assert (plan.new, plan.changed, len(plan.unchanged)) == ({}, {}, 3)


def test_a_list_without_sealed_columns_finds_its_people_again(
    cast: Cast, keys: Any, tmp_path: Path
) -> None:
    person = enrolled(cast.an, keys, **WHOLE)
    ledger = read_back(content(asked(cast.an, [person]), cast.an, keys), tmp_path)
    with entered(cast.an):
        plan = queries.preview(rows_of(ledger), keys=keys, by=cast.an, on=TODAY)
    assert (plan.new, plan.changed, len(plan.unchanged)) == ({}, {}, 1)


def test_somebody_with_two_kinds_of_work_is_not_changed_by_coming_back(
    cast: Cast, keys: Any, tmp_path: Path
) -> None:
    person = enrolled(cast.an, keys, **WHOLE)
    with entered(cast.an):
        operations.begin_spell(person, by=cast.an, at=NOW, begun=TODAY, kind="casual", evidence="D")
    request = asked(cast.an, [person], exporting.PLAIN)
    ledger = read_back(content(request, cast.an, keys), tmp_path)
    with entered(cast.an):
        plan = queries.preview(rows_of(ledger), keys=keys, by=cast.an, on=TODAY)
    assert not plan.changed


def test_a_plain_list_holds_no_sealed_value(cast: Cast, keys: Any) -> None:
    person = enrolled(cast.an, keys, **WHOLE)
    request = asked(cast.an, [person], exporting.PLAIN, file_format="csv")
    made = as_csv(request, cast.an, keys)
    assert "王小春" in made
    for sealed in (WHOLE["id_number"], WHOLE["phone"], "慢性病", "肢体"):
        assert str(sealed) not in made


def test_formula_like_text_stays_text_in_a_csv(cast: Cast, keys: Any) -> None:
    person = enrolled(cast.an, keys, **WHOLE)
    request = asked(cast.an, [person], exporting.PLAIN, file_format="csv")
    made = as_csv(request, cast.an, keys)
    assert ",=" not in made
    assert "'=cmd" in made


def test_the_first_row_says_who_took_it_out(cast: Cast, keys: Any) -> None:
    person = enrolled(cast.an, keys)
    made = as_csv(asked(cast.an, [person], file_format="csv"), cast.an, keys)
    assert made.startswith("经办,")


@pytest.mark.parametrize(
    ("rows", "fields", "needed"),
    [
        (500, exporting.LIST, False),
        (501, exporting.LIST, True),
        (1, (*exporting.LIST, "phone"), True),
        (1, (*exporting.LIST, "id_number"), True),
        (1, (*exporting.LIST, "lon"), True),
    ],
)
def test_many_rows_or_anything_sealed_needs_a_second_officer(
    cast: Cast, rows: int, fields: Sequence[str], needed: bool
) -> None:
    assert exports.needs_second(rows, exporting.class_of(fields), by=cast.an) is needed


def test_a_township_exports_no_phones_and_a_village_nothing(cast: Cast, keys: Any) -> None:
    person = enrolled(cast.an, keys)
    with pytest.raises(Refused):
        asked(cast.chun, [person], (*exporting.LIST, "phone"))
    with pytest.raises(Refused):
        asked(cast.dong, [person])
    assert asked(cast.chun, [person])


@pytest.mark.parametrize("lacking", [{"reason": " "}, {"people": []}])
def test_a_list_needs_people_and_a_reason(cast: Cast, keys: Any, lacking: dict[str, Any]) -> None:
    person = enrolled(cast.an, keys)
    with entered(cast.an), pytest.raises(Refused):
        exports.ask(replace(wish([person]), **lacking), by=cast.an, at=NOW)


def test_nobody_approves_their_own_export(cast: Cast, keys: Any) -> None:
    request = asked(cast.an, [enrolled(cast.an, keys)], ("name", "phone"))
    with entered(cast.an), pytest.raises(Refused):
        exports.approve(request, by=cast.an, at=NOW)
    own_second_post = context(Role.COUNTY, PINGLI, 10**6, user=cast.an.user)
    with entered(own_second_post), pytest.raises(Refused):
        exports.approve(request, by=own_second_post, at=NOW)


def test_only_county_officers_of_the_region_approve(cast: Cast, keys: Any) -> None:
    request = asked(cast.an, [enrolled(cast.an, keys)], ("name", "phone"))
    for other in (cast.bo, cast.chun):
        with entered(other), pytest.raises(NoExport):
            exports.approve(request, by=other, at=NOW)
        assert not _waiting(other)
    assert [line.id for line in _waiting(second(cast))] == [request]


def test_without_approval_nothing_is_fetched(cast: Cast, keys: Any) -> None:
    request = asked(cast.an, [enrolled(cast.an, keys)], ("name", "phone"))
    with pytest.raises(Refused):
        content(request, cast.an, keys)


def test_what_was_refused_says_why_and_stays_in(cast: Cast, keys: Any) -> None:
    request, other = asked(cast.an, [enrolled(cast.an, keys)], ("name", "phone")), second(cast)
    with entered(other):
        with pytest.raises(Refused):
            exports.refuse(request, reason="", by=other, at=NOW)
        exports.refuse(request, reason="用不着电话", by=other, at=NOW)
    with entered(cast.an):
        (line,) = export_queries.mine(by=cast.an)
    assert (line.state, line.decision) == (State.REFUSED, "用不着电话")
    with pytest.raises(Refused):
        content(request, cast.an, keys)


def test_an_export_is_fetched_in_its_own_post_for_seven_days(cast: Cast, keys: Any) -> None:
    request = asked(cast.an, [enrolled(cast.an, keys)])
    with entered(cast.an):
        exports.fetch(request, by=cast.an, at=NOW + timedelta(days=6))
        with pytest.raises(Refused):
            exports.fetch(request, by=cast.an, at=NOW + timedelta(days=7))
    another_post = context(Role.COUNTY, PINGLI, 10**6, user=cast.an.user)
    for other in (another_post, second(cast)):
        with entered(other), pytest.raises(NoExport):
            exports.fetch(request, by=other, at=NOW)


def test_who_left_the_region_meanwhile_is_not_in_the_file(
    cast: Cast, keys: Any, tmp_path: Path
) -> None:
    near, gone = enrolled(cast.an, keys), enrolled(cast.an, keys, name="周春")
    request = asked(cast.chun, [near, gone])
    with entered(cast.an):
        home = queries.facts(gone, on=TODAY)
        assert home
        households.move(home.household, PINGLI + 101_001, reason="搬家", by=cast.an, at=NOW)
    ledger = read_back(content(request, cast.chun, keys), tmp_path)
    assert list(ledger["name"]) == ["李秋"]


def test_everybody_opened_by_an_export_has_it_in_their_timeline(cast: Cast, keys: Any) -> None:
    person = enrolled(cast.an, keys, **WHOLE)
    request, other = asked(cast.an, [person], ("name", "phone")), second(cast)
    with entered(other):
        exports.approve(request, by=other, at=NOW)
    content(request, cast.an, keys)
    with entered(cast.an):
        latest = timeline(by=cast.an, person=person)[0]
    assert (latest.kind, list(latest.fields)) == ("export.fetched", ["phone"])


def test_the_gate_opens_nothing_that_nobody_else_approved(cast: Cast, keys: Any) -> None:
    person = enrolled(cast.an, keys, **WHOLE)
    request = asked(cast.an, [person], ("name", "phone"))
    for by in (cast.an, second(cast), replace(cast.an, purpose=Purpose.SUBSIDY)):
        with entered(by), pytest.raises(DatabaseError), transaction.atomic():
            _opened(request)


def test_the_database_keeps_anybody_from_deciding_their_own(cast: Cast, keys: Any) -> None:
    request = asked(cast.an, [enrolled(cast.an, keys)], ("name", "phone"))
    with entered(cast.an), pytest.raises(DatabaseError), transaction.atomic():
        ExportRequest.objects.filter(id=request).update(decided_by=cast.an.user)


def test_a_selection_is_what_the_list_shows(cast: Cast, keys: Any) -> None:
    idle = enrolled(cast.an, keys, birth_date=date(1990, 1, 1))
    enrolled(cast.an, keys, name="赵冬", status="employed", birth_date=date(1990, 1, 1))
    with entered(cast.an):
        found = exporting.selected(Filters(status=("not_in_work",)), on=TODAY, keys=keys)
    assert found == [idle]


def test_classes_follow_the_fields() -> None:
    assert exporting.class_of(exporting.PLAIN) is DataClass.D2
    assert exporting.class_of(("name", "phone")) is DataClass.D3
    assert exporting.class_of(("phone", "health")) is DataClass.D4


def _waiting(by: Context) -> list[export_queries.Line]:
    with entered(by):
        return export_queries.waiting(by=by)


def _opened(request: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_open_exported(%s, %s)", [request, NOW])
