"""Employers of another county: every route, every table, every canary."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection

from chunfeng.foundation.access import Role, entered
from chunfeng.stages.employers import conflicts, operations, payrolls, recognising, sites
from tests.cast import NOW
from tests.faces.workbench.desk import VILLAGE, Desk
from tests.security.test_routes import filled, posts_only
from tests.stages.employers.office import credit_code

MARK, PHONE = "金丝雀厂七号", "15412340077"
TABLES = [
    model._meta.db_table
    for model in apps.get_app_config("employers").get_models()
    if model._meta.model_name != "employer"
]


@pytest.fixture
def ids(desk: Desk) -> dict[str, uuid.UUID]:
    """A foreign employer with something in every table, not verified."""
    by = desk.county.context
    facts = {"name": MARK, "kind": "company", "place": VILLAGE, "credit_code": credit_code(),
             "contact": f"{MARK}联系人", "phone": PHONE, "about": f"{MARK}简介"}  # fmt: skip
    with entered(by):
        employer = operations.add(facts, keys=desk.world.keys, by=by, at=NOW)
        site = sites.add(employer, {"place": VILLAGE, "name": f"{MARK}车间"}, by=by, at=NOW)
        recognition = recognising.apply(
            employer, kind="workshop", sub_kind="workshop", site=site, by=by, at=NOW
        )
        paid = {"workers": 3, "target_workers": 1, "hours": 300.0, "paid": 6000.0}
        payrolls.enter_payroll(site, date(2026, 10, 1), paid, by=by, at=NOW)
        conflicts.declare(employer, desk.second.user.id, reason=f"{MARK}亲属", by=by, at=NOW)
        (tie,) = conflicts.of(employer)
    return {"employer": employer, "site": site, "recognition": recognition, "conflict": tie.id}


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", ["neighbour", "village", "township"])
def test_a_foreign_id_answers_as_one_that_does_not_exist(
    desk: Desk, ids: dict[str, uuid.UUID], who: str, method: str
) -> None:
    asked, role = getattr(desk, who).client, getattr(desk, who).role
    looked = 0
    for route, stands in posts_only():
        named = [name for name in ids if f"<uuid:{name}>" in route]
        if not named or role not in stands.roles:
            continue
        told = {"reason": "x", "sure": "1", "officer": str(uuid.uuid4())}
        foreign = getattr(asked, method)(filled(route, dict(ids)), told)
        absent = getattr(asked, method)(filled(route), told)
        assert foreign.status_code == absent.status_code, route
        assert MARK.encode() not in foreign.content, route
        looked += 1
    assert looked > 1


def test_no_page_of_another_county_names_it(desk: Desk, ids: dict[str, uuid.UUID]) -> None:
    for address in ("/", "/employers", f"/employers?words={MARK}", "/recognitions?all=1",
                    "/employers?as=csv", "/recognitions?as=csv"):  # fmt: skip
        content = desk.neighbour.client.get(address).content.decode()
        shown = content.replace(f'value="{MARK}"', "").replace("：" + MARK, "")
        assert MARK not in shown, address
        assert PHONE not in desk.county.client.get(address).content.decode()
    assert MARK in desk.page("/employers").main, "its own county sees it"


@pytest.mark.parametrize("table", TABLES)
def test_the_walls_show_another_county_no_row(
    desk: Desk, ids: dict[str, uuid.UUID], table: str
) -> None:
    with entered(desk.neighbour.context), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(region) FROM {table}")  # noqa: S608 our own tables
        assert cursor.fetchall() == [(0,)]


@pytest.mark.usefixtures("ids")
def test_the_telephone_is_readable_in_no_column(desk: Desk, unwalled: Any) -> None:
    with unwalled(), connection.cursor() as cursor:
        for table in ("employers_employer", "audit_event", "accounts_member"):
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} AS t")  # noqa: S608
            ((whole,),) = cursor.fetchall()
            assert PHONE not in str(whole)
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        entered(desk.county.context),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT phone FROM employers_employer")


def test_a_supervisor_and_the_admin_enter_none_of_the_pages(desk: Desk) -> None:
    for role, region in ((Role.SUPERVISOR, 610900 * 10**6), (Role.ADMIN, VILLAGE // 10**6 * 10**6)):
        officer = desk.world.officer(role, region)
        for address in ("/employers", "/recognitions", "/employers/add"):
            desk.page(address, officer, status=403)
