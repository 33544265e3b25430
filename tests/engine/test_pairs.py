"""Building pairs in blocks gives what looking at them one by one gives."""

from collections.abc import Iterator
from dataclasses import replace
from math import ceil

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chunfeng.engine import look, pairs, solve
from chunfeng.engine.limits import Limit
from chunfeng.engine.pairs import Pairs, build, completed, missed, rows_again
from chunfeng.engine.tables import Market, chosen, joined
from chunfeng.engine.terms import TERMS
from tests.engine.markets import RULES, market, random_market
from tests.engine.slow_pairs import Pair, eligible, excluding, terms

SEEDS = st.integers(0, 2**32 - 1)
FEW = settings(max_examples=40, deadline=None)


def cells(found: Pairs) -> Iterator[tuple[int, int, int]]:
    """(seeker, opportunity, score) of every pair kept."""
    rows = np.repeat(np.arange(len(found.market.seekers)), np.diff(found.indptr))
    yield from zip(rows.tolist(), found.opportunity.tolist(), found.score.tolist(), strict=True)


def grid(found: Pairs) -> tuple[np.ndarray, np.ndarray]:
    """All pairs of a market as two aligned arrays."""
    i, j = np.indices((len(found.market.seekers), len(found.market.opportunities)))
    return i.ravel(), j.ravel()


@FEW
@given(SEEDS)
def test_build_finds_the_pairs_that_pass_every_limit_one_by_one(seed: int) -> None:
    example = random_market(seed, 9, 8)
    found = build(example, RULES)
    assert {(i, j) for i, j, _ in cells(found)} == eligible(example, RULES).keys()


@FEW
@given(SEEDS)
def test_terms_are_what_their_rules_say_one_by_one(seed: int) -> None:
    example = random_market(seed, 9, 8)
    found = build(example, RULES)
    i, j = grid(found)
    slow = [terms(Pair(example, RULES, *pair)) for pair in zip(i.tolist(), j.tolist(), strict=True)]
    np.testing.assert_allclose(found.terms(i, j), slow, atol=1e-4)


@FEW
@given(SEEDS)
def test_scores_of_a_block_are_those_of_single_pairs_and_add_up_from_points(seed: int) -> None:
    example = random_market(seed, 9, 8)
    found = build(example, RULES)
    for i, j, score in cells(found):
        alone = np.array([i]), np.array([j])
        assert score == found.scores(*alone)[0]
        assert score == max(1, found.points(*alone).sum())


def test_points_are_the_weighted_terms_in_whole_points() -> None:
    found = build(market([{}], [{}]), RULES)
    one = np.zeros(1, np.int64)
    exact = found.terms(one, one)[0] * [RULES.weights[name] for name in TERMS] * 10_000
    assert found.points(one, one)[0].tolist() == np.rint(exact).tolist()


def test_a_public_welfare_post_has_its_points_lowered_by_the_factor() -> None:
    plain = build(market([{}], [{}]), RULES)
    public = build(market([{}], [{"public_welfare": True}]), RULES)
    assert public.score[0] == pytest.approx(plain.score[0] / 2, abs=len(TERMS))


@FEW
@given(SEEDS)
def test_failures_are_every_limit_that_excludes_a_pair(seed: int) -> None:
    example = random_market(seed, 9, 8)
    found = build(example, RULES)
    bits = found.failures(np.arange(9))
    for (i, j), value in np.ndenumerate(bits):
        named = {limit for limit in Limit if value >> limit & 1} - {Limit.LAST_RESORT}
        assert named == excluding(Pair(example, RULES, i, j))
    kept = {(i, j) for i, j, _ in cells(found)}
    assert kept == {(int(i), int(j)) for i, j in np.argwhere(bits == 0)}


@FEW
@given(SEEDS)
def test_failures_of_some_rows_and_columns_are_those_of_all(seed: int) -> None:
    found = build(random_market(seed, 9, 8), RULES)
    rows, columns = np.array([7, 2, 2]), np.array([5, 0])
    whole = found.failures(np.arange(9))
    assert (found.failures(rows, columns) == whole[np.ix_(rows, columns)]).all()


@FEW
@given(SEEDS)
def test_excluded_counts_every_limit_of_every_pair(seed: int) -> None:
    found = build(random_market(seed, 9, 8), RULES)
    bits = found.failures(np.arange(9))
    counts = {limit: int(np.count_nonzero(bits >> limit & 1)) for limit in Limit}
    assert found.excluded == counts


@pytest.mark.parametrize(("group", "block"), [(1, 1), (30, 8), (64, 1 << 20)])
def test_the_size_of_the_blocks_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, group: int, block: int
) -> None:
    example = random_market(5, 23, 8)
    rules = replace(RULES, far_options=2)
    whole = build(example, rules)
    failures = whole.failures(np.arange(23))
    monkeypatch.setattr(look, "GROUP_PAIRS", group)
    monkeypatch.setattr(look, "BLOCK_PAIRS", block)
    monkeypatch.setattr(pairs, "BLOCK_PAIRS", block)
    parts = build(example, rules)
    assert (parts.failures(np.arange(23)) == failures).all()
    assert list(cells(parts)) == list(cells(whole))
    assert parts.excluded == whole.excluded
    assert parts.best_left_out.tolist() == whole.best_left_out.tolist()
    assert parts.eligible.tolist() == whole.eligible.tolist()
    assert parts.has_option.tolist() == whole.has_option.tolist()


def _loosened(example: Market, **columns: object) -> Market:
    return replace(example, seekers=replace(example.seekers, **columns))


@FEW
@given(SEEDS)
def test_a_looser_limit_never_takes_an_option_away(seed: int) -> None:
    example = random_market(seed, 9, 8)
    # Another option takes the last resort away, on purpose: leave public-welfare posts out.
    o = example.opportunities
    example = replace(example, opportunities=chosen(o, np.flatnonzero(~o.public_welfare)))
    before = {(i, j) for i, j, _ in cells(build(example, RULES))}
    s = example.seekers
    for looser in (
        _loosened(example, commute_km=s.commute_km + 5),
        _loosened(example, reach=np.minimum(s.reach + 1, 6).astype(np.int8)),
        _loosened(example, hours=s.hours + 2),
        _loosened(example, carer=np.zeros_like(s.carer)),
        _loosened(example, certificates=s.certificates | np.uint64(7)),
        _loosened(example, education=np.full_like(s.education, 6)),
        _loosened(example, limits=np.zeros_like(s.limits)),
        _loosened(example, weak=np.zeros_like(s.weak)),
        _loosened(example, available=np.zeros_like(s.available)),
        _loosened(example, over_age=np.zeros_like(s.over_age)),
    ):
        after = {(i, j) for i, j, _ in cells(build(looser, RULES))}
        assert before <= after


@FEW
@given(SEEDS, st.integers(1, 4))
def test_near_pairs_are_all_kept_and_of_far_ones_the_best(seed: int, options: int) -> None:
    example = random_market(seed, 9, 8)
    every = build(example, RULES)
    some = build(example, replace(RULES, far_options=options))
    kept = {(i, j) for i, j, _ in cells(some)}
    for i in range(9):
        own = [(j, score) for row, j, score in cells(every) if row == i]
        pair = {j: Pair(example, RULES, i, j) for j, _ in own}
        near = {j for j in pair if pair[j].scale <= 1 or pair[j].km <= RULES.near_radius_km}
        far = sorted((-score, j) for j, score in own if j not in near)
        assert {j for row, j in kept if row == i} == near | {j for _, j in far[:options]}
        left = [-score for score, _ in far[options:]]
        assert some.best_left_out[i] == max(left, default=0)
        assert some.eligible[i] == len(own)
    assert some.left_out.tolist() == np.flatnonzero(some.best_left_out).tolist()


@FEW
@given(SEEDS)
def test_the_bound_with_what_was_left_out_holds_over_all_pairs(seed: int) -> None:
    example = random_market(seed, 12, 8)
    tierless = replace(example.seekers, tier=np.zeros(12, np.int8))
    example = replace(example, seekers=tierless)
    some = build(example, replace(RULES, far_options=1))
    plan = solve(some.instance(), exact=True)
    best = solve(build(example, RULES).instance(), exact=True)
    bound = plan.bound + ceil(missed(some, plan.price, plan.worth)[1].sum())
    assert bound >= best.value
    whole = some
    while (rows := missed(whole, plan.price, plan.worth)[0]).size:
        whole = completed(whole, rows)
        plan = solve(whole.instance(), exact=True)
    assert plan.value == best.value


@FEW
@given(SEEDS)
def test_completed_rows_hold_every_eligible_pair(seed: int) -> None:
    example = random_market(seed, 9, 8)
    some = build(example, replace(RULES, far_options=1))
    every = list(cells(build(example, RULES)))
    rows = np.array([0, 4, 8])
    whole = completed(some, rows)
    for i in range(9):
        source = every if i in rows else list(cells(some))
        assert [c for c in cells(whole) if c[0] == i] == [c for c in source if c[0] == i]
    assert not whole.best_left_out[rows].any()
    assert list(cells(completed(some, np.arange(9)))) == every


@FEW
@given(SEEDS)
def test_rows_looked_at_again_are_those_of_the_changed_market(seed: int) -> None:
    example = random_market(seed, 9, 8)
    changed = _loosened(example, commute_km=example.seekers.commute_km + 20)
    rows = np.array([1, 5])
    counts, chosen_posts, score = rows_again(build(example, RULES), changed, rows)
    fresh = [cell for cell in cells(build(changed, RULES)) if cell[0] in (1, 5)]
    assert [cell[1:] for cell in fresh] == list(zip(chosen_posts, score, strict=True))
    assert counts.tolist() == [sum(cell[0] == row for cell in fresh) for row in rows]


def test_a_part_of_a_market_has_the_pairs_of_its_rows_and_columns() -> None:
    example = random_market(11, 9, 8)
    rows, columns = np.array([8, 3]), np.array([6, 0, 1])
    whole = build(example, RULES).failures(rows, columns) & ~np.uint32(1 << Limit.LAST_RESORT)
    part = build(example.take(rows, columns), RULES)
    own = part.failures(np.arange(2)) & ~np.uint32(1 << Limit.LAST_RESORT)
    assert own.tolist() == whole.tolist()


def test_a_new_opportunity_can_be_added_to_a_market() -> None:
    heavy, light = market([{"limits": 1}], [{"demands": 1}]), market([], [{}])
    more = replace(heavy, opportunities=joined(heavy.opportunities, light.opportunities))
    assert build(heavy, RULES).opportunity.size == 0
    assert build(more, RULES).opportunity.tolist() == [1]


def test_the_instance_has_seats_and_tiers() -> None:
    found = build(market([{"tier": 2}, {}], [{"headcount": 3}]), RULES)
    instance = found.instance()
    assert instance.headcount.tolist() == [3]
    assert instance.tier is not None
    assert instance.tier.tolist() == [2, 0]


@pytest.mark.parametrize(("people", "posts"), [(0, 0), (0, 3), (3, 0)])
def test_an_empty_side_has_no_pairs(people: int, posts: int) -> None:
    found = build(market([{}] * people, [{}] * posts), RULES)
    assert found.indptr.tolist() == [0] * (people + 1)
    assert found.opportunity.size == 0
    assert found.failures(np.arange(people)).shape == (people, posts)
    assert not found.has_option.any()


def test_progress_is_told_and_can_stop_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(look, "GROUP_PAIRS", 2)
    example = market([{}] * 3, [{}] * 2)
    told: list[tuple[int, int]] = []
    build(example, RULES, lambda done, of: told.append((done, of)))
    assert told == [(1, 3), (2, 3), (3, 3)]
    with pytest.raises(look.Cancelled):
        build(example, RULES, lambda done, of: done < 2)


def test_too_many_opportunities_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairs, "COLUMN_BITS", 1)
    with pytest.raises(ValueError, match="2 opportunities"):
        build(market([{}], [{}] * 2), RULES)
