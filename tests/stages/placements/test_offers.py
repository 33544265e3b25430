"""Offers: who answers what, seats, refusals, and what a decline leads to."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chunfeng.foundation.access import entered
from chunfeng.stages.people import operations as people
from chunfeng.stages.placements import operations, queries
from chunfeng.stages.placements.operations import Terms
from chunfeng.stages.placements.refusals import (
    AlreadyPlaced,
    NoSeat,
    NotAllowed,
    NotFound,
    NotNow,
    NotOffered,
    OpenAlready,
    Refused,
)
from chunfeng.stages.placements.vocabulary import EmployerReason, LapseReason, PersonReason
from chunfeng.stages.vacancies import operations as vacancies
from tests.cast import NOW, TODAY, Cast
from tests.stages.placements.offering import BY_PHONE, Office, later, seats
from tests.stages.vacancies.market import employer, published

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office(cast: Cast, keys: Any) -> Office:
    return Office(cast, keys)


def test_an_offer_keeps_what_was_offered(office: Office) -> None:
    line = office.line(office.made(office.person(), office.vacancy()))
    assert (line.state, line.title, line.month_pay, line.full_time) == (
        "made",
        "缝纫工",
        3000,
        True,
    )
    assert line.expires_on == TODAY + timedelta(days=7)
    assert office.kinds() == ["offer.made"]


def test_the_same_act_sent_twice_makes_one_offer(office: Office) -> None:
    person, vacancy = office.person(), office.vacancy()
    assert office.made(person, vacancy, key="k") == office.made(person, vacancy, key="k")
    assert office.kinds() == ["offer.made"]


def test_a_vacancy_is_offered_to_a_person_once_at_a_time(office: Office) -> None:
    person, vacancy = office.person(), office.vacancy()
    first = office.made(person, vacancy)
    with pytest.raises(OpenAlready):
        office.made(person, vacancy)
    office.do(operations.withdraw, first)
    office.made(person, vacancy)


def test_more_people_may_be_asked_than_there_are_seats(office: Office) -> None:
    vacancy = office.vacancy(headcount=1)
    for _ in range(3):
        office.made(office.person(), vacancy)
    assert office.taken(vacancy) == 0


def test_no_more_people_agree_than_there_are_seats(office: Office) -> None:
    vacancy = office.vacancy(headcount=1)
    first, second = (office.made(office.person(), vacancy) for _ in range(2))
    office.do(operations.agree, first, BY_PHONE)
    with pytest.raises(NoSeat):
        office.do(operations.agree, second, BY_PHONE)
    assert office.line(second).state == "made"
    office.do(operations.decline, first, PersonReason.PAY, BY_PHONE)
    office.do(operations.agree, second, BY_PHONE)
    assert seats(office.by, vacancy) == (1, 1)


def test_a_refusal_caught_in_the_transaction_leaves_nothing_behind(office: Office) -> None:
    vacancy = office.vacancy(headcount=1)
    office.agreed(office.person(), vacancy)
    second = office.made(office.person(), vacancy)
    with entered(office.by), pytest.raises(NoSeat):
        operations.agree(second, BY_PHONE, by=office.by, at=NOW)
    assert office.line(second).state == "made"


def test_somebody_agrees_to_one_full_time_work_only(office: Office) -> None:
    person = office.person()
    office.agreed(person, office.vacancy())
    other = office.made(person, office.vacancy())
    with pytest.raises(AlreadyPlaced):
        office.do(operations.agree, other, BY_PHONE)
    assert office.line(other).state == "made"


def test_work_of_a_few_hours_runs_beside_full_time_work(office: Office) -> None:
    person = office.person()
    office.agreed(person, office.vacancy())
    part = office.agreed(person, office.vacancy(hours_per_day=4.0))
    assert office.line(part).live


def test_the_employer_answers_after_the_person(office: Office) -> None:
    made = office.made(office.person(), office.vacancy())
    with pytest.raises(NotNow):
        office.do(operations.confirm, made, BY_PHONE)
    office.do(operations.agree, made, BY_PHONE)
    day = TODAY + timedelta(days=3)
    office.do(operations.confirm, made, BY_PHONE, start_on=day)
    assert (office.line(made).state, office.line(made).start_on) == ("confirmed", day)
    with entered(office.by):
        said = queries.answers(made)
    assert [(one.whose, one.yes, one.how, one.by) for one in said] == [
        ("person", True, "phone", office.by.user),
        ("employer", True, "phone", office.by.user),
    ]
    assert office.kinds() == ["offer.made", "offer.agreed", "offer.confirmed"]


def test_after_its_last_day_an_offer_cannot_be_agreed_to(office: Office) -> None:
    made = office.made(office.person(), office.vacancy())
    with pytest.raises(Refused, match="last day"):
        office.do(operations.agree, made, BY_PHONE, at=later(8))
    office.do(operations.agree, made, BY_PHONE, at=later(7))


def test_a_decline_suggests_what_to_ask_and_changes_nothing(office: Office) -> None:
    person, vacancy = office.person(wish_reach=["outside"]), office.vacancy()
    made = office.agreed(person, vacancy)
    asked = office.do(operations.decline, made, PersonReason.TOO_FAR, BY_PHONE)
    assert [one.field for one in asked] == ["wish_reach", "commute_km"]
    line = office.line(made)
    assert (line.state, line.reason, line.declined_by) == ("declined", "too_far", "person")
    assert seats(office.by, vacancy) == (0, 0)
    assert office.kinds("^person.changed") == []


def test_an_employer_may_turn_somebody_down_until_work_begins(office: Office) -> None:
    vacancy = office.vacancy()
    made = office.confirmed(office.person(), vacancy)
    office.do(operations.turn_down, made, EmployerReason.FILLED, BY_PHONE)
    assert office.line(made).declined_by == "employer"
    assert office.taken(vacancy) == 0
    with pytest.raises(NotNow):
        office.do(operations.agree, made, BY_PHONE)


def test_who_did_not_arrive_loses_the_seat(office: Office) -> None:
    vacancy = office.vacancy()
    made = office.made(office.person(), vacancy)
    with pytest.raises(NotNow):
        office.do(operations.withdraw, made, reason=LapseReason.NOT_ARRIVED)
    other = office.confirmed(office.person(), vacancy)
    office.do(operations.withdraw, other, reason=LapseReason.NOT_ARRIVED)
    assert (office.line(other).state, office.line(other).reason) == ("lapsed", "not_arrived")
    assert office.taken(vacancy) == 0


def test_only_what_is_in_the_shop_window_is_offered(office: Office) -> None:
    vacancy = office.vacancy()
    office.do(vacancies.pause, vacancy)
    with pytest.raises(NotOffered):
        office.made(office.person(), vacancy)


def test_nobody_under_sixteen_is_offered_work(office: Office) -> None:
    child = office.person(birth_date=date(TODAY.year - 15, 1, 1))
    with pytest.raises(Refused, match="Nobody under"):
        office.made(child, office.vacancy())


def test_who_left_the_register_is_offered_nothing(office: Office) -> None:
    person = office.person()
    vacancy = office.vacancy()
    made = office.agreed(person, vacancy)
    office.do(people.leave, person, on=TODAY, reason="moved_out")
    assert (office.line(made).state, office.line(made).reason) == ("lapsed", "left")
    assert office.taken(vacancy) == 0
    with pytest.raises(Refused):
        office.made(person, vacancy)


def test_many_are_offered_work_in_one_go(office: Office) -> None:
    vacancy, child = office.vacancy(), office.person(birth_date=date(TODAY.year - 15, 1, 1))
    asked = [office.person(), office.person(), child]
    made, refused = office.act(
        lambda: operations.make_many(
            asked, vacancy, key="run", keys=office.keys, by=office.by, at=NOW
        )
    )
    assert set(made) == set(asked[:2])
    assert set(refused) == {child}
    assert office.kinds() == ["offer.made"] * 2


def test_a_batch_does_what_is_possible_and_says_what_is_not(office: Office) -> None:
    vacancy = office.vacancy(headcount=1)
    offers = [office.made(office.person(), vacancy) for _ in range(3)]
    with entered(office.by) as by:
        done, refused = operations.each(
            offers, lambda offer: operations.agree(offer, BY_PHONE, by=by, at=NOW)
        )
    assert (len(done), len(refused)) == (1, 2)
    assert seats(office.by, vacancy) == (1, 1)


def test_who_has_a_mobile_phone_is_told_by_message(office: Office) -> None:
    person = office.person(phone="15400000123")
    made = office.act(
        lambda: operations.make(
            person, office.vacancy(), key="k", keys=office.keys, by=office.by, at=NOW
        )
    )
    assert made.told
    assert office.kinds("^message.written") == ["message.written"]


def test_who_has_no_phone_is_offered_work_all_the_same(office: Office) -> None:
    made = office.act(
        lambda: operations.make(
            office.person(), office.vacancy(), key="k", keys=office.keys, by=office.by, at=NOW
        )
    )
    assert not made.told
    assert made.untold is not None
    assert office.line(made.offer).state == "made"


def test_a_village_worker_offers_in_the_village_only(cast: Cast, office: Office) -> None:
    vacancy = office.vacancy()
    mine, foreign = office.person(), office.person(home=office.by.lo + 101_201)
    with entered(cast.dong) as by:
        terms = Terms(tell=False)
        operations.make(mine, vacancy, key="a", keys=office.keys, by=by, at=NOW, terms=terms)
        with pytest.raises(NotFound):
            operations.make(foreign, vacancy, key="b", keys=office.keys, by=by, at=NOW, terms=terms)


def test_a_supervisor_offers_nothing(cast: Cast, office: Office) -> None:
    vacancy, person = office.vacancy(), office.person()
    with entered(cast.feng) as by, pytest.raises(NotAllowed):
        operations.make(person, vacancy, key="a", keys=office.keys, by=by, at=NOW)


def test_a_vacancy_of_another_county_is_offered_too(cast: Cast, office: Office, keys: Any) -> None:
    vacancy = published(cast.bo, keys, employer(cast.bo, name="石泉县蚕桑厂"), headcount=1)
    office.confirmed(office.person(), vacancy)
    assert seats(cast.bo, vacancy)[0] == 1
    with pytest.raises(NoSeat):
        office.agreed(office.person(), vacancy)


def test_the_other_half_of_a_couple_is_shown(office: Office) -> None:
    number = "P-couple"
    him = office.person(household_no=number, company=["spouse"])
    her = office.person(household_no=number, relation="spouse", name="李春燕")
    office.person(household_no=number, relation="child", name="王小雨")
    office.made(her, office.vacancy())
    found = office.act(lambda: queries.companions(him))
    assert [(one.name, one.together, len(one.offers)) for one in found] == [
        ("李春燕", True, 1),
        ("王小雨", False, 0),
    ]


def couple(office: Office, number: str) -> tuple[UUID, UUID]:
    """A couple of whom she wishes to go with him."""
    him = office.person(household_no=number)
    hers = {"name": "李春燕", "relation": "spouse", "company": ["spouse"]}
    return him, office.person(household_no=number, **hers)


def test_who_of_a_couple_is_offered_nothing_is_left_out(office: Office) -> None:
    him, her = couple(office, "P-left-out")
    (found,) = office.act(lambda: queries.companions(him))
    assert found.left_out
    office.made(her, office.vacancy())
    (found,) = office.act(lambda: queries.companions(him))
    assert not found.left_out


def test_a_run_that_proposed_it_to_one_proposed_it_to_nobody_else(office: Office) -> None:
    (him, her), run = couple(office, "P-run"), uuid4()
    made, _ = office.do(
        operations.make_together, him, [her], office.vacancy(), key="a", keys=office.keys,
        terms=Terms(run=run, tell=False),
    )  # fmt: skip
    assert [office.line(made[one].offer).run for one in (him, her)] == [run, None]


def test_the_households_of_many_take_as_many_statements_as_one(office: Office) -> None:
    couples = [couple(office, f"P-many-{k}") for k in range(3)]
    picked = [him for him, _ in couples]

    def statements(people: list[UUID]) -> int:
        with entered(office.by), CaptureQueriesContext(connection) as caught:
            found = queries.companions_of(people)
        assert {him: found[him][0].person for him in people} == dict(couples[: len(people)])
        return len(caught)

    assert statements(picked[:1]) == statements(picked)
