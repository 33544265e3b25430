"""Accounts and posts: the page of those who give posts."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import time_machine

from chunfeng.foundation.access import Role
from chunfeng.foundation.accounts import giving, queries
from chunfeng.foundation.accounts.models import Post, SignIn
from tests.cast import NOW, PINGLI, SHIQUAN, TODAY
from tests.faces.workbench.desk import Desk
from tests.security.office import Officer

TOWN = PINGLI + 100_000
LATER = (TODAY + timedelta(30)).isoformat()
NEW = {
    "login": "new.one",
    "name": "李新",
    "role": "township",
    "region": "城关镇",
    "begins": TODAY.isoformat(),
}


@pytest.fixture
def admin(desk: Desk) -> Officer:
    return desk.world.officer(Role.ADMIN, PINGLI)


def live_posts(user: UUID) -> list[tuple[str, int]]:
    return [(post.role, post.region) for post in queries.posts_of(user, TODAY)]


def test_the_list_shows_the_regions_officers_with_their_posts_and_no_others(
    desk: Desk, admin: Officer
) -> None:
    page = desk.page("/accounts", by=admin)
    assert desk.township.user.name in page.main
    assert "城关镇" in page.main
    assert page.links(f"/accounts/{desk.county.user.id}")
    assert not page.links(f"/accounts/{desk.neighbour.user.id}")


def test_officers_are_found_by_name_and_by_sign_in_name(desk: Desk, admin: Officer) -> None:
    for words in (desk.village.user.login, desk.village.user.login.upper()):
        page = desk.page(f"/accounts?words={words}", by=admin)
        assert page.links("/accounts/") == [
            *("/accounts/give", "/accounts/invite"),
            f"/accounts/{desk.village.user.id}",
        ]


def test_former_officers_are_shown_when_asked_for(desk: Desk, admin: Officer) -> None:
    address = f"/accounts/{desk.village.user.id}"
    giving.revoke(desk.village.post.id, by=admin.context, at=NOW)
    assert address not in desk.page("/accounts", by=admin).links(address)
    assert address in desk.page("/accounts?former=1", by=admin).links(address)


def test_the_list_takes_as_many_statements_for_many_officers_as_for_few(
    desk: Desk, admin: Officer
) -> None:
    desk.county = admin
    few = desk.statements("/accounts")
    for _ in range(12):
        desk.world.officer(Role.VILLAGE, PINGLI + 100_001)
    assert desk.statements("/accounts") <= few


def test_an_invitation_gives_a_link_once_and_waits_in_the_list(desk: Desk, admin: Officer) -> None:
    shown = desk.send("/accounts/invite", NEW | {"ends": LATER}, by=admin, status=200)
    link = shown.soup.select_one("main p.mono")
    assert link
    assert "/invitation/" in link.text
    page = desk.page("/accounts", by=admin)
    assert "李新" in page.main
    assert "/invitation/" not in page.main
    (waiting,) = queries.invitations_in(admin.lo, admin.hi, NOW)
    assert (waiting.role, waiting.region, waiting.ends and waiting.ends.isoformat()) == (
        "township", TOWN, LATER,
    )  # fmt: skip


def test_what_is_wrong_with_an_invitation_is_said_at_the_field_and_kept(
    desk: Desk, admin: Officer
) -> None:
    wrong = NEW | {"role": "", "region": "没有这个镇", "begins": "someday"}
    page = desk.send("/accounts/invite", wrong, by=admin, status=422)
    assert len(page.soup.select("main .field-wrong")) == 3
    assert page.form()["name"] == "李新"
    assert not queries.invitations_in(admin.lo, admin.hi, NOW)


def test_no_post_is_given_outside_the_givers_region(desk: Desk, admin: Officer) -> None:
    desk.send("/accounts/invite", NEW | {"region": "石泉县"}, by=admin, status=422)
    assert not queries.invitations_in(0, 10**12, NOW)


def test_an_id_number_is_no_sign_in_name(desk: Desk, admin: Officer) -> None:
    page = desk.send(
        "/accounts/invite", NEW | {"login": "11010519491231002X"}, by=admin, status=422
    )
    assert page.soup.select("main [role=alert], main .notice-wrong")


def test_only_roles_that_may_be_given_are_offered(desk: Desk, admin: Officer) -> None:
    def offered(by: Officer) -> set[str]:
        page = desk.page("/accounts/invite", by=by)
        return {str(box["value"]) for box in page.soup.select("input[name=role]")}

    assert offered(desk.county) == {"village", "township"}
    assert "county" in offered(admin)


def test_an_invitation_is_withdrawn(desk: Desk, admin: Officer) -> None:
    desk.send("/accounts/invite", NEW, by=admin, status=200)
    (waiting,) = queries.invitations_in(admin.lo, admin.hi, NOW)
    desk.send(f"/accounts/invitations/{waiting.id}/withdraw", by=admin)
    assert not queries.invitations_in(admin.lo, admin.hi, NOW)


def test_a_second_post_is_given_to_somebody_by_sign_in_name(desk: Desk, admin: Officer) -> None:
    login = desk.village.user.login
    page = desk.page(f"/accounts/give?login={login}", by=admin)
    assert page.form()["login"] == login
    sent = {"login": login, "role": "township", "region": "城关镇", "begins": TODAY.isoformat()}
    assert desk.send("/accounts/give", sent, by=admin).to == f"/accounts/{desk.village.user.id}"
    assert live_posts(desk.village.user.id) == [("township", TOWN), ("village", TOWN + 1)]


def test_nobody_gives_a_post_to_themselves(desk: Desk, admin: Officer) -> None:
    sent = NEW | {"login": admin.user.login}
    desk.send("/accounts/give", sent, by=admin, status=422)
    assert live_posts(admin.user.id) == [("admin", PINGLI)]


def test_a_post_gets_a_last_day(desk: Desk, admin: Officer) -> None:
    address = f"/accounts/posts/{desk.township.post.id}/end"
    desk.send(address, {"last": "2020-01-01"}, by=admin, status=422)
    desk.send(address, {"last": LATER}, by=admin)
    assert Post.objects.get(id=desk.township.post.id).ends == TODAY + timedelta(30)


def test_before_a_post_is_taken_back_it_is_said_what_happens(desk: Desk, admin: Officer) -> None:
    address = f"/accounts/posts/{desk.township.post.id}/revoke"
    page = desk.page(address, by=admin)
    assert desk.township.user.name in page.main
    assert live_posts(desk.township.user.id)
    desk.send(address, by=admin)
    assert not live_posts(desk.township.user.id)
    assert desk.township.client.get("/people").headers["Location"].startswith("/posts")


def test_an_officer_invited_again_keeps_everything_until_the_link_is_used(
    desk: Desk, admin: Officer
) -> None:
    page = desk.send(f"/accounts/{desk.township.user.id}/renew", by=admin, status=200)
    assert "/invitation/" in page.main
    desk.page("/people", by=desk.township)


def test_deactivating_ends_posts_and_sessions_at_once(desk: Desk, admin: Officer) -> None:
    address = f"/accounts/{desk.township.user.id}/deactivate"
    assert desk.township.user.name in desk.page(address, by=admin).main
    desk.send(address, by=admin)
    assert not live_posts(desk.township.user.id)
    assert desk.township.client.get("/people").headers["Location"].startswith("/signin")
    assert not SignIn.objects.filter(user=desk.township.user, ended_at=None)


@pytest.mark.parametrize("act", ["renew", "deactivate"])
def test_a_county_officer_neither_renews_nor_deactivates(desk: Desk, act: str) -> None:
    address = f"/accounts/{desk.township.user.id}/{act}"
    desk.page(address, status=404)
    desk.send(address, status=404)
    assert live_posts(desk.township.user.id)


def test_posts_and_officers_of_another_region_are_as_if_they_did_not_exist(
    desk: Desk, admin: Officer
) -> None:
    for address in (
        f"/accounts/{desk.neighbour.user.id}",
        f"/accounts/{desk.neighbour.user.id}/renew",
        f"/accounts/{desk.neighbour.user.id}/deactivate",
        f"/accounts/posts/{desk.neighbour.post.id}/end",
        f"/accounts/posts/{desk.neighbour.post.id}/revoke",
    ):
        foreign = desk.send(address, by=admin, status=404 if "/" in address[10:] else 405)
        absent = address.replace(str(desk.neighbour.user.id), str(uuid4()))
        absent = absent.replace(str(desk.neighbour.post.id), str(uuid4()))
        assert foreign.status == admin.client.post(absent).status_code
        assert desk.neighbour.user.name not in foreign.text
    assert live_posts(desk.neighbour.user.id) == [("county", SHIQUAN)]


@pytest.mark.parametrize("page", ["invite", "give", "posts/{post}/revoke", "{user}/deactivate"])
def test_without_a_fresh_second_factor_nothing_of_it_is_done(
    desk: Desk, admin: Officer, page: str
) -> None:
    user, post = desk.township.user.id, desk.township.post.id
    address = "/accounts/" + page.format(user=user, post=post)
    with time_machine.travel(NOW + timedelta(minutes=11), tick=False):
        asked = desk.page(address, by=admin, status=302)
        sent = desk.send(address, NEW, by=admin)
        assert asked.to == sent.to
        assert desk.page(sent.to, by=admin).hidden("next") == address
    assert live_posts(user)
    assert not queries.invitations_in(0, 10**12, NOW)
