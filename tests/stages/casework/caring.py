"""People in work, calls and their answers for the tests of casework."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from chunfeng.foundation.access import entered
from chunfeng.stages.casework import operations, queries
from chunfeng.stages.casework.operations import Found, Noted
from chunfeng.stages.casework.queries import Due, Wanted
from chunfeng.stages.casework.vocabulary import How
from chunfeng.stages.people import operations as people
from tests.cast import PINGLI, TODAY, Cast
from tests.stages.placements.offering import Office

AWAY = 440300 * 10**6  # 深圳市
HERE = PINGLI + 100_001


def noon(day: date) -> datetime:
    """A moment of a day, in China too."""
    return datetime.combine(day, time(4), UTC)


class Care(Office):
    """A county officer at work with people who have begun to work."""

    def __init__(self, cast: Cast, keys: Any) -> None:
        super().__init__(cast, keys)

    def worker(self, days: int, *, person: UUID | None = None, **facts: Any) -> UUID:
        """Somebody whose work began so many days ago."""
        person = person or self.person()
        told = {"kind": "employed", "evidence": "D", "place": HERE, "employer": "春燕厂"} | facts
        begun = TODAY - timedelta(days)
        self.do(people.begin_spell, person, begun=begun, at=noon(begun), **told)
        return person

    def call(
        self, person: UUID, day: date = TODAY, *, key: str = "", at: datetime | None = None,
        **found: Any,
    ) -> Noted:  # fmt: skip
        """A call on a day; who answers is at work unless told otherwise."""
        told = {"how": How.PHONE, "reached": True, "done_at": noon(day)} | found
        if told["reached"]:
            told = {"at_work": True} | told
        noted: Noted = self.do(
            operations.note_contact, person, Found(**told), key=key or str(uuid4()),
            at=at or noon(day),
        )  # fmt: skip
        return noted

    def due(self, person: UUID, day: date = TODAY) -> Due | None:
        """Why somebody is to be asked, as of a day."""
        found: dict[UUID, Due] = self.act(lambda: queries.follow_ups_of([person], on=day))
        return found.get(person)

    def listed(self, day: date = TODAY, **wanted: Any) -> list[Due]:
        """The list of a day."""
        rows: list[Due] = self.act(lambda: queries.follow_ups(Wanted(**wanted), on=day)[0])
        return rows

    def mark(self, person: UUID) -> str:
        """What a form opened now is opened on."""
        from chunfeng.stages.people import queries as register

        def look() -> str:
            facts = register.facts(person, on=TODAY)
            assert facts is not None
            return queries.mark(facts)

        return str(self.act(look))

    def spell(self, person: UUID) -> Any:
        """The work somebody is asked about."""
        from chunfeng.stages.people import queries as register

        with entered(self.by):
            facts = register.facts(person, on=TODAY)
            assert facts is not None
            return queries.asked_about(facts)
