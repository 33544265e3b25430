"""The officers of a region, as those who give posts see them."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest

from chunfeng.foundation.access import Role
from chunfeng.foundation.accounts import giving, officers
from chunfeng.foundation.accounts.officers import Asked, PostState
from chunfeng.foundation.accounts.rules import span
from chunfeng.foundation.audit.models import Event
from tests.cast import NOW, PINGLI, TODAY
from tests.foundation.accounts.office import TOWN, VILLAGE, Office, session_of

pytestmark = pytest.mark.django_db
COUNTY = dict(zip(("lo", "hi"), span(PINGLI), strict=True))


def shown(office: Office, **asked: Any) -> dict[str, officers.Officer]:
    found, total = officers.page(Asked(**COUNTY | asked), by=office.admin.context, at=NOW)
    assert total == len(found)
    return {one.login: one for one in found}


def test_the_officers_of_a_region_are_those_with_a_post_in_it(office: Office, keys: Any) -> None:
    session_of(office.county.user, keys)
    found = shown(office)
    assert set(found) == {"he.admin", "an.county", "chun.town", "gu.audit"}
    assert (found["an.county"].ready, found["an.county"].seen_at) == (True, NOW)
    assert (found["gu.audit"].ready, found["gu.audit"].seen_at) == (False, None)


def test_who_has_no_post_now_is_a_former_officer(office: Office) -> None:
    giving.revoke(office.township.post, by=office.admin.context, at=NOW)
    assert "chun.town" not in shown(office)
    former = shown(office, former=True)["chun.town"]
    assert [post.state for post in former.posts] == [PostState.REVOKED]


def test_posts_name_their_giver_and_whether_they_count(office: Office) -> None:
    giving.grant(
        user=office.township.user,
        role=Role.VILLAGE,
        region=VILLAGE,
        begins=TODAY + timedelta(1),
        by=office.admin.context,
        at=NOW,
    )
    found = shown(office)["chun.town"].posts
    assert [(p.role, p.region, p.given_by, p.state) for p in found] == [
        (Role.TOWNSHIP, TOWN, "", PostState.NOW),
        (Role.VILLAGE, VILLAGE, "示例", PostState.TO_COME),
    ]


def test_posts_elsewhere_are_not_shown_but_keep_the_account_from_me(office: Office) -> None:
    giving.grant(
        user=office.county.user, role=Role.SUPERVISOR, region=PINGLI // 10**8 * 10**8,
        begins=TODAY, by=office.nation.context, at=NOW,
    )  # fmt: skip
    found = shown(office)["an.county"]
    assert [post.region for post in found.posts] == [PINGLI]
    assert found.refused is not None
    assert shown(office)["chun.town"].refused is None


def test_a_post_is_mine_to_take_back_inside_my_region_alone(office: Office) -> None:
    def mine(post: Any) -> bool:
        return officers.managed_post(post, by=office.admin.context, at=NOW) is not None

    assert mine(office.township.post)
    assert not mine(office.neighbour.post)
    assert not mine(office.admin.post)


def test_words_are_sought_in_names_and_sign_in_names(office: Office) -> None:
    assert set(shown(office, words="CHUN")) == {"chun.town"}
    assert set(shown(office, words="示例")) == set(shown(office))


def test_posts_that_leave_as_a_list_are_noted(
    office: Office, unwalled: Callable[[], AbstractContextManager[None]]
) -> None:
    lines = officers.taken_out(Asked(**COUNTY), by=office.admin.context, at=NOW)
    assert len(lines) == 4
    with unwalled():
        event = Event.objects.get(kind="export.fetched")
    assert (event.region, event.detail) == (PINGLI, {"what": "posts", "rows": 4})
