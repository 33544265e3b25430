"""One's own work on one's own page: "I have begun", "I have left", "I am still there"."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from chunfeng.foundation.access import entered
from chunfeng.stages.people.vocabulary import Evidence
from chunfeng.stages.placements import operations as placements
from chunfeng.stages.placements import queries as offers
from chunfeng.stages.placements.models import Offer
from chunfeng.stages.placements.operations import Said
from chunfeng.stages.placements.vocabulary import How
from tests.cast import NOW, TODAY
from tests.faces.portal.own_home import Home, enrolled, made_offer
from tests.faces.portal.shop import Shop

pytestmark = pytest.mark.django_db
MOST = 60_000  # bytes of a page
LEFT = {"said": "left", "on": TODAY.isoformat(), "reason": "family"}


@pytest.fixture
def home(shop: Shop) -> Home:
    """Somebody whom the employer takes on."""
    found = made_offer(shop, enrolled(shop))
    found.come()
    found.prove()
    act(found, placements.agree, Said(how=How.PHONE))
    act(found, placements.confirm, Said(how=How.PHONE))
    return found


@pytest.fixture
def working(home: Home) -> Home:
    """The same at work."""
    act(home, placements.begin, on=TODAY, evidence=Evidence.EMPLOYER)
    return home


def act(home: Home, operation: Any, *said: Any, **more: Any) -> None:
    """What an officer does."""
    with entered(home.shop.by):
        operation(home.offer, *said, by=home.shop.by, at=NOW, **more)


def words(home: Home) -> list[tuple[str, bool, str]]:
    with entered(home.shop.by):
        return [(one.whose, one.there, one.reason) for one in offers.confirmations(home.offer)]


def address(home: Home) -> str:
    return f"/me/offers/{home.offer}/work"


def test_who_was_taken_on_says_that_work_has_begun(home: Home) -> None:
    assert address(home) in home.shop.page("/me").links("/me/offers/")
    page = home.shop.page(address(home))
    assert "我已开始上班" in page.main
    assert home.shop.send(address(home), {"said": "there"}).to == address(home)
    assert words(home) == [("person", True, "")]
    assert home.state() == "confirmed", "an officer enters the work"
    again = home.shop.page(address(home))
    assert "村干部" in again.main
    assert not again.soup.select("button[value=there]")


def test_before_the_first_day_nothing_is_asked(home: Home) -> None:
    with entered(home.shop.by):
        Offer.objects.filter(id=home.offer).update(start_on=TODAY + timedelta(days=3))
    assert address(home) not in home.shop.page("/me").links("/me/offers/")
    home.shop.page(address(home), 404)


def test_who_is_at_work_says_that_they_have_left_and_why(working: Home) -> None:
    assert address(working) in working.shop.page("/me").links("/me/offers/")
    assert working.shop.send(address(working), LEFT).to == address(working)
    assert words(working) == [("person", False, "family")]
    page = working.shop.page(address(working))
    assert "家庭原因" in page.main
    assert working.state() == "begun"
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        working.shop.send(address(working), {"said": "there"})
    assert words(working)[-1] == ("person", True, "")


@pytest.mark.parametrize(
    "wrong", [{"reason": ""}, {"reason": "not_there"}, {"on": "昨天"}, {"on": "2026-11-24"},
              {"said": ""}],
    ids=str,
)  # fmt: skip
def test_what_lacks_something_is_said_and_what_was_typed_stays(
    working: Home, wrong: dict[str, str]
) -> None:
    page = working.shop.send(address(working), LEFT | wrong, 422)
    assert page.soup.select_one("[name=on]")["value"] == (LEFT | wrong)["on"]
    assert words(working) == []


def test_the_work_of_another_is_none(working: Home, shop: Shop) -> None:
    other = made_offer(
        shop, enrolled(shop, household_no="P2", name="李大山", id_number=""), key="2"
    )
    path = f"/me/offers/{other.offer}/work"
    working.shop.page(path, 404)
    working.shop.send(path, LEFT, 404)


def test_without_the_code_it_leads_to_the_code(working: Home) -> None:
    working.shop.send("/me/close", {})
    working.come()
    assert working.shop.page(address(working), 302).to == "/me"
    assert working.shop.send(address(working), LEFT).to == "/me"
    assert words(working) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_is_small_and_in_both_languages(working: Home, language: str) -> None:
    for sent in ({"said": "there"}, LEFT):
        page = working.shop.page(f"{address(working)}?lang={language}")
        assert len(page.answer.content) < MOST
        assert "UNDEFINED" not in page.answer.content.decode()
        working.shop.send(address(working), sent)
