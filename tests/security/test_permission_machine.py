"""Random officers, moves and revocations against every route: nobody's name leaves their region.

Each step of the machine is one draw; a run makes at least two thousand of them.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from chunfeng.foundation.access import Role, entered
from chunfeng.foundation.partners.scopes import Scope
from chunfeng.stages.people import households
from chunfeng.stages.people.refusals import Refused
from tests.faces.desk.counter import Counter
from tests.security.office import PINGLI, SHIQUAN, VILLAGES, Officer, Someone, World
from tests.security.test_faces_apart import kept, key
from tests.security.test_routes import filled, posts_only
from tests.stages.vacancies import market

EXAMPLES, STEPS = 50, 60  # some runs end early: 3,000 draws at most, 2,000 at least
POSTS = (
    (Role.COUNTY, PINGLI),
    (Role.COUNTY, SHIQUAN),
    (Role.TOWNSHIP, PINGLI + 100_000),
    (Role.VILLAGE, VILLAGES[0]),
    (Role.VILLAGE, VILLAGES[3]),
    (Role.SUPERVISOR, 610900 * 10**6),
    (Role.AUDITOR, PINGLI),
    (Role.ADMIN, SHIQUAN),
    (Role.ANALYST, 0),
)
draws = 0


def text_of(content: bytes) -> str:
    """What an answer says; of a workbook all its parts."""
    if content[:2] == b"PK":
        with ZipFile(BytesIO(content)) as parts:
            content = b"".join(parts.read(name) for name in parts.namelist())
    return content.decode("utf-8", "replace")


class Office(RuleBasedStateMachine):
    """The world, changed and asked at random."""

    keys: Any = None

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.world = World(type(self).keys)
        self.leaks: list[str] = []

    @initialize()
    def begin(self) -> None:
        for role, region in POSTS[:2]:
            self.world.officer(role, region)
        for village in VILLAGES[:4]:
            self.world.person(village)

    @rule(place=st.sampled_from(POSTS))
    def an_officer_comes(self, place: tuple[Role, int]) -> None:
        if len(self.world.officers) < 8:
            self.world.officer(*place)

    @rule(village=st.sampled_from(VILLAGES))
    def somebody_is_registered(self, village: int) -> None:
        if len(self.world.people) < 12:
            self.world.person(village)

    @rule(data=st.data())
    @precondition(lambda self: len(self.world.officers) > 2)
    def a_post_is_taken_back(self, data: st.DataObject) -> None:
        officer = data.draw(st.sampled_from(self.world.officers[2:]))
        officer.post.revoked_at = datetime.now(UTC)
        officer.post.save()
        officer.live = False

    @rule(data=st.data(), village=st.sampled_from(VILLAGES))
    def a_household_moves(self, data: st.DataObject, village: int) -> None:
        person: Someone = data.draw(st.sampled_from(self.world.people))
        by = data.draw(st.sampled_from(self.world.officers))
        with entered(by.context):
            try:
                households.move(
                    person.household, village, reason="x", by=by.context, at=datetime.now(UTC)
                )
            except Refused:
                return
        assert by.lo <= person.region <= by.hi
        person.region = village

    @rule(data=st.data(), method=st.sampled_from(["get", "get", "post"]))
    def somebody_asks(self, data: st.DataObject, method: str) -> None:
        self.ask(data, method)

    @rule(data=st.data(), method=st.sampled_from(["get", "get", "post"]))
    def somebody_asks_again(self, data: st.DataObject, method: str) -> None:
        self.ask(data, method)

    def ask(self, data: st.DataObject, method: str) -> None:
        officer: Officer = data.draw(st.sampled_from(self.world.officers))
        route, _ = data.draw(st.sampled_from(posts_only()))
        about: Someone = data.draw(st.sampled_from(self.world.people))
        address = filled(route, {"person": about.id, "household": about.household})
        hidden = [p.canary for p in self.world.people if not officer.sees(p)]
        # What somebody types comes back to them: a part of the name, so that only a leak has all.
        sent = {"words": about.canary[:-2], "reason": "", "on": "", "act": "x"}
        response = getattr(officer.client, method)(address, sent)
        said = text_of(response.content) + str(dict(response.headers))
        self.leaks += [f"{officer.role} {method} {route}" for mark in hidden if mark in said]
        assert response.status_code < 500, (route, response.status_code)
        if not officer.live:
            assert response.status_code == 302, route

    @invariant()
    def nothing_leaks(self) -> None:
        global draws
        draws += 1
        assert not self.leaks

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)


@contextmanager
def machine_settings() -> Iterator[settings]:
    yield settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


@pytest.mark.django_db
def test_no_name_leaves_its_region_in_two_thousand_draws(keys: Any) -> None:
    Office.keys = keys
    with machine_settings() as chosen:
        run_state_machine_as_test(Office, settings=chosen)
    assert draws >= 2000


PERSONAL = {"people", "doubts", "employers", "vacancies", "placements", "docking", "messaging",
            "partners"}  # fmt: skip
OPEN = {"vacancies_shown"}  # the shop window
FILLED = {
    "people_person", "people_household", "employers_employer", "employers_site",
    "employers_recognition", "employers_document", "employers_payroll", "vacancies_vacancy",
    "vacancies_photo", "vacancies_interest", "vacancies_report", "partners_key", "people_contact",
    "placements_offer", "placements_offeranswer",
}  # fmt: skip


@pytest.mark.django_db
def test_the_second_wall_holds_without_any_filter(
    keys: Any, unwalled: Callable[[], AbstractContextManager[None]]
) -> None:
    """Whatever a query forgets: every table with a person or region gives no foreign row."""
    counter = Counter.opened(keys)
    counter.world.person(VILLAGES[0])
    ids = kept(counter, unwalled)
    market.reported(keys, counter.published())
    key(counter, Scope.BULK)
    with unwalled(), connection.cursor() as cursor:  # what is verified or recognised is public
        cursor.execute("UPDATE employers_employer SET state = 'applied'")
    other = counter.world.officer(Role.COUNTY, SHIQUAN)
    tables = personal_tables()
    assert set(tables) >= FILLED
    assert ids
    for table in tables:
        there, seen = count_of(table, unwalled, other)
        assert there or table not in FILLED, table
        assert seen == 0, table


def personal_tables() -> list[str]:
    """The tables that hold a person or whose rows belong to a region."""
    return [
        model._meta.db_table
        for model in apps.get_models()
        if {f.column for f in model._meta.fields} & {"person_id", "household_id", "region"}
        and model._meta.app_label in PERSONAL
        and model._meta.db_table not in OPEN
    ]


def count_of(
    table: str, unwalled: Callable[[], AbstractContextManager[None]], other: Officer
) -> tuple[int, int]:
    """How many rows a table has of one county, and how many another county's officer sees."""
    own = f"SELECT count(region) FROM {table} WHERE region / 1000000 <> 610922"  # noqa: S608 ours
    with unwalled(), connection.cursor() as cursor:
        cursor.execute(own)
        ((there,),) = cursor.fetchall()
    with entered(other.context), connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute(own)
                ((seen,),) = cursor.fetchall()
        except ProgrammingError as refused:
            if "permission denied" not in str(refused):
                raise
            seen = 0
    return there, seen
