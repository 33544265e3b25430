"""Whether the employer may see one's telephone: said before the yes, chosen, changed, looked up."""

from typing import Any

import pytest

from chunfeng.foundation.access import entered
from chunfeng.stages.people.vocabulary import Evidence
from chunfeng.stages.placements import operations, queries
from chunfeng.stages.placements.operations import Said
from chunfeng.stages.placements.vocabulary import EndReason, How
from tests.cast import NOW, TODAY
from tests.faces.portal.own_home import PHONE, Home, enrolled, made_offer
from tests.faces.portal.shop import Shop
from tests.stages.vacancies import market

pytestmark = pytest.mark.django_db
SAID = Said(how=How.PHONE)


@pytest.fixture
def home(shop: Shop) -> Home:
    """Somebody with an offer who has typed the code."""
    made = made_offer(shop, enrolled(shop))
    made.come()
    made.prove()
    return made


def address(home: Home) -> str:
    return f"/me/offers/{home.offer}"


def shares(home: Home) -> bool:
    with entered(home.shop.by):
        found = queries.offer(home.offer)
    assert found
    return found.shown_phone


def officer(home: Home, operation: Any, *said: Any, **more: Any) -> None:
    with entered(home.shop.by):
        operation(home.offer, *said, by=home.shop.by, at=NOW, **more)


def taken_on(home: Home) -> None:
    """They said yes, and so did the employer."""
    home.shop.send(address(home), {"answer": "yes", "phone": "show"})
    officer(home, operations.confirm, SAID)


def test_before_the_yes_the_page_says_that_the_telephone_will_be_seen(home: Home) -> None:
    page = home.shop.page(address(home))
    assert "双方都同意后，还能看到您的电话" in page.main
    (box,) = page.soup.select("input[type=checkbox][name=phone]")
    assert (box["value"], box.has_attr("checked")) == ("show", True)


def test_who_says_yes_to_that_shares_it(home: Home) -> None:
    home.shop.send(address(home), {"answer": "yes", "phone": "show"})
    assert shares(home)
    assert home.state() == "agreed"


def test_who_takes_the_tick_away_does_not_nor_a_page_that_did_not_ask(home: Home) -> None:
    home.shop.send(address(home), {"answer": "yes"})
    assert not shares(home)
    assert home.state() == "agreed"


@pytest.mark.parametrize(("sent", "ticked"), [({"phone": "show"}, True), ({}, False)])
def test_the_tick_stays_as_it_was_when_something_is_missing(
    home: Home, sent: dict[str, str], ticked: bool
) -> None:
    page = home.shop.send(address(home), sent, 422)
    (box,) = page.soup.select("input[type=checkbox][name=phone]")
    assert box.has_attr("checked") is ticked


def test_they_change_their_mind_until_the_work_ends(home: Home) -> None:
    taken_on(home)
    officer(home, operations.begin, on=TODAY, evidence=Evidence.EMPLOYER)
    for choice, shown in (("hide", False), ("show", True), ("hide", False)):
        assert home.shop.send(f"{address(home)}/phone", {"phone": choice}).to == address(home)
        assert shares(home) is shown
    assert "让用工单位看" in home.shop.page(address(home)).main
    officer(home, operations.end, on=TODAY, reason=EndReason.FAMILY)
    assert "让用工单位看" not in home.shop.page(address(home)).main
    assert "现在看不到" in home.shop.send(f"{address(home)}/phone", {"phone": "show"}, 422).main
    assert not shares(home)


def test_the_telephone_of_an_offer_of_another_cannot_be_shared(home: Home) -> None:
    other = enrolled(home.shop, household_no="P2", id_number="", phone="15400006666")
    theirs = made_offer(home.shop, other, key="2").offer
    home.shop.send(f"/me/offers/{theirs}/phone", {"phone": "show"}, 404)


def test_the_look_stands_with_the_employers_name_and_the_day(home: Home) -> None:
    taken_on(home)
    with entered(home.shop.by):
        line = queries.offer(home.offer)
    assert line
    with market.stands(market.member(line.employer)) as by:
        number = operations.see_phone(home.offer, keys=home.shop.keys, by=by, at=NOW)
    assert number == PHONE
    page = home.shop.page("/me/looks")
    assert "用工单位查看了电话" in page.main
    assert f"{TODAY.isoformat()} · {line.employer_name}" in page.main
    assert PHONE not in page.answer.content.decode()
