"""Offers at the workbench: made, answered, begun, confirmed, ended; one by one and many at once."""

import uuid
from typing import Any

import pytest

from chunfeng.foundation.access import entered
from chunfeng.foundation.messaging import operations as messaging
from chunfeng.stages.placements import operations, queries
from chunfeng.stages.placements.operations import Said, Terms
from chunfeng.stages.placements.vocabulary import How
from tests.cast import NOW, TODAY
from tests.faces.workbench.desk import Desk
from tests.stages.vacancies import market

PHONE = "15400000123"
DAY = TODAY.isoformat()


@pytest.fixture
def vacancy(desk: Desk) -> uuid.UUID:
    by = desk.county.context
    return market.published(by, desk.world.keys, market.employer(by), headcount=2)


def made(desk: Desk, person: uuid.UUID, vacancy: uuid.UUID, **terms: Any) -> uuid.UUID:
    by = desk.county.context
    with entered(by):
        return operations.make(
            person, vacancy, key=uuid.uuid4().hex, keys=desk.world.keys, by=by, at=NOW,
            terms=Terms(**{"tell": False} | terms),
        ).offer  # fmt: skip


def agreed(desk: Desk, person: uuid.UUID, vacancy: uuid.UUID) -> uuid.UUID:
    offer, by = made(desk, person, vacancy), desk.county.context
    with entered(by):
        operations.agree(offer, Said(how=How.PHONE), by=by, at=NOW)
    return offer


def line(desk: Desk, offer: uuid.UUID) -> queries.Line:
    with entered(desk.county.context):
        found = queries.offer(offer)
    assert found
    return found


def test_a_vacancy_is_offered_from_the_persons_page(desk: Desk, vacancy: uuid.UUID) -> None:
    person = desk.enrol(phone=PHONE)
    assert f"/people/{person}/offer" in desk.page(f"/people/{person}").links("/people/")
    choice = desk.page(f"/people/{person}/offer")
    address = f"/people/{person}/offer/{vacancy}"
    assert address in choice.links("/people/")
    form = desk.page(address).form()
    page = desk.send(address, form | {"start_on": DAY})
    offer = page.to.rpartition("/")[2]
    assert line(desk, uuid.UUID(offer)).start_on == TODAY
    assert "缝纫工" in desk.page(f"/people/{person}").main
    again = desk.send(address, form)
    assert again.to == page.to, "the same form sent twice makes one offer"
    assert "已发过邀约" in desk.page(f"/people/{person}/offer").main


def test_what_was_typed_wrongly_stands_in_the_form(desk: Desk, vacancy: uuid.UUID) -> None:
    person = desk.enrol()
    address = f"/people/{person}/offer/{vacancy}"
    form = desk.page(address).form() | {"expires_on": "2020-01-01", "start_on": "不知道"}
    page = desk.send(address, form, status=422)
    assert page.form()["start_on"] == "不知道"
    assert page.form()["key"] == form["key"]


def test_a_proposal_of_a_plan_is_kept_with_the_offer(desk: Desk, vacancy: uuid.UUID) -> None:
    person, run = desk.enrol(), uuid.uuid4()
    address = f"/people/{person}/offer/{vacancy}"
    form = desk.page(f"{address}?run={run}").form()
    to = desk.send(address, form).to
    assert line(desk, uuid.UUID(to.rpartition("/")[2])).run == run


def test_the_form_says_what_the_household_and_running_work_mean(
    desk: Desk, vacancy: uuid.UUID
) -> None:
    by = desk.county.context
    him = desk.enrol(company=("spouse",), status="employed", work_employer="旧厂",
                     work_since=TODAY)  # fmt: skip
    desk.enrol(name="李春燕", relation="spouse", sex="female")
    page = desk.page(f"/people/{him}/offer/{vacancy}")
    assert "李春燕" in page.text
    assert "希望一起去" in page.text
    assert "旧厂" in page.main
    assert by


def test_the_whole_way_from_the_offer_to_the_end(desk: Desk, vacancy: uuid.UUID) -> None:
    person = desk.enrol()
    offer = made(desk, person, vacancy)
    address = f"/offers/{offer}"
    page = desk.page(address)
    assert "本人同意" in page.main
    desk.send(f"{address}/act/agreed", page.form() | {"note": "很愿意"})
    page = desk.page(address)
    assert "很愿意" in page.main
    desk.send(f"{address}/act/employer-agreed", page.form() | {"on": DAY})
    desk.send(f"{address}/act/began", desk.page(address).form())
    assert line(desk, offer).live
    form = desk.page(address).form()
    desk.send(f"{address}/act/attest", form | {"what": "2026-11-01", "whose": "employer"})
    assert "2026-11" in desk.page(address).main
    desk.send(f"{address}/act/ended", {"on": DAY, "reason": "resigned"})
    assert (line(desk, offer).end_reason, line(desk, offer).ended_on) == ("resigned", TODAY)
    assert "已离岗" in desk.page(address).main
    made(desk, person, vacancy)


def test_a_yes_noted_for_somebody_shares_the_telephone_unless_they_object(
    desk: Desk, vacancy: uuid.UUID
) -> None:
    for name, said, shown in (("王一", "yes", True), ("王二", "no", False)):
        offer = made(desk, desk.enrol(name=name, household_no=name, phone=PHONE), vacancy)
        address = f"/offers/{offer}/act/agreed"
        form = desk.page(address).form()
        assert form["phone"] == ["yes"]
        desk.send(address, {key: form[key] for key in form if key != "phone"}, status=422)
        desk.send(address, form | {"phone": said})
        assert line(desk, offer).shown_phone is shown


def test_what_they_say_of_it_later_is_noted_from_the_page_of_the_offer(
    desk: Desk, vacancy: uuid.UUID
) -> None:
    offer = agreed(desk, desk.enrol(phone=PHONE), vacancy)
    address = f"/offers/{offer}/act/phone"
    assert address in desk.page(f"/offers/{offer}").links("/offers/")
    assert desk.page(address).form()["phone"] == ["no"]
    desk.send(address, {"phone": "yes"})
    assert line(desk, offer).shown_phone
    assert "双方同意后可看电话" in desk.page(f"/offers/{offer}").main
    desk.send(f"/offers/{offer}/act/withdraw", {"sure": ""})
    desk.send(address, {"phone": "yes"}, status=422)


@pytest.mark.parametrize("act", ["agreed", "declined", "withdraw"])
def test_an_act_that_no_longer_fits_is_refused_and_says_so(
    desk: Desk, vacancy: uuid.UUID, act: str
) -> None:
    offer = made(desk, desk.enrol(), vacancy)
    form = desk.page(f"/offers/{offer}/act/{act}").form() | {"reason": "pay"}
    desk.send(f"/offers/{offer}/act/withdraw", {"sure": ""})
    page = desk.send(f"/offers/{offer}/act/{act}", form, status=422)
    assert "邀约" in page.main


def test_a_form_that_leaves_something_open_says_what(desk: Desk, vacancy: uuid.UUID) -> None:
    offer = agreed(desk, desk.enrol(), vacancy)
    desk.send(f"/offers/{offer}/act/declined", {"how": "phone"}, status=422)
    desk.send(f"/offers/{offer}/act/turned-down", {"how": "by owl", "reason": "x"}, status=422)
    desk.send(f"/offers/{offer}/act/ended", {"on": "", "reason": ""}, status=422)
    desk.send(f"/offers/{offer}/act/attest", {}, status=422)
    desk.page(f"/offers/{offer}/act/none", status=404)
    assert line(desk, offer).state == "agreed"


def test_a_decline_leads_to_what_is_worth_asking(desk: Desk, vacancy: uuid.UUID) -> None:
    person = desk.enrol()
    offer = agreed(desk, person, vacancy)
    desk.send(f"/offers/{offer}/act/declined", {"how": "visit", "reason": "too_far"})
    page = desk.page(f"/offers/{offer}")
    links = page.links(f"/people/{person}/edit/")
    assert links == [f"/people/{person}/edit/{name}" for name in ("wish_reach", "commute_km")]
    for address in links:
        desk.page(address)


@pytest.mark.parametrize(
    "reason", ["pay", "hours", "care", "health", "other_work", "occupation", "board", "company",
               "later", "not_reached"],
)  # fmt: skip
def test_every_question_after_a_decline_leads_to_its_form(
    desk: Desk, vacancy: uuid.UUID, reason: str
) -> None:
    person = desk.enrol()
    offer = made(desk, person, vacancy)
    desk.send(f"/offers/{offer}/act/declined", {"how": "phone", "reason": reason})
    page = desk.page(f"/offers/{offer}")
    links = [str(a["href"]) for a in page.soup.select("#ask a")]
    assert links
    for address in links:
        desk.page(address)


def test_the_list_is_narrowed_by_its_address(desk: Desk, vacancy: uuid.UUID) -> None:
    waits = made(desk, desk.enrol(name="王远", household_no="H2"), vacancy)
    said = agreed(desk, desk.enrol(name="李近", household_no="H3"), vacancy)
    page = desk.page("/offers")
    assert page.links(f"/offers/{waits}")
    assert page.links(f"/offers/{said}")
    assert "李近" not in desk.page("/offers?due=person").main
    assert "王远" not in desk.page("/offers?due=employer").main
    assert "王远" in desk.page(f"/offers?vacancy={vacancy}&state=made").main
    assert "王远" not in desk.page(f"/offers?vacancy={uuid.uuid4()}").main
    assert "王远" not in desk.page("/offers?region=610926101000").main
    assert "王远" not in desk.page("/offers", by=desk.neighbour).main
    desk.page(f"/offers/{waits}", by=desk.neighbour, status=404)
    out = desk.page("/offers?as=csv").answer
    assert "王远" in out.content.decode("utf-8-sig")


def test_the_list_takes_as_many_statements_however_long_it_is(
    desk: Desk, vacancy: uuid.UUID
) -> None:
    desk.page("/offers")
    counts = []
    for k in range(2):
        for n in range(3):
            made(desk, desk.enrol(household_no=f"N{k}{n}"), vacancy)
        counts.append([desk.statements(one) for one in ("/offers", f"/vacancies/{vacancy}")])
    assert counts[0] == counts[1]


def test_many_are_offered_a_vacancy_and_each_refusal_is_shown(
    desk: Desk, vacancy: uuid.UUID
) -> None:
    people = [desk.enrol(name=name, household_no=name) for name in ("王一", "王二")]
    made(desk, people[0], vacancy)
    page = desk.send("/people/picked", {"act": "offer", "person": people}, status=200)
    form = page.form() | {"person": people, "vacancy": str(vacancy), "sure": "1"}
    done = desk.send("/offers/many", form, status=200)
    assert "王一" in done.main
    assert "已向 1 人发出邀约" in done.main
    assert "该岗位已向本人发过邀约" in done.main or "already" in done.main or "未发出" in done.main
    with entered(desk.county.context):
        assert len(queries.of_person(people[1])) == 1


def test_those_who_asked_for_a_vacancy_are_offered_it_from_its_page(
    desk: Desk, vacancy: uuid.UUID
) -> None:
    person = desk.enrol(phone=PHONE)
    asked = market.interested(desk.world.keys, vacancy, phone=PHONE)
    desk.send(f"/interests/{asked}", {"outcome": "applies", "person": str(person)})
    page = desk.page(f"/vacancies/{vacancy}/offer")
    assert "王小春" in page.main
    form = page.form() | {"person": [str(person)], "sure": "1"}
    desk.send("/offers/many", form, status=200)
    assert "王小春" in desk.page(f"/vacancies/{vacancy}").main


def test_a_selection_is_done_as_far_as_it_can_be(desk: Desk) -> None:
    by = desk.county.context
    one_seat = market.published(by, desk.world.keys, market.employer(by), headcount=1)
    offers = [
        made(desk, desk.enrol(name=f"王{k}", household_no=f"S{k}"), one_seat) for k in range(2)
    ]
    asked = desk.send("/offers/picked", {"act": "agreed", "offer": offers}, status=200)
    page = desk.send("/offers/picked", asked.form() | {"offer": offers, "sure": "1"}, status=200)
    assert "2 条中办好 1 条" in page.main
    assert sorted(line(desk, one).state for one in offers) == ["agreed", "made"]
    assert desk.send("/offers/picked", {"act": "agreed"}).to == "/offers?"
    desk.send("/offers/picked", {"act": "none", "offer": offers}, status=404)


def test_what_waits_stands_on_the_first_page(desk: Desk, vacancy: uuid.UUID) -> None:
    made(desk, desk.enrol(household_no="T1"), vacancy, expires_on=TODAY)
    agreed(desk, desk.enrol(household_no="T2"), vacancy)
    links = desk.page("/").links("/offers?due=")
    assert links == ["/offers?due=expiring", "/offers?due=person", "/offers?due=employer"]


def test_a_message_sent_is_listed_with_what_became_of_it(desk: Desk, vacancy: uuid.UUID) -> None:
    person = desk.enrol(phone=PHONE)
    offer = made(desk, person, vacancy, tell=True)
    page = desk.page("/messages")
    assert page.links(f"/offers/{offer}")
    assert PHONE not in page.text
    assert "154****0123" in page.text
    assert "154****0123" in desk.page(f"/offers/{offer}").text
    assert "154" not in desk.page("/messages", by=desk.neighbour).main
    assert "154****" not in desk.page("/messages?state=sent").main
    with entered(desk.county.context):
        messaging.opt_out(PHONE, keys=desk.world.keys, at=NOW)


def test_work_that_may_be_on_paper_only_is_shown_to_look_into(
    desk: Desk, vacancy: uuid.UUID
) -> None:
    offer, by = agreed(desk, desk.enrol(), vacancy), desk.county.context
    desk.send(f"/offers/{offer}/act/employer-agreed", {"how": "phone", "on": "", "note": ""})
    desk.send(f"/offers/{offer}/act/began", {"on": DAY, "evidence": "B"})
    told = {"what": "arrived", "how": "phone"}
    desk.send(f"/offers/{offer}/act/attest", told | {"whose": "employer", "there": "yes"})
    desk.send(f"/offers/{offer}/act/attest", told | {"whose": "officer", "there": "no"})
    assert desk.page(f"/offers/{offer}").soup.select("#checks li")
    employer = line(desk, offer).employer
    assert desk.page(f"/employers/{employer}").links(f"/offers/{offer}")
    assert "/offers?due=disputed" in desk.page("/").links("/offers?due=")
    assert by
