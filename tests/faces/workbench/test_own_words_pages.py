"""What people say of their work on their own page, as officers read it."""

import uuid

import pytest

from chunfeng.foundation.access import entered
from chunfeng.stages.people.vocabulary import Evidence
from chunfeng.stages.placements import operations
from chunfeng.stages.placements.operations import Left, Said, Terms
from chunfeng.stages.placements.vocabulary import EndReason, How
from tests.cast import NOW, TODAY
from tests.faces.workbench.desk import Desk
from tests.stages.own.at_home import linked
from tests.stages.vacancies import market

pytestmark = pytest.mark.django_db(transaction=True)


def taken_on(desk: Desk, *, at_work: bool) -> tuple[uuid.UUID, uuid.UUID]:
    """(person, offer) of somebody whom the employer takes on."""
    by, person = desk.county.context, desk.enrol(phone="15400000123")
    vacancy = market.published(by, desk.world.keys, market.employer(by))
    with entered(by):
        offer = operations.make(person, vacancy, key="1", keys=desk.world.keys, by=by, at=NOW,
                                terms=Terms(tell=False)).offer  # fmt: skip
        operations.agree(offer, Said(how=How.PHONE), by=by, at=NOW)
        operations.confirm(offer, Said(how=How.PHONE), by=by, at=NOW)
        if at_work:
            operations.begin(offer, on=TODAY, evidence=Evidence.EMPLOYER, by=by, at=NOW)
    return person, offer


def said(desk: Desk, person: uuid.UUID, offer: uuid.UUID, left: Left | None = None) -> None:
    with linked(desk.county.context, person, desk.world.keys).acting() as by:
        operations.say(offer, left=left, by=by, at=NOW)


def test_the_village_worker_reads_that_somebody_has_left(desk: Desk) -> None:
    person, offer = taken_on(desk, at_work=True)
    said(desk, person, offer, Left(on=TODAY, reason=EndReason.FAMILY))
    page = desk.page("/follow-up/?cause=said_left", desk.village)
    assert "本人说：已不在岗" in page.main
    assert page.links(f"/offers/{offer}")
    assert "本人说：已不在岗" in desk.page(f"/follow-up/call/{person}", desk.village).main
    assert "王小春" not in desk.page("/follow-up/", desk.neighbour).main


def test_the_placement_shows_it_and_the_end_is_filled_in(desk: Desk) -> None:
    person, offer = taken_on(desk, at_work=True)
    said(desk, person, offer, Left(on=TODAY, reason=EndReason.FAMILY))
    page = desk.page(f"/offers/{offer}")
    assert "已经不在岗" in page.soup.select_one("#checks").get_text()
    assert "家庭原因" in page.soup.select_one("#said").get_text()
    assert "本人页面" in page.soup.select_one("#said").get_text()
    form = desk.page(f"/offers/{offer}/act/ended").form()
    assert (form["on"], form["reason"]) == (TODAY.isoformat(), ["family"])
    desk.send(f"/offers/{offer}/act/ended", form)
    assert desk.page(f"/offers/{offer}").soup.select_one("#checks") is None


def test_who_says_to_have_begun_is_entered_from_the_list(desk: Desk) -> None:
    person, offer = taken_on(desk, at_work=False)
    said(desk, person, offer)
    page = desk.page("/follow-up/", desk.village)
    assert "本人说：已开始上班" in page.main
    assert "缝纫工" in page.main
    (address,) = page.links(f"/offers/{offer}")
    assert "登记已开始上班" in desk.page(address).main
    desk.send(f"{address}/act/began", desk.page(f"{address}/act/began").form())
    assert "王小春" not in desk.page("/follow-up/").main
