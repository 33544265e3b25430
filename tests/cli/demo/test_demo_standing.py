"""What has happened to the demo's employers: in order, plausible, the same every time."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from chunfeng.cli.demo.draw import Dice, words
from chunfeng.cli.demo.geography import Geography
from chunfeng.cli.demo.ledgers import Ledgers, Worker
from chunfeng.cli.demo.payrolls import FLOOR, PADDED
from chunfeng.cli.demo.standing import Story, allot, stories
from chunfeng.stages.employers.policy import on as policy_on
from chunfeng.stages.employers.rules import payroll_wrong

TODAY = date(2026, 12, 1)
COUNTY = 610926000000
Columns = dict[str, list[Any]]


@pytest.fixture(scope="module")
def ledgers(offers: Columns) -> Ledgers:
    rows = [dict(zip(offers, cells, strict=True)) for cells in zip(*offers.values(), strict=True)]
    near = sorted({row["employer"] for row in rows if row["channel"] == "near"})
    workers = {
        name: [Worker(TODAY - timedelta(40 * k), k % 3 > 0) for k in range(n % 9)]
        for n, name in enumerate(near)
    }
    return Ledgers(rows, workers, [])


@pytest.fixture(scope="module")
def told(ledgers: Ledgers) -> list[Story]:
    return stories(ledgers, Dice(1, COUNTY), TODAY)


def of(told: Sequence[Story], standing: str) -> list[Story]:
    return [story for story in told if story.standing == standing]


def verbs(story: Story) -> list[str]:
    return [act.verb for act in story.acts]


def payrolls(told: Sequence[Story]) -> list[tuple[Story, Any]]:
    return [(story, act) for story in told for act in story.acts if act.verb == "payroll"]


def test_every_employer_of_the_ledger_has_one_story(ledgers: Ledgers, told: list[Story]) -> None:
    codes = [story.code for story in told]
    assert set(codes) == {row["credit_code"] for row in ledgers.vacancies}
    assert len(codes) == len(set(codes))


def test_the_same_ledgers_seed_and_day_tell_the_same(ledgers: Ledgers, told: list[Story]) -> None:
    assert stories(ledgers, Dice(1, COUNTY), TODAY) == told
    assert stories(ledgers, Dice(2, COUNTY), TODAY) != told


def test_every_standing_is_there(told: list[Story]) -> None:
    wanted = set(words("standing")["workshops"]) | set(words("standing")["others"])
    assert {story.standing for story in told} == wanted


def test_about_sixty_workshops_are_recognised_or_on_their_way(told: list[Story]) -> None:
    applied = [s for s in told for act in s.acts if act.told.get("kind") == "workshop"
               and act.verb == "apply"]  # fmt: skip
    assert 55 <= len(applied) <= 70


def test_a_workshop_is_recognised_as_what_its_name_says(
    ledgers: Ledgers, told: list[Story]
) -> None:
    names = {row["credit_code"]: row["employer"] for row in ledgers.vacancies}
    forms = {"社区工厂": "community_factory", "驿站": "station"}
    seen = set()
    for story in told:
        for act in story.acts:
            if act.verb == "apply" and act.told["kind"] == "workshop":
                said = next((f for w, f in forms.items() if w in names[story.code]), None)
                assert (act.told["sub_kind"] in forms.values()) == (said is not None)
                assert said in (None, act.told["sub_kind"])
                seen.add(act.told["sub_kind"])
    assert seen >= {"workshop", "community_factory", "station"}


def test_acts_are_in_order_and_none_is_of_a_day_to_come(told: list[Story]) -> None:
    for story in told:
        days = [act.on for act in story.acts]
        assert days == sorted(days)
        assert not days or days[-1] <= TODAY
        if story.acts:
            assert story.acts[0].verb == "add"


def test_nothing_is_recognised_before_its_notice_is_over(told: list[Story]) -> None:
    for story in told:
        by = {act.verb: act for act in story.acts}
        if "recognise" in by:
            assert by["notice"].told["ends"] < by["recognise"].on
            need = policy_on(by["notice"].on, COUNTY).of("base").notice_days
            assert (by["notice"].told["ends"] - by["notice"].on).days + 1 >= need
            assert by["recognise"].told["valid_until"] > by["recognise"].on


def test_those_that_wait_are_not_recognised(told: list[Story]) -> None:
    for standing, last in (("applied", "document"), ("complete", "complete"),
                           ("visited", "visit"), ("noticed", "notice")):  # fmt: skip
        for story in of(told, standing):
            done = [verb for verb in verbs(story) if verb != "payroll"]
            if "apply" in done:
                assert done[-1] == last, standing


def test_a_visit_counts_about_as_many_as_the_payroll_before_it(told: list[Story]) -> None:
    visits = [act for story in told for act in story.acts if act.verb == "visit"]
    seen = [act.told["seen"] for act in visits if "seen" in act.told]
    assert len(seen) > 20
    assert all(0 <= one["target"] <= one["workers"] for one in seen)


def test_a_base_is_under_public_notice_and_a_workshop_was_withdrawn(told: list[Story]) -> None:
    assert any(act.verb == "withdraw" for story in told for act in story.acts)
    assert any(
        story.standing == "verified" and verbs(story)[-1:] == ["payroll"] and
        "notice" in verbs(story) and "recognise" not in verbs(story) for story in told
    )  # fmt: skip


def test_payrolls_are_consistent_and_a_few_pay_too_little(told: list[Story]) -> None:
    below = Counter[bool]()
    for _, act in payrolls(told):
        figures = act.told["figures"]
        assert payroll_wrong(figures, month=act.told["month"], on=act.on) is None
        below[figures["lowest_hour"] < FLOOR] += 1
    assert below[False] > 5 * below[True] > 0


def test_payrolls_name_no_more_workers_than_the_register_but_for_the_padded(
    ledgers: Ledgers, told: list[Story]
) -> None:
    names = {row["credit_code"]: row["employer"] for row in ledgers.vacancies}
    over = Counter[int]()
    for story, act in payrolls(told):
        known = ledgers.workers.get(names[story.code], ())
        last = act.told["figures"]["paid_on"].replace(day=1) - timedelta(1)
        target = sum(one.target for one in known if one.since <= last)
        over[act.told["figures"]["target_workers"] - target] += 1
    assert set(over) <= set(range(PADDED + 1))
    assert over[0] > 10 * (over.total() - over[0]) > 0


def test_a_few_workshops_miss_their_last_months(told: list[Story]) -> None:
    late = TODAY - timedelta(100)
    recognised = of(told, "recognised")
    last = [max((a.on for a in s.acts if a.verb == "payroll"), default=TODAY) for s in recognised]
    assert 0 < sum(day < late for day in last) < len(last) / 3


@pytest.mark.parametrize("size", [0, 1, 3, 29, 30, 64, 300])
def test_shares_are_given_to_exactly_so_many(size: int) -> None:
    shares = words("standing")["workshops"]
    given = allot(np.random.default_rng(1), shares, size)
    assert len(given) == size
    if size >= 60:
        assert set(given) == set(shares)


def test_a_township_has_one_government_that_offers_posts_in_its_villages(
    offers: Columns, geography: Geography
) -> None:
    places: dict[str, set[int]] = {}
    for channel, name, place in zip(
        offers["channel"], offers["employer"], offers["place"], strict=True
    ):
        if channel == "public_welfare":
            places.setdefault(name, set()).add(place)
    assert len(places) == len(geography.towns)
    for found in places.values():
        assert len({place // 1000 for place in found}) == 1
        assert len(found) > 1
