"""What the records of an employer and of the register prove, read behind the walls."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chunfeng.foundation.access import entered
from chunfeng.kit.texts import from_json
from chunfeng.stages.employers import evidence
from chunfeng.stages.employers.proofs import Outcome
from chunfeng.stages.people import operations as people
from chunfeng.stages.people import queries
from tests.cast import NOW, SHIQUAN, TODAY, Cast
from tests.stages.employers import works

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_desk(cast: Cast) -> Iterator[None]:
    """At the county officer's desk."""
    with entered(cast.an):
        yield


@pytest.mark.usefixtures("at_desk")
def test_a_workshop_in_order_meets_every_criterion(cast: Cast, keys: Any) -> None:
    recognition = works.in_order()
    works.works_at("春燕玩具厂", 6, cast, keys)
    found = evidence.of(recognition, on=TODAY)
    assert (found.month, found.workers, found.target, found.share) == (date(2026, 10, 1), 12, 6, 50)
    assert (found.months_paid, found.lowest_hour, found.insured_share) == (10, 15.0, 100)
    assert (found.seats, found.known.people, found.known.target) == (30, 6, 6)
    assert {one.outcome for one in found.findings} == {Outcome.MET}
    assert found.outcome is Outcome.MET
    assert evidence.about(recognition.id, by=cast.an, on=TODAY) == found


@pytest.mark.usefixtures("at_desk")
def test_figures_and_thresholds_say_where_they_come_from() -> None:
    found = evidence.of(works.in_order(), on=TODAY)
    workers = found.findings[0]
    assert (workers.figure, workers.threshold) == (12, 10)
    assert workers.origin is not None
    assert workers.origin.general_practice
    assert workers.said.to("zh") == "2026-10：工资表在册12人，要求不少于10人。"
    assert workers.said.to("en") == (
        "2026-10: 12 workers on the payroll, at least 10 are asked for."
    )


@pytest.mark.usefixtures("at_desk")
def test_what_is_kept_with_a_decision_reads_the_same_later() -> None:
    found = evidence.of(works.in_order(), on=TODAY)
    kept = found.kept()
    for one in found.findings:
        assert kept[one.code]["outcome"] == one.outcome
        assert from_json(kept[one.code]["said"]).to("zh") == one.said.to("zh")


@pytest.mark.usefixtures("at_desk")
def test_a_site_is_judged_as_the_workshop_it_would_be() -> None:
    recognition = works.in_order()
    found = evidence.of(recognition.site, on=TODAY)
    assert "months_shown_least" in {one.code for one in found.findings}
    assert "months_operated_least" in {o.code for o in evidence.of(recognition, on=TODAY).findings}


@pytest.mark.usefixtures("at_desk")
def test_a_base_is_judged_by_all_its_sites_together() -> None:
    owner = works.employer("安康电子", kind="company")
    for place in (works.VILLAGE, works.VILLAGE + 1000):
        works.paid(works.site(owner, place=place, seats=None), date(2026, 1, 1), date(2026, 10, 1),
                   workers=20, insured=20)  # fmt: skip
    base = works.recognised(owner, kind="base", sub_kind="", level="county")
    found = evidence.of(base, on=TODAY)
    assert (found.workers, found.target, found.months_paid, found.seats) == (40, 12, 10, None)
    assert found.outcome is Outcome.NOT_KNOWN  # the register knows nobody there
    assert {one.outcome for one in found.findings if one.code != "register"} == {Outcome.MET}


@pytest.mark.usefixtures("at_desk")
def test_a_workshop_of_its_own_is_judged_by_its_own_site() -> None:
    recognition = works.in_order()
    works.paid(works.site(recognition.employer), date(2026, 1, 1), date(2026, 10, 1), workers=90)
    assert evidence.of(recognition, on=TODAY).workers == 12


@pytest.mark.usefixtures("at_desk")
def test_pay_is_held_against_the_floor_of_the_month_and_place() -> None:
    recognition = works.recognised(works.site(works.employer()))
    works.paid(recognition.site, date(2026, 1, 1), date(2026, 9, 1))
    works.paid(recognition.site, date(2026, 10, 1), date(2026, 10, 1), lowest_hour=8.1)
    (found,) = [f for f in evidence.of(recognition, on=TODAY).findings if f.code == "pay_floor"]
    assert (found.outcome, found.figure, found.threshold) == (Outcome.NOT_MET, 8.1, 8.16)
    assert "8.10" in found.said.to("en")
    assert "1420 yuan for 174 hours" in found.said.to("en")
    assert "2026-10" in found.said.to("zh")


@pytest.mark.usefixtures("at_desk")
def test_a_month_of_few_hours_a_head_is_held_against_the_hourly_line() -> None:
    recognition = works.recognised(works.site(works.employer()))
    paid = {"lowest_hour": 13.4, "workers": 12}
    works.paid(recognition.site, date(2026, 1, 1), date(2026, 9, 1), hours=12 * 105.0, **paid)
    works.paid(recognition.site, date(2026, 10, 1), date(2026, 10, 1), hours=12 * 104.0, **paid)
    (found,) = [f for f in evidence.of(recognition, on=TODAY).findings if f.code == "pay_floor"]
    assert (found.outcome, found.figure, found.threshold) == (Outcome.NOT_MET, 13.4, 13.5)
    assert "2026-10" in found.said.to("zh")


@pytest.mark.usefixtures("at_desk")
def test_seats_of_a_closed_site_do_not_count() -> None:
    recognition = works.in_order(closed_on=date(2026, 11, 1))
    assert evidence.of(recognition, on=date(2026, 10, 31)).seats == 30
    assert evidence.of(recognition, on=date(2026, 11, 1)).seats is None


@pytest.mark.usefixtures("at_desk")
def test_evidence_takes_the_same_few_statements_for_any_number_of_months(cast: Cast) -> None:
    owner = works.employer()
    few = works.recognised(works.site(owner))
    many = works.in_order(owner)
    counted = []
    for recognition in (few, many):
        with CaptureQueriesContext(connection) as caught:
            evidence.about(recognition.id, by=cast.an, on=TODAY)
        counted.append(len(caught))
    assert counted == [5, 5]


def test_an_officer_of_the_next_county_learns_nothing_of_an_application(cast: Cast) -> None:
    with entered(cast.an):
        applied = works.recognised(works.site(works.employer()), state="applied")
    with entered(cast.bo):
        assert evidence.about(applied.id, by=cast.bo, on=TODAY) is None


@pytest.mark.usefixtures("at_desk")
def test_workers_are_counted_by_the_category_of_their_household(cast: Cast, keys: Any) -> None:
    works.works_at("春燕玩具厂", 3, cast, keys)
    works.works_at("春燕玩具厂", 2, cast, keys, home=works.VILLAGE + 1000,
                   categories=("at_risk", "relocated"))  # fmt: skip
    works.works_at("春燕玩具厂", 1, cast, keys, home=works.VILLAGE + 2000, categories=("general",))
    found = queries.workers_of(["春燕玩具厂", "无人厂"], on=TODAY)
    assert found["春燕玩具厂"] == queries.Workers(
        people=6, target=5, by_category={"exited": 3, "at_risk": 2, "relocated": 2, "general": 1}
    )
    assert found["无人厂"] == queries.Workers(people=0, target=0, by_category={})


@pytest.mark.usefixtures("at_desk")
@pytest.mark.parametrize(
    "facts",
    [
        {"status": "studying"},
        {"work_since": date(2026, 11, 24)},
        {"work_employer": "另一个厂"},
    ],
)
def test_only_paid_work_there_on_the_day_counts(
    cast: Cast, keys: Any, facts: dict[str, Any]
) -> None:
    works.works_at("春燕玩具厂", 1, cast, keys, **facts)
    assert queries.workers_of(["春燕玩具厂"], on=TODAY)["春燕玩具厂"].people == 0


@pytest.mark.usefixtures("at_desk")
def test_whoever_ended_or_left_is_no_longer_counted(cast: Cast, keys: Any) -> None:
    ended, gone = works.works_at("春燕玩具厂", 2, cast, keys)
    assert _count() == 2
    (spell,) = queries.facts(ended, on=TODAY).spells  # type: ignore[union-attr]
    people.end_spell(spell.id, ended=date(2026, 11, 1), reason="other", by=cast.an, at=NOW)
    people.leave(gone, on=date(2026, 11, 2), reason="moved_out", by=cast.an, at=NOW)
    assert _count() == 0
    assert _count(date(2026, 10, 31)) == 2


def test_people_of_another_region_are_not_counted(cast: Cast, keys: Any) -> None:
    with entered(cast.an):
        works.works_at("春燕玩具厂", 2, cast, keys)
    there = replace(cast, an=cast.bo)
    with entered(cast.bo):
        works.works_at("春燕玩具厂", 1, there, keys, home=SHIQUAN + 100_001)
        assert _count() == 1
    with entered(cast.chun):
        assert _count() == 2


def _count(on: date = TODAY) -> int:
    return queries.workers_of(["春燕玩具厂"], on=on)["春燕玩具厂"].people
