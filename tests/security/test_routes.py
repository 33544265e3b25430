"""Every route says who may enter, and keeps its word for every role."""

import uuid
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from chunfeng.foundation.access import POSTS, Access, Entry, Role, declared, undeclared
from chunfeng.foundation.access.declare import routes
from tests.security.office import PINGLI, SHIQUAN, VILLAGES, Officer, World

TOWN = PINGLI + 100_000
PLACES = {
    Role.VILLAGE: VILLAGES[0],
    Role.TOWNSHIP: TOWN,
    Role.COUNTY: PINGLI,
    Role.SUPERVISOR: 610900 * 10**6,
    Role.ANALYST: 0,
    Role.AUDITOR: PINGLI,
    Role.PRIVACY: 0,
    Role.ADMIN: PINGLI,
}
KNOWN = {"field": "education", "slug:field": "education", "token": "x"}


def filled(route: str, ids: dict[str, Any] | None = None) -> str:
    """An address of a route, its blanks filled."""
    out = route
    while "<" in out:
        start, end = out.index("<"), out.index(">")
        name = out[start + 1 : end]
        kind, _, word = name.rpartition(":")
        value = (ids or {}).get(word) or (uuid.uuid4() if kind == "uuid" else KNOWN.get(word, "x"))
        out = f"{out[:start]}{value}{out[end + 1 :]}"
    return out


def posts_only() -> list[tuple[str, Access]]:
    found = [(route, declared(view)) for route, _, view in routes()]
    return [
        (route, stands)
        for route, stands in found
        if stands and stands.entry is Entry.POST and Role.EMPLOYER not in stands.roles
    ]


def test_every_route_is_declared() -> None:
    assert undeclared() == []


def test_there_are_routes_to_test() -> None:
    assert len(posts_only()) > 20


def _open_view(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open")


class Careless:
    """Routes of somebody who forgot the declaration."""

    urlpatterns = [path("careless", _open_view)]


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=Careless, URLCONFS=(Careless,))
def test_a_route_without_declaration_answers_nobody() -> None:
    assert undeclared() == ["/careless"]
    assert Client().get("/careless").status_code == 404


@pytest.mark.django_db
def test_a_stranger_is_sent_to_sign_in_from_every_route() -> None:
    for route, _ in posts_only():
        for method in ("get", "post"):
            response = getattr(Client(), method)(filled(route))
            assert response.status_code == 302, route
            assert response["Location"].startswith("/signin"), route


@pytest.fixture
def world(db: None, keys: Any) -> World:
    return World(keys)


@pytest.mark.parametrize("role", sorted(POSTS), ids=str)
def test_a_role_enters_the_routes_that_name_it_and_no_other(world: World, role: Role) -> None:
    officer = world.officer(role, PLACES[role])
    for route, stands in posts_only():
        status = officer.client.get(filled(route)).status_code
        if role in stands.roles:
            assert status in {200, 302, 404, 405}, (route, status)
        else:
            assert status == 403, (route, status)


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_foreign_id_answers_as_one_that_does_not_exist(world: World, method: str) -> None:
    world.officer(Role.COUNTY, PINGLI)
    other = world.officer(Role.COUNTY, SHIQUAN)
    person = world.person(VILLAGES[0])
    ids = {"person": person.id, "household": person.household}
    for route, stands in posts_only():
        if not ("person>" in route or "household>" in route) or Role.COUNTY not in stands.roles:
            continue
        foreign = getattr(other.client, method)(filled(route, ids), {"reason": "x"})
        absent = getattr(other.client, method)(filled(route), {"reason": "x"})
        assert foreign.status_code == absent.status_code, route
        assert person.canary.encode() not in foreign.content, route


def test_a_revoked_post_is_refused_at_the_next_click(world: World) -> None:
    officer: Officer = world.officer(Role.COUNTY, PINGLI)
    assert officer.client.get("/people").status_code == 200
    officer.post.revoked_at = officer.post.given_at
    officer.post.save()
    response = officer.client.get("/people")
    assert response.status_code == 302
    assert response["Location"].startswith("/posts")
