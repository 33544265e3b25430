"""Random acts on offers and spells: what must hold holds after each of them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.errors import Flaky
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from chunfeng.foundation.access import entered
from chunfeng.stages.people import operations as people
from chunfeng.stages.people.vocabulary import Evidence
from chunfeng.stages.placements import operations, rules, writing
from chunfeng.stages.placements.models import Offer
from chunfeng.stages.placements.refusals import Refused
from chunfeng.stages.placements.states import NEXT, SEATED, State
from chunfeng.stages.placements.vocabulary import EmployerReason, EndReason, PersonReason
from tests.cast import TODAY, Cast
from tests.stages.placements.offering import BY_PHONE, Office, later, seats

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, WORK = 3, ({"headcount": 1}, {"headcount": 2}, {"headcount": 1, "hours_per_day": 4.0})
OFFERS = st.integers(0, 59)


class Offers(RuleBasedStateMachine):
    """Every example begins with people and vacancies of its own."""

    office: Office

    def __init__(self) -> None:
        super().__init__()
        self.people = [self.office.person() for _ in range(PEOPLE)]
        self.vacancies = [self.office.vacancy(**terms) for terms in WORK]
        self.offers: list[UUID] = []
        self.states: dict[UUID, str] = {}

    def tried(self, act: Callable[[], Any]) -> Any:
        """An act that is done with one event, or refused and leaves none."""
        events = len(self.office.kinds())
        try:
            answer = act()
        except Refused:
            assert len(self.office.kinds()) == events
            return None
        assert len(self.office.kinds()) == events + 1
        return answer

    def on(self, k: int, at: str, operation: Callable[..., Any], *said: Any, **more: Any) -> None:
        """An act on an offer, one in three wherever it stands, else where the act belongs."""
        fitting = [offer for offer in self.offers if self.states.get(offer) == at]
        those = self.offers if k % 3 == 0 or not fitting else fitting
        if those:
            offer = those[k % len(those)]
            self.tried(lambda: self.office.do(operation, offer, *said, **more))

    @rule(who=st.integers(0, PEOPLE - 1), what=st.integers(0, len(WORK) - 1))
    def make(self, who: int, what: int) -> None:
        made = self.tried(lambda: self.office.made(self.people[who], self.vacancies[what]))
        if made:
            self.offers.append(made)

    @rule(who=st.integers(0, PEOPLE - 1), what=st.integers(0, len(WORK) - 1))
    def hire(self, who: int, what: int) -> None:
        """The whole way in one go, as far as it is allowed."""
        self.make(who, what)
        if not self.offers:
            return
        do, last = self.office.do, self.offers[-1]
        self.tried(lambda: do(operations.agree, last, BY_PHONE) or True)
        self.tried(lambda: do(operations.confirm, last, BY_PHONE) or True)
        self.tried(lambda: do(operations.begin, last, on=TODAY, evidence=Evidence.FAMILY))
        self.states[last] = self.office.line(last).state

    @rule(k=OFFERS)
    def agree(self, k: int) -> None:
        self.on(k, "made", operations.agree, BY_PHONE)

    @rule(k=OFFERS)
    def confirm(self, k: int) -> None:
        self.on(k, "agreed", operations.confirm, BY_PHONE)

    @rule(k=OFFERS)
    def begin(self, k: int) -> None:
        self.on(k, "confirmed", operations.begin, on=TODAY, evidence=Evidence.FAMILY)

    @rule(k=OFFERS)
    def end(self, k: int) -> None:
        self.on(k, "begun", operations.end, on=TODAY, reason=EndReason.OTHER)

    @rule(k=OFFERS)
    def decline(self, k: int) -> None:
        self.on(k, "agreed", operations.decline, PersonReason.PAY, BY_PHONE)

    @rule(k=OFFERS)
    def turn_down(self, k: int) -> None:
        self.on(k, "confirmed", operations.turn_down, EmployerReason.FILLED, BY_PHONE)

    @rule(k=OFFERS)
    def withdraw(self, k: int) -> None:
        self.on(k, "agreed", operations.withdraw)

    @rule()
    def night(self) -> None:
        self.office.do(operations.expire, limit=100, at=later(8))

    @rule(k=OFFERS)
    def end_the_spell_elsewhere(self, k: int) -> None:
        running = [line for line in map(self.office.line, self.offers) if line.spell and line.live]
        if running:
            spell = running[k % len(running)].spell
            self.tried(lambda: self.office.do(people.end_spell, spell, ended=TODAY, reason="other"))

    @invariant()
    def seats_are_those_of_the_offers(self) -> None:
        with entered(self.office.by):
            live = [
                (offer.vacancy_id, offer.person_id, offer.full_time)
                for offer in Offer.objects.filter(
                    id__in=self.offers, state__in=SEATED, ended_on=None
                )
            ]
        for vacancy, terms in zip(self.vacancies, WORK, strict=True):
            taken, held = seats(self.office.by, vacancy)
            mine = sum(of == vacancy for of, _, _ in live)
            assert taken == held == mine <= terms["headcount"]
        full = [person for _, person, full_time in live if full_time]
        assert len(full) == len(set(full))

    @invariant()
    def states_follow_the_lifecycle(self) -> None:
        with entered(self.office.by):
            now = dict(Offer.objects.filter(id__in=self.offers).values_list("id", "state"))
        for offer, state in now.items():
            was = self.states.get(offer, State.MADE)
            assert state == was or State(state) in NEXT[State(was)]
        self.states = now

    @invariant()
    def full_time_spells_never_overlap(self) -> None:
        with entered(self.office.by), connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM people_spell AS a JOIN people_spell AS b"
                " ON a.person_id = b.person_id AND a.id < b.id"
                " JOIN placements_offer AS x ON x.spell = a.id AND x.full_time"
                " JOIN placements_offer AS y ON y.spell = b.id AND y.full_time"
                " WHERE a.begun <= coalesce(b.ended, 'infinity')"
                " AND b.begun <= coalesce(a.ended, 'infinity')"
            )
            ((number,),) = cursor.fetchall()
        assert number == 0


def run(cast: Cast, keys: Any, examples: int = 8) -> list[AssertionError]:
    """Draws acts; what was found to be broken, also where drawing it again went another way."""
    found: list[AssertionError] = []

    class AtWork(Offers):
        office = Office(cast, keys)

        def check_invariants(self, *said: Any, **more: Any) -> None:
            try:
                super().check_invariants(*said, **more)  # type: ignore[no-untyped-call]
            except AssertionError as broken:
                found.append(broken)
                raise

    try:
        _draw(AtWork, examples)
    except (AssertionError, Flaky):
        if not found:
            raise
    return found


def _draw(machine: type[Offers], examples: int) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_random_acts_keep_seats_states_and_spells_in_order(cast: Cast, keys: Any) -> None:
    assert run(cast, keys) == []


def test_the_machine_finds_a_seat_that_is_not_given_back(
    cast: Cast, keys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "give_back", lambda *_said, **_more: None)
    assert run(cast, keys)


def test_the_machine_finds_full_time_works_that_overlap(
    cast: Cast, keys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "clash", lambda *_said: None)
    assert run(cast, keys)
