"""Review, docking and the list of what pays too little judge a vacancy by one rule."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chunfeng.foundation.access import entered
from chunfeng.foundation.intake.current import reference
from chunfeng.stages.docking.policy import load_policy
from chunfeng.stages.employers import wage_lines
from chunfeng.stages.employers.wages import Floor, Floors, national
from chunfeng.stages.vacancies import examining, queries
from chunfeng.stages.vacancies.listing import Filters
from chunfeng.stages.vacancies.models import Vacancy
from chunfeng.stages.vacancies.pay import hour_pay
from tests.cast import NOW, PINGLI, TODAY, Cast
from tests.stages.docking.ledgers import DAY, snapshot, vacancies
from tests.stages.vacancies import market

TOWN, ELSEWHERE = PINGLI + 100_000, 320_100_000_000
DAY_LATER = timedelta(1)
OWN = {"from": date(2026, 5, 1), "month": 2050, "hour": 20, "general_practice": False}
NOTICE = {"zh": "通知", "en": "notice"}
LINES = (
    *national().floors,
    Floor.model_validate({"region": "610926", "source": NOTICE} | OWN),
    Floor.model_validate({"region": "61", "source": NOTICE} | OWN | {"month": 1950}),
)
FLOORS = Floors(floors=LINES)
POLICY = load_policy().with_lines(LINES)
yuan = st.none() | st.floats(5, 4000).map(lambda value: round(value, 1))


@st.composite
def offers(draw: st.DrawFn) -> dict[str, Any]:
    """Pay and hours of a vacancy, in a county with a line, its province or another."""
    return {
        "pay_kind": draw(st.sampled_from([None, "month", "day", "hour", "piece"])),
        "pay_low": draw(yuan),
        "pay_high": None,
        "piece_price": draw(st.none() | st.sampled_from([0.5, 2.0])),
        "daily_output": draw(st.none() | st.sampled_from([40.0, 160.0])),
        "hours_per_day": draw(st.none() | st.sampled_from([3.0, 4.0, 4.5, 8.0, 10.0])),
        "days_per_week": draw(st.none() | st.sampled_from([4.0, 5.0, 6.0, 7.0])),
        "place": draw(st.sampled_from([PINGLI, 610922 * 10**6, 320100 * 10**6])),
    }


def paid(offer: dict[str, Any]) -> float | None:
    piece = (offer["piece_price"], offer["daily_output"])
    low, high = offer["pay_low"], offer["pay_high"]
    hours, days = offer["hours_per_day"], offer["days_per_week"]
    return hour_pay(offer["pay_kind"], low, high, piece, hours, days)


def marked(offer: dict[str, Any], on: date) -> bool:
    """Whether review marks it."""
    facts: dict[str, Any] = {field.name: None for field in Vacancy._meta.fields}
    facts |= {"title": "缝纫工", "remarks": "", "description": "", "address": "", "age_reason": ""}
    facts |= offer | {"hour_pay": paid(offer)}
    rules = {finding["rule"] for finding in examining.findings(facts, on, FLOORS)}
    return "pay_below_floor" in rules


@settings(max_examples=150)
@given(offers(), st.sampled_from([date(2026, 4, 30), date(2026, 5, 1), DAY]))
def test_review_and_docking_agree_on_every_offer(offer: dict[str, Any], on: date) -> None:
    taken = snapshot(reference(), None, vacancies(offer), policy=POLICY, on=on)
    out = [one.code for one in taken.not_used if one.code == "below_floor"]
    assert bool(out) == marked(offer, on)


@pytest.mark.django_db
def test_the_list_of_what_pays_too_little_agrees_with_review(cast: Cast, keys: Any) -> None:
    told = wage_lines.Told(valid_from=date(2026, 5, 1), month=2050, hour=20, source="通知")
    vacancy = market.published(cast.an, keys, market.employer(cast.an))
    with entered(cast.an):
        wage_lines.enter(PINGLI, told, by=cast.an, at=NOW)
        newer = replace(told, valid_from=date(2026, 6, 1), month=2400)
        wage_lines.enter(TOWN, told, by=cast.an, at=NOW)
        wage_lines.enter(TOWN, newer, by=cast.an, at=NOW)
        wage_lines.enter(TOWN, replace(newer, valid_from=TODAY + DAY_LATER), by=cast.an, at=NOW)
        kinds, pays = ("month", "hour", ""), (8.0, 8.3, 11.0, 11.9, 13.7, 13.9, 19.9, 20.1, None)
        hours_of, days_of, places_of = (None, 4.0, 8.0), (None, 7.0), (PINGLI, TOWN + 1, ELSEWHERE)
        for kind, hours, days, pay, place in product(kinds, hours_of, days_of, pays, places_of):
            offer = {"pay_kind": kind, "hours_per_day": hours, "days_per_week": days}
            Vacancy.objects.filter(id=vacancy).update(**offer, hour_pay=pay, place=place)
            least = wage_lines.floors().least(TODAY, place, kind, hours, days)
            listed = queries.find(Filters(below=True), on=TODAY).exists()
            assert listed == bool(least and least.above(pay)), offer
            assert queries.find(Filters(below=False), on=TODAY).exists() != listed
            few = wage_lines.floors([place]).least(TODAY, place, kind, hours, days)
            assert few == least, "those of the place are enough"
