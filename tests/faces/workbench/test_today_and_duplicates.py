"""The first page, and pairs that may be one person."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine

from chunfeng.foundation.access import Role, entered
from chunfeng.foundation.accounts.models import Post
from chunfeng.stages.people import finding, queries
from chunfeng.stages.vacancies import operations
from tests.cast import NOW, PINGLI, TODAY
from tests.faces.workbench.desk import Desk
from tests.stages.vacancies import market


@pytest.fixture
def pair(desk: Desk) -> queries.Pair:
    """Two records of one phone and name."""
    one = desk.enrol(phone="15400000001", education="junior")
    desk.enrol(phone="15400000001", household_no="H2", skills=None, pay_min=2000.0)
    with entered(desk.county.context):
        finding.find([one], at=NOW)
        (found,) = queries.pairs()
    return found


def test_figures_lead_into_their_own_lists(desk: Desk) -> None:
    desk.enrol()
    desk.enrol(name="李秋", willing=None, household_no="H2")
    desk.enrol(name="赵冬", status="employed", household_no="H3")
    page = desk.page("/")
    cards = {
        str(card["href"]): int(card.find("b").get_text())
        for card in page.soup.select("a.figure-card[href^='/people']")
    }
    assert sorted(cards.values()) == [1, 1, 2, 3]
    for address, n in cards.items():
        assert len(desk.page(address).soup.select("a.table-name")) == n


def test_what_is_due_and_waits_has_one_next_act(desk: Desk, pair: queries.Pair) -> None:
    desk.enrol(name="周夏", work_capacity="lost", status="employed", household_no="H7")
    page = desk.page("/")
    assert f"/duplicates/{pair.id}" in page.links("/duplicates/")
    assert page.links("/doubts?region=")
    for row in page.soup.select(".todo > li"):
        assert len(row.select("a.button, button")) == 1


def test_an_empty_register_says_what_to_do_first(desk: Desk) -> None:
    assert "登记库还是空的" in desk.page("/").main
    desk.enrol()
    assert "登记库还是空的" not in desk.page("/").main


def test_the_gravest_doubts_stand_first(desk: Desk) -> None:
    desk.enrol(name="周夏", work_capacity="lost", status="employed", household_no="H7")
    desk.enrol(name="钱冬", work_capacity="skilled", household_no="H5", education="college")
    desk.enrol(name="孙秋", household_no="H6", relation="child")
    rows = desk.page("/doubts").soup.select("tbody tr .tag")
    said = [" ".join(row.get_text().split()) for row in rows]
    order = ["错误", "存疑", "值得走访"]
    assert set(said) == set(order)
    assert said == sorted(said, key=order.index)


def test_what_another_officer_changed_has_moved(desk: Desk) -> None:
    person = desk.enrol()
    desk.send(
        f"/people/{person}/leave", {"reason": "moved_out", "on": "2026-11-20"}, by=desk.second
    )
    assert f"/people/{person}" in desk.page("/").links("/people/")


def test_a_post_that_ends_soon_says_so(desk: Desk) -> None:
    Post.objects.filter(id=desk.county.post.id).update(ends=TODAY + timedelta(days=20))
    page = desk.page("/")
    assert page.soup.select(".notice-due")


def test_a_post_without_people_sees_none(desk: Desk) -> None:
    desk.enrol()
    auditor = desk.world.officer(Role.AUDITOR, PINGLI)
    page = desk.page("/", by=auditor)
    assert "王小春" not in page.text
    assert not page.soup.select(".figure-card")
    desk.page("/people", by=auditor, status=403)


def test_the_first_page_takes_as_many_statements_for_many_as_for_few(desk: Desk) -> None:
    desk.enrol()
    few = desk.statements("/")
    for number in range(8):
        desk.enrol(name=f"李{'一二三四五六七八'[number]}", household_no=f"K{number}")
    assert desk.statements("/") <= few + 1  # pairs and changes bring no statement of their own


# Pairs


def test_a_pair_is_shown_side_by_side_with_the_reasons(desk: Desk, pair: queries.Pair) -> None:
    assert "王小春" in desk.page("/duplicates").main
    page = desk.page(f"/duplicates/{pair.id}")
    assert page.soup.select("th[scope=col] a[href^='/people/']")
    assert page.soup.select(".differs")


def test_two_people_are_kept_apart_and_not_asked_about_again(
    desk: Desk, pair: queries.Pair
) -> None:
    desk.send(f"/duplicates/{pair.id}", {"act": "apart"})
    assert f"/duplicates/{pair.id}" not in desk.page("/duplicates").links("/duplicates/")
    assert f"/duplicates/{pair.id}" in desk.page("/duplicates?state=different").links(
        "/duplicates/"
    )


def test_a_merge_keeps_the_chosen_record_and_is_undone_within_thirty_days(
    desk: Desk, pair: queries.Pair
) -> None:
    desk.send(f"/duplicates/{pair.id}", {"act": str(pair.other)})
    assert desk.facts(pair.person).merged_into == pair.other
    assert desk.facts(pair.other).values["education"] == "junior"
    with time_machine.travel(NOW + timedelta(minutes=20), tick=False):
        desk.send(f"/duplicates/{pair.id}", {"act": "undo"})
    assert desk.facts(pair.person).merged_into is None


def test_a_merge_that_changed_since_is_not_undone(desk: Desk, pair: queries.Pair) -> None:
    desk.send(f"/duplicates/{pair.id}", {"act": str(pair.other)})
    address = f"/people/{pair.other}/edit/pay_min"
    desk.send(address, desk.page(address).form() | {"pay_min": "2600"})
    page = desk.send(f"/duplicates/{pair.id}", {"act": "undo"}, status=409)
    assert page.soup.select("[role=alert]")


@pytest.mark.parametrize("act", ["", "nonsense", "00000000-0000-4000-8000-000000000000"])
def test_an_act_that_means_nothing_changes_nothing(
    desk: Desk, pair: queries.Pair, act: str
) -> None:
    answer = desk.county.client.post(f"/duplicates/{pair.id}", {"act": act})
    assert answer.status_code in (404, 409)
    assert desk.facts(pair.person).merged_into is None


def test_a_foreign_pair_is_not_found(desk: Desk, pair: queries.Pair) -> None:
    desk.page(f"/duplicates/{pair.id}", by=desk.neighbour, status=404)
    desk.send(f"/duplicates/{pair.id}", {"act": "apart"}, by=desk.neighbour, status=404)
    assert isinstance(pair.id, UUID)


# The demand side


def test_those_interested_reports_and_reviews_wait_on_the_first_page(desk: Desk) -> None:
    by, keys = desk.county.context, desk.world.keys
    employer = market.employer(by)
    shown = market.published(by, keys, employer)
    called = market.interested(keys, shown)
    told = market.reported(keys, shown)
    waits = market.draft(by, keys, employer, title="包装工")
    with entered(by):
        operations.submit(waits, by=by, at=NOW)
    page = desk.page("/")
    assert f"/interests/{called}" in page.links("/interests/")
    assert f"/reports/{told}" in page.links("/reports/")
    assert f"/review/{waits}" in page.links("/review/")
    assert "/vacancies?state=published" in page.links("/vacancies")
    others = desk.page("/", desk.neighbour)
    assert not others.links("/interests/") + others.links("/reports/") + others.links("/review/")


def test_many_who_wait_bring_no_statement_and_a_way_to_the_rest(desk: Desk) -> None:
    by, keys = desk.county.context, desk.world.keys
    shown = market.published(by, keys, market.employer(by))
    market.interested(keys, shown)
    few = desk.statements("/")
    for number in range(9):
        market.interested(keys, shown, name=f"人{number}", phone=f"1540000{number:04}")
    assert desk.statements("/") <= few
    page = desk.page("/")
    assert len(page.links("/interests/")) == 6
    assert "10 人待联系" in page.main
