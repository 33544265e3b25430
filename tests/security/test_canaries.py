"""Canaries in every field: they are found where they may be, and nowhere else."""

import io
import logging
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
import time_machine
from django.db import connection

from chunfeng.foundation.access import Role, entered
from chunfeng.stages.people import operations
from tests.cast import NOW
from tests.faces.desk.counter import Counter
from tests.faces.desk.test_proposed import TELEPHONE, begun
from tests.security.office import PINGLI, SHIQUAN, VILLAGES, World
from tests.security.test_routes import filled, posts_only

pytestmark = pytest.mark.django_db
Unwalled = Callable[[], AbstractContextManager[None]]
ID = "999999198001010014"
SEALED = {
    "id_number": ID,
    "phone": "15412345678",
    "address": "柳巷七十七号",
    "backup": "大伯15487654321",
    "health": ("disabled", "chronic"),
    "disability_type": ("limb",),
    "disability_grade": 2,
    "poverty_cause": "因病致贫金丝雀",
}
MARKS = (ID, "15412345678", "柳巷七十七号", "大伯15487654321", "因病致贫金丝雀")


@pytest.fixture
def world(keys: Any) -> World:
    made = World(keys)
    made.officer(Role.COUNTY, PINGLI)
    made.officer(Role.COUNTY, SHIQUAN)
    return made


def sealed_person(world: World) -> Any:
    """A person with something in every sealed field."""
    someone = world.person(VILLAGES[0])
    by = world.officers[0].context
    with entered(by):
        operations.correct(someone.id, SEALED, seen=1, keys=world.keys, by=by, at=NOW)
    return someone


def dump() -> str:
    """Every row of every table, as text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r'"
            " AND relnamespace = 'public'::regnamespace ORDER BY relname"
        )
        out = []
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT string_agg(t::text, chr(10)) FROM "{table}" AS t')  # noqa: S608 ours
            out.append(cursor.fetchone()[0] or "")
    return "\n".join(out)


def plain(content: bytes) -> str:
    """A page, or a file with the parts of a workbook laid open."""
    if not content.startswith(b"PK"):
        return content.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "\n".join(book.read(name).decode(errors="replace") for name in book.namelist())


def test_nothing_sealed_stands_anywhere_in_the_database(world: World, unwalled: Unwalled) -> None:
    someone = sealed_person(world)
    client = world.officers[0].client
    client.post(f"/people/{someone.id}/reveal/phone", {"purpose": "verify"})
    client.post("/people/search", {"words": ID})
    with unwalled():
        whole = dump()
    assert someone.canary in whole
    assert not [mark for mark in MARKS if mark in whole]


def test_no_page_shows_a_sealed_value_unasked(world: World) -> None:
    someone = sealed_person(world)
    client = world.officers[0].client
    ids = {"person": someone.id, "household": someone.household}
    for route, stands in posts_only():
        if Role.COUNTY in stands.roles and "reveal" not in route:
            for form in ("", "?as=csv"):
                said = plain(client.get(filled(route, ids) + form).content)
                assert not [mark for mark in MARKS if mark in said], (route, form)


def test_a_reveal_shows_the_one_value_asked_for_and_is_not_kept(world: World) -> None:
    someone = sealed_person(world)
    response = world.officers[0].client.post(
        f"/people/{someone.id}/reveal/phone", {"purpose": "contact"}
    )
    said = response.content.decode()
    assert [mark for mark in MARKS if mark in said] == ["15412345678"]
    assert "no-store" in response["Cache-Control"]


def test_no_foreign_canary_leaves_by_any_route(world: World) -> None:
    foreign = [world.person(VILLAGES[k % 3]) for k in range(12)]
    world.person(VILLAGES[3])
    client = world.officers[1].client
    for route, _ in posts_only():
        for someone in foreign[:2]:
            ids = {"person": someone.id, "household": someone.household}
            for method in ("get", "post"):
                sent = {"words": someone.canary, "name": someone.canary} if method == "post" else {}
                response = getattr(client, method)(filled(route, ids), sent)
                said = plain(response.content)
                said += plain(client.get(filled(route, ids) + "?as=csv").content)
                leaked = [p.canary for p in foreign if p.canary in said]
                # A page may give back what its own officer typed into it, and nothing more.
                assert set(leaked) <= {someone.canary}, route
                assert not (leaked and method == "get"), route


def test_nothing_personal_reaches_a_log(world: World, caplog: pytest.LogCaptureFixture) -> None:
    someone = sealed_person(world)
    client = world.officers[0].client
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("django.db.backends").setLevel(logging.WARNING)  # off in the product
        for words in (ID, "15412345678", someone.canary):
            client.post("/people/search", {"words": words}, follow=True)
        client.post(f"/people/{someone.id}/reveal/id_number", {"purpose": "verify"})
        client.get("/people/none")
        client.get(f"/people/{someone.id}/edit/none")
    said = caplog.text
    assert not [mark for mark in (*MARKS, someone.canary) if mark in said]


def test_the_telephone_an_employer_opens_stands_on_that_page_and_nowhere_else(
    keys: Any, unwalled: Unwalled, caplog: pytest.LogCaptureFixture
) -> None:
    with time_machine.travel(NOW, tick=False), caplog.at_level(logging.DEBUG):
        logging.getLogger("django.db.backends").setLevel(logging.WARNING)  # off in the product
        counter = Counter.opened(keys)
        address = f"/desk/proposed/{begun(counter, counter.ours)}/phone"
        shown = counter.ours.client.post(address)
        for page in ("/desk/", "/desk/proposed", address):
            assert TELEPHONE not in plain(counter.ours.client.get(page).content), page
    assert plain(shown.content).count(TELEPHONE) == 1
    assert "no-store" in shown["Cache-Control"]
    assert TELEPHONE not in str(dict(shown.headers)) + caplog.text
    with unwalled():
        assert TELEPHONE not in dump()


def test_search_words_stay_out_of_addresses(world: World) -> None:
    someone = sealed_person(world)
    for words in (ID, "15412345678", someone.canary):
        response = world.officers[0].client.post("/people/search", {"words": words})
        assert words not in response["Location"]
        found = world.officers[0].client.get(response["Location"])
        assert someone.canary in found.content.decode()


def test_objects_do_not_speak_of_persons() -> None:
    from chunfeng.stages.people.models import Contact, Household, Person, Secret

    name = "王小春"
    for made in (Person(name=name), Household(number=name), Contact(), Secret()):
        assert name not in str(made)
        assert name not in repr(made)
