"""What the database itself keeps from officers and workers, and what is listed of accounts."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import ProgrammingError, connection, transaction

from chunfeng.foundation.access import POSTS, Role, entered
from chunfeng.foundation.accounts import demo, giving, operations, queries
from chunfeng.foundation.accounts.models import Invitation, Post, SavedFilter, SignIn, User
from chunfeng.foundation.accounts.refusals import Refused
from chunfeng.foundation.accounts.rules import span
from tests.cast import NOW, PINGLI, SHIQUAN, TODAY
from tests.foundation.accounts.office import (
    HOME,
    PREFECTURE,
    TOWN,
    VILLAGE,
    Office,
    Officer,
    officer,
    session_of,
)

SECRETS = [
    "SELECT password FROM accounts_user",
    "SELECT secret FROM accounts_secondfactor",
    "SELECT public_key FROM accounts_secondfactor",
    "SELECT token_hash FROM accounts_invitation",
    "SELECT agent FROM accounts_signin",
    "SELECT key FROM accounts_attempt",
    "SELECT session_key FROM django_session",
    "UPDATE accounts_user SET active = true",
    "UPDATE accounts_post SET revoked_at = NULL",
    "DELETE FROM accounts_post",
    "INSERT INTO accounts_post (id) VALUES (gen_random_uuid())",
]


def denied(statement: str) -> None:
    refused = pytest.raises(ProgrammingError, match="permission denied")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("statement", SECRETS)
def test_in_a_post_nobody_reads_secrets_or_writes_posts(office: Office, statement: str) -> None:
    with entered(office.county.context):
        denied(statement)


def test_in_a_post_names_and_posts_are_read(office: Office) -> None:
    an = office.county
    with entered(an.context):
        assert queries.names([an.user]) == {an.user: "示例"}
        assert [p.id for p in queries.posts_of(an.user, TODAY)] == [an.post]


@pytest.mark.parametrize("column", ["login", "active", "demo"])
def test_of_accounts_an_officer_reads_names_alone(office: Office, column: str) -> None:
    for who in (office.county, office.nation):
        with entered(who.context):
            denied(f"SELECT {column} FROM accounts_user")  # noqa: S608 ours
            denied(f"SELECT id FROM accounts_user WHERE {column} IS NOT NULL")  # noqa: S608 ours


def read_by(officer: Officer) -> set[Any]:
    """Whose posts an officer reads who asks for all of them."""
    with entered(officer.context):
        return set(Post.objects.values_list("user", flat=True))


def test_an_officer_reads_the_posts_below_and_above_hers_and_her_own(office: Office) -> None:
    above = {office.nation.user, office.prefecture.user}
    here = {office.admin.user, office.county.user, office.auditor.user}
    assert read_by(office.county) == above | here | {office.township.user}
    assert read_by(office.township) == above | here | {office.township.user}
    giving_elsewhere = Post.objects.create(
        user_id=office.county.user, role=Role.COUNTY, region=SHIQUAN, begins=TODAY, given_at=NOW
    )
    with entered(office.county.context):
        assert Post.objects.filter(id=giving_elsewhere.id).exists()


def test_no_officer_reads_a_post_of_another_county_or_township(office: Office) -> None:
    next_county = officer("shi.county", Role.COUNTY, SHIQUAN)
    next_town = officer("dong.town", Role.TOWNSHIP, TOWN + 1000)
    assert read_by(office.county).isdisjoint({office.neighbour.user, next_county.user})
    assert next_town.user in read_by(office.county)
    assert next_town.user not in read_by(office.township)
    assert office.county.user not in read_by(next_county)


def test_colleagues_are_those_of_the_own_county_whatever_is_asked_for(office: Office) -> None:
    next_county = officer("shi.county", Role.COUNTY, SHIQUAN)
    next_town = officer("dong.town", Role.TOWNSHIP, TOWN + 1000)
    roles = [Role.COUNTY, Role.TOWNSHIP]
    with entered(office.township.context):
        here = queries.colleagues(*span(PINGLI), roles, TODAY)
        assert {one.user for one in here} == {
            office.county.user, office.township.user, next_town.user
        }  # fmt: skip
        assert queries.colleagues(*span(SHIQUAN), roles, TODAY) == []
        assert queries.colleagues(*span(0), roles, TODAY) == []
    with entered(next_county.context):
        assert [one.user for one in queries.colleagues(*span(SHIQUAN), roles, TODAY)] == [
            next_county.user
        ]
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        queries.colleagues(*span(PINGLI), roles, TODAY)  # outside a post


@pytest.fixture
def as_worker(
    unwalled: Callable[[], AbstractContextManager[None]],
) -> Callable[[], AbstractContextManager[None]]:
    """With a worker's login."""

    @contextmanager
    def worker() -> Iterator[None]:
        with unwalled():
            with connection.cursor() as cursor:
                cursor.execute("SET SESSION AUTHORIZATION chunfeng_worker")
            yield

    return worker


@pytest.mark.parametrize("statement", SECRETS)
def test_a_worker_reads_no_secrets_and_writes_no_posts(
    office: Office, as_worker: Callable[[], AbstractContextManager[None]], statement: str
) -> None:
    with as_worker():
        denied(statement)


def test_a_worker_reads_the_post_of_a_job_anew(
    office: Office, as_worker: Callable[[], AbstractContextManager[None]]
) -> None:
    an = office.county
    with as_worker():
        assert queries.context_for(an.user, an.post, TODAY) == an.context


def test_a_worker_sweeps_what_is_over(
    office: Office, keys: Any, as_worker: Callable[[], AbstractContextManager[None]]
) -> None:
    old = NOW - timedelta(days=181)
    session_of(office.county.user, keys, old)
    living = session_of(office.county.user, keys)
    for number, expires in enumerate((NOW - timedelta(1), NOW + timedelta(1))):
        Session.objects.create(session_key=str(number), session_data="", expire_date=expires)
    with as_worker():
        operations.sweep(at=NOW)
    assert [s.id for s in SignIn.objects.all()] == [living]
    assert [s.session_key for s in Session.objects.all()] == ["1"]


def kept(office: Office) -> None:
    an, chun = office.county, office.township
    with entered(an.context):
        operations.save_filter(an.user, page="people", name=" 待回访 ", query="q=1")
    with entered(chun.context):
        operations.save_filter(chun.user, page="people", name="mine", query="q=2")


def test_filters_are_kept_for_their_owner_by_name(office: Office) -> None:
    kept(office)
    an = office.county
    with entered(an.context):
        operations.save_filter(an.user, page="people", name="待回访", query="q=3")
        ((saved, name, query),) = queries.saved_filters(an.user, "people")
        assert (name, query) == ("待回访", "q=3")
        assert queries.saved_filters(an.user, "doubts") == []
        operations.forget_filter(an.user, saved=saved)
        assert queries.saved_filters(an.user, "people") == []


def test_a_forgotten_owner_shows_nobody_elses_filters(office: Office) -> None:
    kept(office)
    with entered(office.county.context):
        assert [f.user_id for f in SavedFilter.objects.all()] == [office.county.user]
        assert queries.saved_filters(office.township.user, "people") == []
    assert not SavedFilter.objects.exists()


def test_nobody_keeps_a_filter_in_anothers_name(office: Office) -> None:
    refused = pytest.raises(ProgrammingError, match="row-level security")
    with entered(office.county.context), refused, transaction.atomic():
        operations.save_filter(office.township.user, page="people", name="x", query="")


@pytest.mark.parametrize(("name", "query"), [(" ", "q=1"), ("x", "q" * 2001)])
def test_a_filter_needs_a_name_and_an_end(office: Office, name: str, query: str) -> None:
    with entered(office.county.context), pytest.raises(Refused):
        operations.save_filter(office.county.user, page="people", name=name, query=query)


def test_invitations_of_a_region_wait_until_used_or_expired(office: Office) -> None:
    asked: dict[str, Any] = {"name": "新", "role": Role.COUNTY, "begins": TODAY, "at": NOW}
    giving.invite(login="one.here", region=PINGLI, by=office.admin.context, **asked)
    giving.invite(login="two.there", region=SHIQUAN, by=office.neighbour.context, **asked)

    def waiting(at: Any) -> list[str]:
        return [i.login for i in queries.invitations_in(*span(PINGLI), at)]

    assert waiting(NOW) == ["one.here"]
    assert waiting(NOW + timedelta(days=7)) == []


def test_nothing_about_accounts_prints_a_name(office: Office) -> None:
    giving.invite_again(office.county.user, by=office.admin.context, at=NOW)
    rows = (
        User.objects.get(id=office.county.user),
        Post.objects.get(id=office.county.post),
        Invitation.objects.get(),
    )
    assert [str(row) for row in rows] == [str(row.id) for row in rows]


PLACES: dict[str, Any] = {
    "county": PINGLI,
    "town": TOWN,
    "village": VILLAGE,
    "next_county": SHIQUAN,
}


def test_the_demo_has_an_account_for_each_role(db: None, keys: Any) -> None:
    made = demo.make_demo_accounts(**PLACES, keys=keys, at=NOW)
    assert {role for _, role, _ in made} == POSTS
    assert ("supervisor", Role.SUPERVISOR, PREFECTURE) in made
    assert demo.make_demo_accounts(**PLACES, keys=keys, at=NOW) == made
    assert User.objects.filter(demo=True).count() == len(made) == User.objects.count()


def test_every_demo_account_gets_in_with_the_documented_words(db: None, keys: Any) -> None:
    for login, role, _ in demo.make_demo_accounts(**PLACES, keys=keys, at=NOW):
        user = operations.prove_password(
            login, demo.PASSWORD, where=HOME, keys=keys, demo=True, at=NOW
        )
        operations.prove_code(user, demo.demo_code(NOW), where=HOME, keys=keys, at=NOW)
        operations.begin_session(user, where=HOME, at=NOW)
        (post,) = queries.posts_of(user, TODAY)
        context = queries.context_for(user, post.id, TODAY)
        assert context
        assert context.role is role


def test_demo_accounts_are_made_in_the_demo_only(db: None, keys: Any, settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(Refused, match="demo only"):
        demo.make_demo_accounts(**PLACES, keys=keys, at=NOW)
    assert not User.objects.exists()
