"""The last seat: whatever many do in the same moment, no seat is held twice and none is lost."""

import random
from threading import Barrier, Thread
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, connections

from chunfeng.foundation.access import Context, entered
from chunfeng.stages.vacancies import operations, queries
from chunfeng.stages.vacancies.refusals import Refused
from tests.cast import NOW, Cast
from tests.stages.vacancies.market import employer, published

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS, PEOPLE, HANDS = 50, 200, 16  # hands: connections that click at once


class Rush:
    """Contenders who all click twice on one vacancy, through a few connections at once."""

    def __init__(self, by: Context, vacancies: list[UUID], dice: random.Random) -> None:
        self.by, self.vacancies = by, vacancies
        self.clicks: list[list[tuple[UUID, UUID]]] = []  # of each hand: vacancy and holder
        self.answers: list[dict[tuple[UUID, UUID], list[bool]]] = []
        rounds = []
        for vacancy in vacancies:
            people = [uuid4() for _ in range(dice.choice((PEOPLE, PEOPLE, 8)))]
            clicks = [(vacancy, one) for one in people * 2]
            dice.shuffle(clicks)
            rounds.append(clicks)
        for hand in range(HANDS):
            self.clicks.append([click for clicks in rounds for click in clicks[hand::HANDS]])
            self.answers.append({})

    def run(self) -> None:
        """All hands at once."""
        start = Barrier(HANDS)
        threads = [Thread(target=self._hand, args=(start, k)) for k in range(HANDS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _hand(self, start: Barrier, k: int) -> None:
        start.wait()
        try:
            for vacancy, holder in self.clicks[k]:
                with entered(self.by), connection.cursor() as cursor:
                    cursor.execute(
                        "SELECT vacancies_take(%s, %s, %s, %s)",
                        [vacancy, holder, self.by.lo, NOW],
                    )
                    ((taken,),) = cursor.fetchall()
                self.answers[k].setdefault((vacancy, holder), []).append(taken)
        finally:
            connections.close_all()

    def said(self, vacancy: UUID) -> dict[UUID, list[bool]]:
        """What everybody was answered."""
        out: dict[UUID, list[bool]] = {}
        for answers in self.answers:
            for (of, holder), said in answers.items():
                if of == vacancy:
                    out.setdefault(holder, []).extend(said)
        return out


def test_the_last_seat_goes_to_one_of_two_hundred(cast: Cast, keys: Any) -> None:
    dice = random.Random(7)
    of = employer(cast.an)
    vacancies = [
        published(cast.an, keys, of, headcount=dice.choice((1, 3, 10, 20))) for _ in range(ROUNDS)
    ]
    rush = Rush(cast.an, vacancies, dice)
    rush.run()
    for vacancy in vacancies:
        said = rush.said(vacancy)
        winners = {holder for holder, answers in said.items() if any(answers)}
        with entered(cast.an), connection.cursor() as cursor:
            facts = queries.facts(vacancy)
            cursor.execute("SELECT holder FROM vacancies_hold WHERE vacancy_id = %s", [vacancy])
            held = [holder for (holder,) in cursor.fetchall()]
        assert facts is not None
        seats = facts.values["headcount"]
        assert facts.taken == len(held) == min(seats, len(said))
        assert set(held) == winners
        assert all(len(answers) == 2 for answers in said.values())
        # Whoever has a seat is told so again when clicking a second time.
        assert all(all(said[winner]) for winner in winners)


def test_a_seat_given_back_is_free_again(cast: Cast, keys: Any) -> None:
    made = published(cast.an, keys, employer(cast.an), headcount=1)
    one, two = uuid4(), uuid4()

    def take(holder: UUID) -> bool:
        with entered(cast.an):
            return operations.take_seat(made, holder=holder, region=cast.an.lo, by=cast.an, at=NOW)

    def release(holder: UUID) -> bool:
        with entered(cast.an):
            return operations.release_seat(made, holder=holder, by=cast.an, at=NOW)

    assert (take(one), take(one), take(two)) == (True, True, False)
    assert (release(two), release(one), release(one)) == (False, True, False)
    assert take(two)
    with entered(cast.an), connection.cursor() as cursor:
        cursor.execute("SELECT kind FROM audit_event WHERE kind LIKE 'vacancy.seat%' ORDER BY id")
        kinds = [kind.removeprefix("vacancy.seat_") for (kind,) in cursor.fetchall()]
    assert kinds == ["taken", "released", "taken"]


def test_the_headcount_never_goes_below_what_is_taken(cast: Cast, keys: Any) -> None:
    made = published(cast.an, keys, employer(cast.an), headcount=3)
    for _ in range(2):
        with entered(cast.an):
            operations.take_seat(made, holder=uuid4(), region=cast.an.lo, by=cast.an, at=NOW)
    with entered(cast.an):
        with pytest.raises(Refused):
            operations.set_headcount(made, headcount=1, by=cast.an, at=NOW)
        operations.set_headcount(made, headcount=2, by=cast.an, at=NOW)
        facts = queries.facts(made)
    assert facts is not None
    assert facts.full
