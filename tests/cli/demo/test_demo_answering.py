"""What officers of the demo make of flags, and whose desk it opens."""

from datetime import timedelta
from typing import Any

from chunfeng.cli.demo.answering import desk_employers, explain_flags
from chunfeng.cli.demo.filling import Office
from chunfeng.foundation.access import entered
from chunfeng.stages.employers import flagging
from chunfeng.stages.vacancies import demand
from tests.cast import NOW, TODAY, Cast
from tests.stages.employers import works
from tests.stages.vacancies.market import published


def test_flags_are_explained_as_the_page_shows_them(cast: Cast, keys: Any, db: None) -> None:
    office = Office(cast.an, cast.an, keys)
    with entered(cast.an):
        factory = works.in_order(works.employer(contact="李秋实"), seats=11).employer
    published(cast.an, keys, factory.id, headcount=99)
    explain_flags(office, NOW - timedelta(days=1))
    with entered(cast.an):
        heads = demand.asked([factory.id])
        lines = flagging.of([factory.id], by=cast.an, on=TODAY, asked=heads, closed=True)
        assert {line.flag: line.closed_until is None for line in lines[factory.id]} == {
            "more_than_seats": False,
            "asks_too_many": True,
            "unknown_workers": True,
        }
        assert desk_employers() == [(factory.id, "李秋实")]
