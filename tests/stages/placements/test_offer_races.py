"""The last seat and the last day: whatever many do at once, and wherever a worker is killed."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from threading import Barrier, Thread
from typing import Any
from uuid import UUID

import pytest
from django.db import connections

from chunfeng.config import tasks
from chunfeng.foundation.access import Context, entered
from chunfeng.stages.placements import answering, operations, queries
from chunfeng.stages.placements.refusals import AlreadyPlaced, NoSeat, OpenAlready
from tests.cast import NOW, Cast
from tests.security.test_races import at_once
from tests.stages.placements.offering import BY_PHONE, QUIETLY, Office, later, seats

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS, HANDS = 5, 20
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def office(cast: Cast, keys: Any) -> Office:
    return Office(cast, keys)


def rush(office: Office, offers: list[UUID]) -> list[str]:
    """Everybody agrees to an offer in the same moment; what became of each."""
    start, said = Barrier(len(offers)), [""] * len(offers)

    def hand(k: int) -> None:
        start.wait()
        try:
            with entered(office.by):
                operations.agree(offers[k], BY_PHONE, by=office.by, at=NOW)
            said[k] = "agreed"
        except (NoSeat, AlreadyPlaced) as why:
            said[k] = type(why).__name__
        finally:
            connections.close_all()

    threads = [Thread(target=hand, args=(k,)) for k in range(len(offers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def test_the_last_seat_goes_to_one_of_twenty(office: Office) -> None:
    people = [office.person() for _ in range(HANDS)]
    for _ in range(ROUNDS):
        vacancy = office.vacancy(headcount=1, hours_per_day=4.0)
        said = rush(office, [office.made(person, vacancy) for person in people])
        assert sorted(said) == ["NoSeat"] * (HANDS - 1) + ["agreed"]
        assert seats(office.by, vacancy) == (1, 1)


def test_somebody_asked_by_many_agrees_to_one(office: Office) -> None:
    vacancies = [office.vacancy(headcount=2) for _ in range(8)]
    for _ in range(ROUNDS):
        person = office.person()
        offers = [office.made(person, vacancy) for vacancy in vacancies]
        said = rush(office, offers)
        assert sorted(said) == ["AlreadyPlaced"] * 7 + ["agreed"]
        taken = [seats(office.by, vacancy) for vacancy in vacancies]
        assert sum(held for held, _ in taken) == sum(held for _, held in taken) == 1
        office.do(operations.withdraw, offers[said.index("agreed")])


def test_a_couple_is_offered_it_once_whichever_half_two_officers_begin_with(
    cast: Cast, office: Office
) -> None:
    for k in range(ROUNDS):
        him = office.person(household_no=f"P-{k}")
        her = office.person(household_no=f"P-{k}", relation="spouse", name="李春燕")
        vacancy = office.vacancy()

        def both(by: Context, one: UUID, other: UUID, vacancy: UUID = vacancy) -> Any:
            with entered(by):
                return operations.make_together(
                    one, [other], vacancy, key=str(one), keys=office.keys, by=by, at=NOW,
                    terms=QUIETLY,
                )  # fmt: skip

        said = at_once(
            lambda one=him, other=her, both=both: both(cast.an, one, other),
            lambda one=her, other=him, both=both: both(cast.chun, one, other),
        )
        assert sum(isinstance(one, OpenAlready) for one in said) == 1, said
        assert office.act(lambda vacancy=vacancy: queries.of_vacancy(vacancy))[1] == 2


def test_the_night_lapses_what_nobody_answered(office: Office) -> None:
    vacancy = office.vacancy()
    made, agreed = office.made(office.person(), vacancy), office.agreed(office.person(), vacancy)
    confirmed = office.confirmed(office.person(), vacancy)
    tasks.expire_offers(later(7))
    assert office.line(made).state == "made"
    tasks.expire_offers(later(8))
    assert [office.line(one).state for one in (made, agreed, confirmed)] == [
        "lapsed",
        "lapsed",
        "confirmed",
    ]
    assert office.line(made).reason == "expired"
    assert seats(office.by, vacancy) == (1, 1)


def test_a_night_that_was_killed_goes_on_and_repeats_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    vacancy = office.vacancy(headcount=9)
    offers = [office.agreed(office.person(), vacancy) for _ in range(7)]
    monkeypatch.setattr(tasks, "OFFERS", 2)
    lapse, left = answering.lapse, 5

    def dying(*said: Any, **more: Any) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise KeyboardInterrupt
        lapse(*said, **more)

    monkeypatch.setattr(answering, "lapse", dying)
    with pytest.raises(KeyboardInterrupt):
        tasks.expire_offers(later(8))
    assert [office.line(one).state for one in offers].count("lapsed") == 4  # two whole parts
    monkeypatch.setattr(answering, "lapse", lapse)
    tasks.expire_offers(later(8))
    tasks.expire_offers(later(9))
    assert {office.line(one).state for one in offers} == {"lapsed"}
    assert seats(office.by, vacancy) == (0, 0)
    assert office.kinds("^offer.lapsed") == ["offer.lapsed"] * 7
    assert office.kinds("^vacancy.seat_released") == ["vacancy.seat_released"] * 7


def night(last: int = 0) -> int:
    """A night in a process of its own, killed in the middle where it is told to; how it ended."""
    settings = {"DJANGO_SETTINGS_MODULE": "tests.foundation.messaging.sender_settings"}
    return subprocess.run(  # noqa: S603 our own module
        [sys.executable, "-m", "tests.stages.placements.nightly", str(last)],
        cwd=ROOT,
        env=os.environ | settings,
        check=False,
    ).returncode


@pytest.mark.parametrize("last", [1, 4])
def test_a_night_whose_process_is_killed_ends_as_one_that_is_not(office: Office, last: int) -> None:
    vacancy = office.vacancy(headcount=9)
    offers = [office.agreed(office.person(), vacancy) for _ in range(5)]
    assert night(last) == -signal.SIGKILL
    lapsed = [office.line(one).state for one in offers].count("lapsed")
    assert lapsed == (last - 1) // 2 * 2, "whole parts only"
    assert seats(office.by, vacancy) == (5 - lapsed, 5 - lapsed)
    assert night() == 0
    assert {office.line(one).state for one in offers} == {"lapsed"}
    assert seats(office.by, vacancy) == (0, 0)
    assert office.kinds("^offer.lapsed") == ["offer.lapsed"] * 5
    assert office.kinds("^vacancy.seat_released") == ["vacancy.seat_released"] * 5
