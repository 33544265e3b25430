"""Random employers, members, partners and vacancies against every route of portal, desk and API,
and officers of two counties against those of employers and vacancies: nothing private is shown.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import connection, transaction
from django.test import override_settings
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from chunfeng.foundation.access import Entry, declared
from chunfeng.foundation.access.declare import routes
from chunfeng.foundation.accounts.refusals import Refused as MemberRefused
from chunfeng.foundation.partners.scopes import Scope
from chunfeng.stages.employers.refusals import Refused as EmployerRefused
from chunfeng.stages.placements.refusals import Refused as OfferRefused
from chunfeng.stages.vacancies.refusals import Refused as VacancyRefused
from tests.cast import NOW
from tests.public import PublicClient
from tests.security.market_place import COUNTIES, Firm, MarketPlace, Taken
from tests.security.test_canaries import plain
from tests.security.test_faces_apart import KNOWN
from tests.security.test_routes import filled, posts_only

EXAMPLES, STEPS = 10, 40  # some runs end early
LEAK = "leaks"
Unwalled = Callable[[], AbstractContextManager[None]]
REFUSED = (EmployerRefused, VacancyRefused, MemberRefused)
draws = 0


def of_the_public_site(only: str = "") -> list[tuple[str, bool]]:
    """Every route with some words in it, and whether only members enter it."""
    with override_settings(URLCONFS=("chunfeng.config.public_urls",)):
        found = [(route, declared(view)) for route, _, view in routes()]
    return [
        (route, bool(stands and stands.entry is Entry.POST))
        for route, stands in found
        if route != "/desk/signout" and only in route
    ]


class Market(RuleBasedStateMachine):
    """Two counties' employers, changed and asked at random."""

    keys: Any = None
    unwalled: Any = None
    hole: str = ""  # a statement that takes a wall away
    only: str = ""  # what stands in the routes that are asked

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        if self.hole:
            with type(self).unwalled(), connection.cursor() as cursor:
                cursor.execute(self.hole)
        self.place = MarketPlace.opened(type(self).keys, type(self).unwalled)
        self.leaks: list[str] = []
        self.asked = 0

    @initialize()
    def begin(self) -> None:
        for firm in self.place.firms:
            self.place.interest(firm, firm.vacancies[0], shared=firm.region == COUNTIES[0])
            for shared in (True, False):
                self.place.take_on(firm, shared=shared)

    @rule(region=st.sampled_from(COUNTIES))
    def an_employer_comes(self, region: int) -> None:
        if len(self.place.firms) < 4:
            self.place.firm(region)
            self.place.vacancy(self.place.firms[-1])

    @rule(data=st.data(), acts=st.sampled_from([("submit", "publish"), ("pause",), ("resume",),
                                                ("close",)]))  # fmt: skip
    def a_vacancy_moves(self, data: st.DataObject, acts: tuple[str, ...]) -> None:
        firm, vacancy = self.some(data)
        for act in acts:
            try:
                with transaction.atomic():
                    self.place.move(vacancy, act, firm)
            except REFUSED:
                return

    @rule(data=st.data(), act=st.sampled_from(["suspend", "resume", "close"]))
    def an_employer_is_judged(self, data: st.DataObject, act: str) -> None:
        firm, _ = self.some(data)
        try:
            with transaction.atomic():
                self.place.judge(firm, act)
        except REFUSED:
            return

    @rule(data=st.data())
    def a_member_is_ended(self, data: st.DataObject) -> None:
        firm, _ = self.some(data)
        if firm.live and sum(one.live for one in self.place.firms) > 1:
            self.place.end_member(firm)

    @rule(data=st.data(), act=st.sampled_from(["revoke", "expire", "cut"]))
    def a_key_changes(self, data: st.DataObject, act: str) -> None:
        self.place.change_key(data.draw(st.sampled_from(self.place.partners)), act)
        if not any(one.works for one in self.place.partners):
            self.place.partner(set(Scope))

    @rule(data=st.data(), shared=st.booleans())
    def somebody_is_interested(self, data: st.DataObject, shared: bool) -> None:
        if len(self.place.heard) < 8:
            self.place.interest(*self.some(data), shared=shared)

    @rule(data=st.data(), shared=st.booleans())
    def somebody_taken_on_chooses(self, data: st.DataObject, shared: bool) -> None:
        self.tried(lambda one: self.place.choose(one, shared=shared), data)

    @rule(data=st.data())
    def somebody_taken_on_leaves(self, data: st.DataObject) -> None:
        self.tried(self.place.part, data)

    def tried(self, act: Callable[[Taken], None], data: st.DataObject) -> None:
        """An act on somebody taken on, where it is possible."""
        try:
            with transaction.atomic():
                act(data.draw(st.sampled_from(self.place.taken)))
        except OfferRefused:
            return

    @rule(data=st.data(), method=st.sampled_from(["get", "get", "post"]))
    def a_member_asks(self, data: st.DataObject, method: str) -> None:
        asking = data.draw(st.sampled_from(self.place.firms))
        route, for_members = data.draw(st.sampled_from(of_the_public_site(self.only)))
        hidden = self.place.private(member_of=asking.id if asking.live else None)
        status, said = self.ask(asking.desk.client, method, self.address(data, route))
        self.note(hidden, said, f"member {method} {route}")
        assert status < 500, (route, status)
        if for_members and not asking.live:
            assert status == 302, route

    @rule(data=st.data(), method=st.sampled_from(["get", "get", "post"]))
    def a_member_asks_again(self, data: st.DataObject, method: str) -> None:
        self.a_member_asks(data, method)

    @rule(data=st.data())
    def a_member_asks_for_a_telephone(self, data: st.DataObject) -> None:
        asking = data.draw(st.sampled_from(self.place.firms))
        one = data.draw(st.sampled_from(self.place.taken))
        hidden = self.place.private(member_of=asking.id if asking.live else None)
        address = f"/desk/proposed/{one.offer}/phone"
        status, said = self.ask(asking.desk.client, "post", address)
        self.note(hidden, said, "member asks for a telephone")
        ours = asking.live and one.firm is asking
        assert status in ((200, 403) if ours else (302, 403, 404)), status

    @rule(data=st.data(), method=st.sampled_from(["get", "get", "post"]))
    def a_partner_or_anybody_asks(self, data: st.DataObject, method: str) -> None:
        partner = data.draw(st.sampled_from([None, *self.place.partners]))
        route, for_members = data.draw(st.sampled_from(of_the_public_site(self.only)))
        headers = {"Authorization": f"Bearer {partner.token}"} if partner else {}
        status, said = self.ask(PublicClient(), method, self.address(data, route), headers)
        self.note(self.place.private(), said, f"anybody {method} {route}")
        assert status < 500, (route, status)
        assert not for_members or status == 302, route
        if partner and method == "get" and route.startswith("/api/v1/"):
            assert (status == 401) == (not partner.works), (route, status)
            if route == "/api/v1/changes" and partner.works:
                assert status == (200 if Scope.CHANGES in partner.scopes else 403)

    @rule(data=st.data(), region=st.sampled_from(COUNTIES),
          method=st.sampled_from(["get", "get", "post"]))  # fmt: skip
    def an_officer_asks(self, data: st.DataObject, region: int, method: str) -> None:
        officer = self.place.officers[region]
        route = data.draw(st.sampled_from(about_employers()))
        hidden = self.place.private(lo=officer.lo, hi=officer.hi)
        response = getattr(officer.client, method)(self.address(data, route), {"reason": ""})
        self.note(hidden, plain(response.content), f"officer {method} {route}")
        assert response.status_code < 500, (route, response.status_code)

    @invariant()
    def nothing_leaks(self) -> None:
        global draws
        draws += 1
        assert not self.leaks, f"{LEAK}: {self.leaks}"

    def some(self, data: st.DataObject) -> tuple[Firm, UUID]:
        """An employer and a vacancy of it."""
        firm: Firm = data.draw(st.sampled_from(self.place.firms))
        return firm, data.draw(st.sampled_from(firm.vacancies))

    def address(self, data: st.DataObject, route: str) -> str:
        """A route about somebody's employer, vacancy."""
        firm, vacancy = self.some(data)
        offer = data.draw(st.sampled_from(self.place.taken)).offer
        return filled(route, KNOWN | {"employer": firm.id, "vacancy": vacancy, "offer": offer})

    def ask(
        self, client: PublicClient, method: str, address: str, headers: dict[str, str] | None = None
    ) -> tuple[int, str]:
        """Status and text of an answer; pages kept for a moment are asked anew."""
        fresh = PublicClient()
        fresh.cookies = client.cookies
        self.asked += 1
        network = f"203.0.{self.asked % 250}.{len(self.leaks) + 1}"
        answer = getattr(fresh, method)(address, headers=headers or {}, REMOTE_ADDR=network)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return answer.status_code, plain(content)

    def note(self, hidden: set[str], said: str, by: str) -> None:
        """Keeps what was shown and may not be."""
        self.leaks += [f"{by}: {mark}" for mark in hidden if mark in said]

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)


def about_employers() -> list[str]:
    """The officers' routes of employers, vacancies, interests and reports."""
    nouns = ("employers", "recognitions", "vacancies", "review", "interests", "reports", "coverage")
    return [route for route, _ in posts_only() if route.strip("/").split("/")[0] in nouns]


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def run(keys: Any, unwalled: Unwalled, *, hole: str = "", only: str = "") -> None:
    """The machine, perhaps with a hole in a wall and eyes for some routes only."""
    Market.keys, Market.unwalled = keys, staticmethod(unwalled)
    Market.hole, Market.only = hole, only
    chosen = settings(
        max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None,
        phases=[Phase.generate] if hole else [*Phase], report_multiple_bugs=not hole,
        suppress_health_check=list(HealthCheck), print_blob=False, database=None,
    )  # fmt: skip
    run_state_machine_as_test(Market, settings=chosen)


@pytest.mark.django_db
def test_nothing_private_of_employers_is_shown_in_random_draws(
    keys: Any, unwalled: Unwalled
) -> None:
    assert {route.split("/")[1] for route in about_employers()} >= {"employers", "vacancies"}
    run(keys, unwalled)
    assert draws >= 250


HOLES = {
    "the wall of vacancies": (
        "ALTER POLICY own ON vacancies_vacancy USING (true)", "/desk/vacancies",
    ),
    "the wall of interests": (
        "ALTER POLICY own ON vacancies_interest USING (true)", "/desk/interested",
    ),
    "the choice of who was taken on": (
        "DO $$ BEGIN EXECUTE replace(pg_get_functiondef("
        "'placements_employer_phone(uuid, timestamptz)'::regprocedure),"
        " 'WHEN NOT held.shown_phone', 'WHEN false'); END $$", "/phone",
    ),
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("hole", "only"), HOLES.values(), ids=HOLES.keys())
def test_without_a_wall_the_machine_finds_a_leak(
    keys: Any, unwalled: Unwalled, hole: str, only: str
) -> None:
    with pytest.raises(AssertionError, match=LEAK):
        run(keys, unwalled, hole=hole, only=only)
