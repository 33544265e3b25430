"""People, vacancies and offers for the tests of placements."""

import itertools
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from chunfeng.foundation.access import Context, entered
from chunfeng.stages.people import operations as people
from chunfeng.stages.people.vocabulary import Evidence
from chunfeng.stages.placements import operations, queries
from chunfeng.stages.placements.operations import Said, Terms
from chunfeng.stages.placements.vocabulary import How
from tests.cast import NOW, PINGLI, TODAY, Cast
from tests.stages.vacancies.market import employer, published

VILLAGE = PINGLI + 100_001
BY_PHONE = Said(how=How.PHONE)
QUIETLY = Terms(tell=False)
_numbers = itertools.count(1)


class Office:
    """A county officer at work: every act in a transaction of its own."""

    def __init__(self, cast: Cast, keys: Any) -> None:
        self.by, self.keys = cast.an, keys
        self.employer = employer(cast.an)

    def person(self, **values: Any) -> UUID:
        """Somebody new, in a household of their own unless told otherwise."""
        number = next(_numbers)
        row = {
            "name": "王小春", "home": VILLAGE, "household_no": f"P{number:06d}",
            "relation": "head",
        } | values  # fmt: skip
        return self.act(lambda: people.enrol(row, keys=self.keys, by=self.by, at=NOW))

    def vacancy(self, **values: Any) -> UUID:
        """A published vacancy."""
        return published(self.by, self.keys, self.employer, **values)

    def made(
        self, person: UUID, vacancy: UUID, terms: Terms = QUIETLY, key: str | None = None
    ) -> UUID:
        """An offer; no message goes unless the terms say so."""
        key = key or f"act-{next(_numbers)}"
        return self.act(
            lambda: operations.make(
                person, vacancy, key=key, keys=self.keys, by=self.by, at=NOW, terms=terms
            )
        ).offer

    def agreed(self, person: UUID, vacancy: UUID) -> UUID:
        """An offer the person said yes to."""
        made = self.made(person, vacancy)
        self.do(operations.agree, made, BY_PHONE)
        return made

    def confirmed(self, person: UUID, vacancy: UUID) -> UUID:
        """An offer both said yes to."""
        made = self.agreed(person, vacancy)
        self.do(operations.confirm, made, BY_PHONE)
        return made

    def begun(self, person: UUID, vacancy: UUID) -> UUID:
        """A placement since today."""
        made = self.confirmed(person, vacancy)
        self.do(operations.begin, made, on=TODAY, evidence=Evidence.EMPLOYER)
        return made

    def do(self, operation: Callable[..., Any], *said: Any, at: datetime = NOW, **more: Any) -> Any:
        """An operation by the officer."""
        return self.act(lambda: operation(*said, by=self.by, at=at, **more))

    def act(self, what: Callable[[], Any]) -> Any:
        """Something in a transaction of its own."""
        with entered(self.by):
            return what()

    def line(self, offer: UUID) -> queries.Line:
        """An offer as it stands."""
        found = self.act(lambda: queries.offer(offer))
        assert found is not None
        return found

    def taken(self, vacancy: UUID) -> int:
        """How many seats of a vacancy are taken."""
        return seats(self.by, vacancy)[0]

    def kinds(self, like: str = "") -> list[str]:
        """The kinds of events of offers and placements so far, in order."""
        return kinds(self.by, like)


def seats(by: Context, vacancy: UUID) -> tuple[int, int]:
    """Seats of a vacancy taken, and held by somebody: always the same."""
    with entered(by), connection.cursor() as cursor:
        cursor.execute("SELECT taken FROM vacancies_vacancy WHERE id = %s", [vacancy])
        ((taken,),) = cursor.fetchall()
        cursor.execute(
            "SELECT count(*) FROM vacancies_hold WHERE vacancy_id = %s AND released_at IS NULL",
            [vacancy],
        )
        ((held,),) = cursor.fetchall()
    return taken, held


def kinds(by: Context, like: str = "") -> list[str]:
    """Kinds of events of offers, or of what is told."""
    with entered(by), connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind FROM audit_event WHERE kind ~ %s ORDER BY id",
            [like or "^(offer|placement)[.]"],
        )
        return [kind for (kind,) in cursor.fetchall()]


def addressed(by: Context, kind: str, number: int) -> None:
    """So many messages that somebody has addressed today."""
    with entered(by), connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO audit_event (at, kind, "user", post, role, purpose, subject, fields,
                detail)
            SELECT %s, %s, app_user(), app_post(), app_post_role(), app_purpose(), '', '{}', '{}'
            FROM generate_series(1, %s)""",
            [NOW, kind, number],
        )


def later(days: int) -> datetime:
    """Some days on."""
    return NOW + timedelta(days=days)
