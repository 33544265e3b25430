"""What is taken away is gone at the very next request of a session that is open."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.utils import timezone

from chunfeng.foundation.access import DataClass, Entry, Role, access
from chunfeng.foundation.accounts import giving, operations
from chunfeng.foundation.accounts.models import User
from tests.foundation.accounts.office import PASSWORD, Office, session_of


@access(data_class=DataClass.D2, roles=frozenset({Role.COUNTY}))
def people(request: HttpRequest) -> HttpResponse:
    return HttpResponse("people")


@access(data_class=DataClass.ACCOUNTS, entry=Entry.SIGNED_IN)
def mine(request: HttpRequest) -> HttpResponse:
    return HttpResponse("mine")


@access(data_class=DataClass.OPEN, entry=Entry.ANYONE)
def anyone(request: HttpRequest) -> HttpResponse:
    return HttpResponse("anyone")


urlpatterns = [
    path("people", people),
    path("mine", mine),
    path("signin", anyone, name="signin"),
    path("posts", anyone, name="posts"),
]


@pytest.fixture
def client_of_an(office: Office, keys: Any, settings: Any) -> Client:
    """The county officer's browser, signed in and in the post."""
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = [
        "django.contrib.sessions.middleware.SessionMiddleware",
        "chunfeng.foundation.accounts.middleware.PostMiddleware",
    ]
    client = Client()
    session = client.session
    session["signin"] = str(session_of(office.county.user, keys, timezone.now()))
    session["post"] = str(office.county.post)
    session.save()
    return client


def shown(client: Client, page: str) -> str:
    """The page's text, or where one is sent instead."""
    response = client.get(page)
    if response.status_code == 302:
        return str(response.headers["Location"]).partition("?")[0]
    return response.content.decode()


def test_an_officer_signed_in_is_shown_the_page(client_of_an: Client) -> None:
    assert shown(client_of_an, "/people") == "people"
    assert shown(client_of_an, "/mine") == "mine"


def test_without_a_session_there_is_the_sign_in_page(client_of_an: Client) -> None:
    assert shown(Client(), "/people") == "/signin"
    assert shown(Client(), "/mine") == "/signin"
    assert shown(Client(), "/signin") == "anyone"


def revoke(office: Office) -> None:
    giving.revoke(office.county.post, by=office.admin.context, at=timezone.now())


def deactivate(office: Office) -> None:
    giving.deactivate(office.county.user, by=office.admin.context, at=timezone.now())


def end_sessions(office: Office) -> None:
    operations.end_sessions(office.county.user, at=timezone.now())


def renew(office: Office) -> None:
    by, at = office.admin.context, timezone.now()
    token = giving.invite_again(office.county.user, by=by, at=at)
    giving.accept(token, password=PASSWORD.title(), at=at)


@pytest.mark.parametrize(
    ("take_away", "people", "mine"),
    [
        (revoke, "/posts", "mine"),
        (deactivate, "/signin", "/signin"),
        (end_sessions, "/signin", "/signin"),
        (renew, "/signin", "/signin"),
    ],
)
def test_what_is_taken_away_bites_at_the_next_request(
    office: Office,
    client_of_an: Client,
    take_away: Callable[[Office], None],
    people: str,
    mine: str,
) -> None:
    assert shown(client_of_an, "/people") == "people"
    take_away(office)
    assert shown(client_of_an, "/people") == people
    assert shown(client_of_an, "/mine") == mine


def test_a_demo_session_ends_where_the_demo_is_off(
    office: Office, client_of_an: Client, settings: Any
) -> None:
    User.objects.filter(id=office.county.user).update(demo=True)
    assert shown(client_of_an, "/people") == "people"
    settings.DEMO = False
    assert shown(client_of_an, "/people") == "/signin"
