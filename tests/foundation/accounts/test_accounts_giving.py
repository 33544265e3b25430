"""Invitations and posts, and how fast what is taken back bites."""

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from datetime import date, timedelta
from threading import Barrier, BrokenBarrierError
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from chunfeng.foundation.access import Role
from chunfeng.foundation.accounts import giving, queries, rules
from chunfeng.foundation.accounts.models import Invitation, Post, SecondFactor, SignIn, User
from chunfeng.foundation.accounts.refusals import PasswordRefused, Refused
from tests.cast import NOW, PINGLI, SHIQUAN, TODAY
from tests.foundation.accounts.office import (
    BEGIN,
    PASSWORD,
    PREFECTURE,
    TOWN,
    VILLAGE,
    Office,
    Officer,
    make_office,
    outcomes,
    session_of,
)

LATER = NOW + timedelta(days=1)


def invited(by: Officer, **changed: Any) -> str:
    asked: dict[str, Any] = {"login": "Dong.Village", "name": "董示例", "begins": TODAY}
    asked |= {"role": Role.VILLAGE, "region": VILLAGE} | changed
    return giving.invite(**asked, by=by.context, at=NOW)


def events(unwalled: Callable[[], AbstractContextManager[None]]) -> list[tuple[Any, ...]]:
    with unwalled(), connection.cursor() as cursor:
        cursor.execute(
            'SELECT kind, "user", region, subject_id, detail FROM audit_event ORDER BY id'
        )
        return list(cursor.fetchall())


def test_an_invitation_makes_the_user_and_the_post(office: Office) -> None:
    user = giving.accept(invited(office.admin), password=PASSWORD, at=LATER)
    held = queries.posts_of(user, TODAY)
    assert [(p.role, p.region) for p in held] == [(Role.VILLAGE, VILLAGE)]
    assert queries.user_of(user).login == "dong.village"
    assert Post.objects.get(user=user).given_by_id == office.admin.user


def test_only_the_hash_of_a_token_is_kept(office: Office) -> None:
    token = invited(office.admin)
    kept = bytes(Invitation.objects.get().token_hash)
    assert token.encode() not in kept
    assert len(kept) == 32


def test_an_invitation_is_good_once(office: Office) -> None:
    token = invited(office.admin)
    giving.accept(token, password=PASSWORD, at=LATER)
    with pytest.raises(Refused, match="has been used"):
        giving.accept(token, password=PASSWORD, at=LATER)


def test_an_invitation_is_good_for_seven_days(office: Office) -> None:
    token = invited(office.admin)
    with pytest.raises(Refused, match="expired"):
        giving.accept(token, password=PASSWORD, at=NOW + timedelta(days=7))
    giving.accept(token, password=PASSWORD, at=NOW + timedelta(days=7, seconds=-1))


def test_a_guessed_token_opens_nothing(office: Office) -> None:
    invited(office.admin)
    with pytest.raises(Refused):
        giving.accept("guessed", password=PASSWORD, at=LATER)


def test_a_refused_password_leaves_the_invitation_open(office: Office) -> None:
    token = invited(office.admin)
    with pytest.raises(PasswordRefused):
        giving.accept(token, password=PASSWORD[:11], at=LATER)
    giving.accept(token, password=PASSWORD, at=LATER)


def test_an_invitation_dies_with_the_post_it_was_given_in(office: Office) -> None:
    token = invited(office.admin)
    giving.revoke(office.admin.post, by=office.prefecture.context, at=NOW)
    with pytest.raises(Refused):
        giving.accept(token, password=PASSWORD, at=LATER)


def test_a_withdrawn_invitation_is_worth_nothing(office: Office) -> None:
    token = invited(office.admin)
    waiting = queries.invitations_in(PINGLI, PINGLI + 10**6 - 1, NOW).get()
    giving.withdraw(waiting.id, by=office.county.context, at=NOW)
    with pytest.raises(Refused):
        giving.accept(token, password=PASSWORD, at=LATER)


def test_nobody_withdraws_another_countys_invitation(office: Office) -> None:
    invited(office.admin)
    waiting = Invitation.objects.get()
    with pytest.raises(Refused, match="no such invitation"):
        giving.withdraw(waiting.id, by=office.neighbour.context, at=NOW)


def test_a_second_invitation_replaces_the_first(office: Office) -> None:
    first, second = invited(office.admin), invited(office.admin)
    with pytest.raises(Refused):
        giving.accept(first, password=PASSWORD, at=LATER)
    giving.accept(second, password=PASSWORD, at=LATER)


def test_an_invitation_of_somebody_else_stays_open(office: Office) -> None:
    first = invited(office.admin)
    invited(office.admin, login="somebody.else")
    giving.accept(first, password=PASSWORD, at=LATER)


def test_an_invitation_elsewhere_does_not_replace_ones_own(office: Office) -> None:
    mine = invited(office.admin)
    theirs = invited(office.neighbour, role=Role.COUNTY, region=SHIQUAN)
    giving.accept(mine, password=PASSWORD, at=LATER)
    with pytest.raises(Refused, match="has been taken"):
        giving.accept(theirs, password=PASSWORD, at=LATER)


def test_nobody_is_invited_under_a_taken_name_in_whatever_letters(office: Office) -> None:
    with pytest.raises(Refused, match="is taken"):
        invited(office.admin, login="AN.County ")


@pytest.mark.parametrize(
    "changed", [{"login": "999999198001011234"}, {"name": "  "}, {"login": ""}]
)
def test_an_invitation_needs_a_proper_name(office: Office, changed: dict[str, str]) -> None:
    with pytest.raises(Refused):
        invited(office.admin, **changed)
    assert not Invitation.objects.exists()


def test_an_invitation_is_given_by_the_same_rule_as_a_post(office: Office) -> None:
    for wrong in ({"region": SHIQUAN}, {"role": Role.ADMIN, "region": PINGLI}):
        with pytest.raises(Refused):
            invited(office.admin, **wrong)


def test_the_first_administrator_is_invited_where_there_is_none(db: None) -> None:
    token = giving.invite_first(login="root", name="何示例", at=NOW)
    user = giving.accept(token, password=PASSWORD, at=LATER)
    assert [(p.role, p.region) for p in queries.posts_of(user, TODAY)] == [(Role.ADMIN, 0)]
    with pytest.raises(Refused, match="already"):
        giving.invite_first(login="root2", name="何示例", at=NOW)


def test_somebody_who_lost_the_factor_sets_everything_anew(office: Office, keys: Any) -> None:
    session_of(office.county.user, keys)
    token = giving.invite_again(office.county.user, by=office.admin.context, at=NOW)
    assert queries.sessions_of(office.county.user, NOW).exists()
    user = giving.accept(token, password=PASSWORD.upper(), at=LATER)
    assert user == office.county.user
    assert not SecondFactor.objects.filter(user=user).exists()
    assert not SignIn.objects.filter(user=user, ended_at=None).exists()
    assert len(queries.posts_of(user, TODAY)) == 1


@pytest.mark.parametrize("who", ["auditor", "prefecture", "neighbour", "admin", "nation"])
def test_an_administrator_renews_only_those_they_manage(office: Office, who: str) -> None:
    other: Officer = getattr(office, who)
    with pytest.raises(Refused):
        giving.invite_again(other.user, by=office.admin.context, at=NOW)
    with pytest.raises(Refused):
        giving.deactivate(other.user, by=office.admin.context, at=NOW)


def test_an_officer_renews_and_deactivates_nobody(office: Office) -> None:
    with pytest.raises(Refused):
        giving.invite_again(office.township.user, by=office.county.context, at=NOW)
    with pytest.raises(Refused):
        giving.deactivate(office.township.user, by=office.county.context, at=NOW)


def test_a_post_is_given_to_somebody_who_is_there(office: Office) -> None:
    post = giving.grant(
        user=office.township.user,
        role=Role.VILLAGE,
        region=VILLAGE,
        begins=TODAY,
        by=office.county.context,
        at=NOW,
    )
    assert post in {p.id for p in queries.posts_of(office.township.user, TODAY)}


def test_giving_a_post_is_refused_as_the_rules_say(office: Office) -> None:
    by = office.admin
    asked: dict[str, Any] = {"begins": TODAY, "by": by.context, "at": NOW}
    for user, role, region in (
        (by.user, Role.COUNTY, PINGLI),
        (office.auditor.user, Role.COUNTY, PINGLI),
        (office.county.user, Role.COUNTY, PINGLI),
        (office.county.user, Role.SUPERVISOR, PREFECTURE),
        (UUID(int=7), Role.COUNTY, PINGLI),
    ):
        with pytest.raises(Refused):
            giving.grant(user=user, role=role, region=region, **asked)
    assert Post.objects.count() == 7


def test_the_database_itself_keeps_posts_from_oneself_and_backwards(office: Office) -> None:
    mine = {"user_id": office.county.user, "role": "admin", "region": 0, "given_at": NOW}
    for wrong in (
        {"begins": TODAY, "given_by_id": office.county.user},
        {"begins": TODAY, "ends": BEGIN},
    ):
        with pytest.raises(Exception, match="accounts_post"), transaction.atomic():
            Post.objects.create(**mine, **wrong)


def test_a_revoked_post_counts_no_more_at_the_next_request(office: Office) -> None:
    an = office.county
    assert queries.context_for(an.user, an.post, TODAY)
    giving.revoke(an.post, by=office.admin.context, at=NOW)
    assert queries.context_for(an.user, an.post, TODAY) is None
    assert queries.posts_of(an.user, TODAY) == []


def test_a_post_counts_until_its_last_day(office: Office) -> None:
    an, tomorrow = office.county, TODAY + timedelta(1)
    giving.end(an.post, last_day=tomorrow, by=office.admin.context, at=NOW)
    assert queries.context_for(an.user, an.post, tomorrow)
    assert queries.context_for(an.user, an.post, tomorrow + timedelta(1)) is None
    assert queries.context_for(an.user, an.post, BEGIN - timedelta(1)) is None


def test_a_post_does_not_end_in_the_past(office: Office) -> None:
    with pytest.raises(Refused, match="today or later"):
        giving.end(office.county.post, last_day=date(2026, 2, 1), by=office.admin.context, at=NOW)


@pytest.mark.parametrize("who", ["neighbour", "township", "auditor"])
def test_a_post_is_taken_back_only_by_who_might_give_it(office: Office, who: str) -> None:
    with pytest.raises(Refused, match="no such post"):
        giving.revoke(office.county.post, by=getattr(office, who).context, at=NOW)


def test_a_countys_administrator_does_not_take_back_its_auditors_post(office: Office) -> None:
    with pytest.raises(Refused):
        giving.revoke(office.auditor.post, by=office.admin.context, at=NOW)
    giving.revoke(office.auditor.post, by=office.prefecture.context, at=NOW)


def test_somebody_elses_post_is_nobodys_context(office: Office) -> None:
    assert queries.context_for(office.township.user, office.county.post, TODAY) is None


def test_a_context_covers_the_posts_region_and_no_more(office: Office) -> None:
    assert (office.nation.context.lo, office.nation.context.hi) == (0, 10**12 - 1)
    assert (office.county.context.lo, office.county.context.hi) == (PINGLI, PINGLI + 10**6 - 1)
    assert (office.township.context.lo, office.township.context.hi) == (TOWN, TOWN + 999)


def test_deactivating_ends_posts_and_sessions(office: Office, keys: Any) -> None:
    an = office.county
    session = session_of(an.user, keys)
    assert queries.user_for_session(session, NOW)
    giving.deactivate(an.user, by=office.admin.context, at=NOW)
    assert queries.user_for_session(session, NOW) is None
    assert queries.context_for(an.user, an.post, TODAY) is None
    assert not User.objects.get(id=an.user).active


def test_who_has_a_post_elsewhere_is_deactivated_by_the_level_above(office: Office) -> None:
    Post.objects.create(
        user_id=office.county.user, role=Role.COUNTY, region=SHIQUAN, begins=BEGIN, given_at=NOW
    )
    with pytest.raises(Refused, match="cannot take back"):
        giving.deactivate(office.county.user, by=office.admin.context, at=NOW)
    giving.deactivate(office.county.user, by=office.prefecture.context, at=NOW)


def test_a_post_elsewhere_that_is_over_is_in_nobodys_way(office: Office) -> None:
    Post.objects.create(
        user_id=office.county.user, role=Role.COUNTY, region=SHIQUAN, begins=BEGIN, ends=BEGIN,
        given_at=NOW,
    )  # fmt: skip
    giving.deactivate(office.county.user, by=office.admin.context, at=NOW)


def test_every_act_leaves_an_event_without_names(
    office: Office, keys: Any, unwalled: Callable[[], AbstractContextManager[None]]
) -> None:
    user = giving.accept(invited(office.admin), password=PASSWORD, at=NOW)
    post = giving.grant(
        user=user, role=Role.TOWNSHIP, region=TOWN, begins=TODAY, by=office.admin.context, at=NOW
    )
    giving.end(post, last_day=TODAY, by=office.admin.context, at=NOW)
    giving.revoke(post, by=office.admin.context, at=NOW)
    giving.invite_again(user, by=office.admin.context, at=NOW)
    giving.deactivate(user, by=office.admin.context, at=NOW)
    found = events(unwalled)
    assert [kind for kind, *_ in found] == [
        "user.invited",
        "user.joined",
        "post.granted",
        "post.ended",
        "post.revoked",
        "user.invited",
        "user.deactivated",
    ]
    assert all(region in (VILLAGE, TOWN) for _, _, region, *_ in found)
    assert "董" not in str(found)
    assert "dong" not in str(found)


def test_two_who_hold_one_link_make_one_user(committed: None) -> None:
    token = invited(make_office().admin)
    assert outcomes(lambda: giving.accept(token, password=PASSWORD, at=LATER)) == [
        "Refused",
        "done",
    ]
    assert User.objects.filter(login="dong.village").count() == 1


def test_two_who_hold_one_link_set_one_password(committed: None) -> None:
    office = make_office()
    with transaction.atomic():
        token = giving.invite_again(office.county.user, by=office.admin.context, at=NOW)
    found = outcomes(
        lambda: giving.accept(token, password=PASSWORD.title(), at=LATER),
        lambda: giving.accept(token, password=PASSWORD.upper(), at=LATER),
    )
    assert found == ["Refused", "done"]


def test_two_posts_that_watch_each_other_are_not_given_at_once(
    committed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = make_office()
    user = giving.make_user(login="neu", name="新示例", password=PASSWORD, at=NOW).id

    # Both have been found free of other posts before either is given, unless one waits.
    checked, barrier = rules.grant_refused, Barrier(2)

    def slowly(*asked: Any, **more: Any) -> Any:
        found = checked(*asked, **more)
        with suppress(BrokenBarrierError):
            barrier.wait(0.5)
        return found

    monkeypatch.setattr(rules, "grant_refused", slowly)

    def give(role: Role) -> Callable[[], object]:
        by = office.prefecture.context
        asked: dict[str, Any] = {"user": user, "region": PINGLI, "begins": TODAY}
        return lambda: giving.grant(**asked, role=role, by=by, at=NOW)

    assert outcomes(give(Role.COUNTY), give(Role.AUDITOR)) == ["Refused", "done"]
