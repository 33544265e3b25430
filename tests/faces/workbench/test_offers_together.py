"""Couples who wish to go together are offered work together; the officer decides."""

import uuid
from datetime import date
from typing import Any

import pytest

from chunfeng.foundation.access import entered
from chunfeng.stages.placements import queries
from tests.cast import TODAY
from tests.faces.workbench.desk import Desk, Page
from tests.stages.vacancies import market

HER, CHILD = "李春燕", date(2012, 4, 1)


def vacancy(desk: Desk, headcount: int = 2) -> uuid.UUID:
    by = desk.county.context
    return market.published(by, desk.world.keys, market.employer(by), headcount=headcount)


def couple(desk: Desk, his: Any = None, hers: Any = None) -> tuple[uuid.UUID, uuid.UUID]:
    """A couple of whom he wishes to go with her."""
    him = desk.enrol(company=("spouse",), sex="male", **his or {})
    return him, desk.enrol(name=HER, relation="spouse", **hers or {})


def offers(desk: Desk, person: uuid.UUID) -> list[queries.Line]:
    with entered(desk.county.context):
        return queries.of_person(person)


def picked(desk: Desk, people: list[uuid.UUID], wanted: uuid.UUID) -> Page:
    """What offering it to the people picked answers."""
    form = desk.send("/people/picked", {"act": "offer", "person": people}, status=200).form()
    sent = form | {"person": people, "vacancy": str(wanted), "sure": "1"}
    return desk.send("/offers/many", sent, status=200)


def test_a_couple_is_offered_work_together_under_the_same_terms(desk: Desk) -> None:
    (him, her), wanted = couple(desk), vacancy(desk)
    address = f"/people/{him}/offer/{wanted}"
    form = desk.page(address).form()
    assert form["also"] == [str(her)]
    page = desk.send(address, form | {"start_on": TODAY.isoformat()})
    his, hers = offers(desk, him)[0], offers(desk, her)[0]
    assert page.to == f"/offers/{his.id}"
    assert hers.vacancy == his.vacancy == wanted
    assert hers.start_on == his.start_on == TODAY
    assert hers.expires_on == his.expires_on
    assert f"{HER}：邀约已发出" in desk.page(page.to).text


def test_the_same_form_sent_twice_makes_one_offer_of_each(desk: Desk) -> None:
    (him, her), wanted = couple(desk), vacancy(desk)
    address = f"/people/{him}/offer/{wanted}"
    form = desk.page(address).form()
    assert desk.send(address, form).to == desk.send(address, form).to
    assert (len(offers(desk, him)), len(offers(desk, her))) == (1, 1)


def test_who_is_unticked_is_offered_nothing(desk: Desk) -> None:
    (him, her), wanted = couple(desk), vacancy(desk)
    address = f"/people/{him}/offer/{wanted}"
    desk.send(address, desk.page(address).form() | {"also": []})
    assert (len(offers(desk, him)), len(offers(desk, her))) == (1, 0)


@pytest.mark.parametrize("ticked", [True, False])
def test_what_was_chosen_outlives_an_error(desk: Desk, ticked: bool) -> None:
    (him, her), wanted = couple(desk), vacancy(desk)
    chosen = [str(her)] if ticked else []
    address = f"/people/{him}/offer/{wanted}"
    form = desk.page(address).form() | {"expires_on": "2020-01-01", "also": chosen}
    page = desk.send(address, form, status=422)
    assert page.form().get("also", []) == chosen
    assert offers(desk, him) == offers(desk, her) == []


def test_where_one_seat_is_free_that_is_said_instead(desk: Desk) -> None:
    (him, her), wanted = couple(desk), vacancy(desk, headcount=1)
    address = f"/people/{him}/offer/{wanted}"
    page = desk.page(address)
    assert "两人希望一起去，但只剩一个名额。" in page.main
    assert "also" not in page.form()
    desk.send(address, page.form())
    assert (len(offers(desk, him)), len(offers(desk, her))) == (1, 0)


def test_who_wishes_nothing_of_the_kind_is_not_asked_about(desk: Desk) -> None:
    him, wanted = desk.enrol(), vacancy(desk)
    desk.enrol(name=HER, relation="spouse")
    desk.enrol(name="王小雨", relation="child", company=("spouse",))
    page = desk.page(f"/people/{him}/offer/{wanted}")
    assert "also" not in page.form()


def test_a_spouse_with_an_open_offer_is_not_asked_about(desk: Desk) -> None:
    (him, her), wanted = couple(desk), vacancy(desk)
    hers = f"/people/{her}/offer/{wanted}"
    desk.send(hers, desk.page(hers).form() | {"also": []})
    assert "also" not in desk.page(f"/people/{him}/offer/{wanted}").form()


def test_where_the_spouse_is_refused_the_other_stays_offered_and_it_is_said_why(
    desk: Desk,
) -> None:
    (him, her), wanted = couple(desk, hers={"birth_date": CHILD}), vacancy(desk)
    address = f"/people/{him}/offer/{wanted}"
    page = desk.send(address, desk.page(address).form())
    assert (len(offers(desk, him)), len(offers(desk, her))) == (1, 0)
    said = desk.page(page.to).soup.select_one(".notice-warn")
    assert f"{HER}：没有发出。不得招用未满 16 周岁的人员。" in said.text


def test_where_the_person_is_refused_the_spouse_is_offered_nothing(desk: Desk) -> None:
    (him, her), wanted = couple(desk, his={"birth_date": CHILD}), vacancy(desk)
    address = f"/people/{him}/offer/{wanted}"
    page = desk.send(address, desk.page(address).form(), status=422)
    assert page.form()["also"] == [str(her)]
    assert offers(desk, him) == offers(desk, her) == []


def test_of_many_who_leaves_a_spouse_behind_is_named_with_the_way_to_offer_it(desk: Desk) -> None:
    (him, her), wanted = couple(desk), vacancy(desk, headcount=5)
    alone = desk.enrol(name="王一", household_no="H2")
    page = picked(desk, [him, alone], wanted)
    (link,) = page.links(f"/people/{her}/offer/")
    assert link == f"/people/{her}/offer/{wanted}"
    assert HER in page.main
    desk.page(link)


def test_a_couple_that_is_picked_leaves_nobody_behind(desk: Desk) -> None:
    (him, her), wanted = couple(desk), vacancy(desk)
    page = picked(desk, [him, her], wanted)
    assert page.links(f"/people/{her}/offer") == page.links(f"/people/{him}/offer") == []
    assert (len(offers(desk, him)), len(offers(desk, her))) == (1, 1)
