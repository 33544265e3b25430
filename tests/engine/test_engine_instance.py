"""Whatever is wrong with an instance is refused by name; whatever is merely empty is fine."""

from typing import Any

import numpy as np
import pytest

from chunfeng.engine import Cap, Instance, Reserve, resolve, solve, verify

GOOD: dict[str, Any] = {
    "indptr": [0, 2, 2, 4],
    "opportunity": [0, 2, 1, 2],
    "score": [5, 10_000, 1, 7],
    "headcount": [1, 0, 2],
    "tier": [0, 1, 0],
    "origin": [3, 3, -4],
    "quotas": (),
}
WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "unsorted row": (
        {"opportunity": [2, 0, 1, 2]},
        "row 0: opportunity 0 is out of order or twice",
    ),
    "duplicate": ({"opportunity": [0, 2, 1, 1]}, "row 2: opportunity 1 is out of order or twice"),
    "opportunity too high": (
        {"opportunity": [0, 2, 1, 3]},
        r"row 2: opportunity 3 is outside 0..2",
    ),
    "opportunity negative": ({"opportunity": [-1, 2, 1, 2]}, "pair 0: opportunity -1"),
    "opportunity overflows": ({"opportunity": [0, 2, 1, 2**40]}, f"pair 3: opportunity {2**40}"),
    "score zero": ({"score": [5, 9, 0, 7]}, "pair 2: score 0 is outside 1..10000"),
    "score too high": ({"score": [5, 10_001, 1, 7]}, "pair 1: score 10001 is outside 1..10000"),
    "score overflows": ({"score": [5, 2**33 + 1, 1, 7]}, f"pair 1: score {2**33 + 1}"),
    "score not whole": ({"score": [5.5, 9, 1, 7]}, "score must hold integers, not float64"),
    "score table": ({"score": [[5, 9], [1, 7]]}, "score must be one-dimensional"),
    "lengths": ({"score": [5, 9, 1]}, "4 opportunities but 3 scores"),
    "indptr begins": ({"indptr": [1, 2, 2, 4]}, "indptr must begin with 0"),
    "indptr empty": ({"indptr": []}, "indptr must begin with 0"),
    "indptr falls": ({"indptr": [0, 3, 2, 4]}, "row 1: indptr falls from 3 to 2"),
    "indptr ends": ({"indptr": [0, 2, 2, 3]}, "indptr ends with 3, but there are 4 pairs"),
    "headcount negative": ({"headcount": [1, -2, 2]}, "opportunity 1: headcount -2"),
    "headcount overflows": ({"headcount": [1, 0, 2**31]}, f"opportunity 2: headcount {2**31}"),
    "tier negative": ({"tier": [0, -1, 0]}, "row 1: tier -1 is outside 0..127"),
    "tier too high": ({"tier": [0, 128, 0]}, "row 1: tier 128 is outside 0..127"),
    "tier short": ({"tier": [0, 1]}, "2 values of tier for 3 rows"),
    "origin short": ({"origin": [1]}, "1 values of origin for 3 rows"),
    "quota elsewhere": ({"quotas": [Cap([3], None, 1)]}, "quota 0: opportunity 3 is outside 0..2"),
    "quota negative": ({"quotas": [Cap([1], 3, -1)]}, "quota 0: seats -1 is negative"),
    "quota twice the same": (
        {"quotas": [Cap([1, 1], 3, 1)]},
        "quota 0: the same opportunity twice",
    ),
    "quota unknown": ({"quotas": ["x"]}, "quota 0: 'x' is neither Reserve nor Cap"),
    "no origins": ({"origin": None, "quotas": [Reserve(0, 3, 1)]}, "quota 0: origin 3, but the"),
    "too much reserved": (
        {"quotas": [Reserve(2, 3, 1), Reserve(2, -4, 2)]},
        "quota 1: opportunity 2 has 2 seats, 3 of them reserved",
    ),
    "reserved twice": ({"quotas": [Reserve(2, 3, 1)] * 2}, "quota 1: a second reserve"),
    "crossing caps": (
        {"quotas": [Cap([0, 1], None, 1), Cap([1, 2], None, 1)]},
        r"quotas 0 and 1 cross: Cap\(opportunities=\(0, 1\)",
    ),
    "crossing headcounts": (
        {"indptr": [0, 3, 3, 5], "opportunity": [0, 1, 2, 1, 2], "score": [1] * 5}
        | {"quotas": [Cap([1, 2], 3, 1)]},
        "quota 0 .* crosses the headcount of opportunity 1, .* reach opportunity 0: not nested",
    ),
}


def test_the_good_instance_of_these_tests_is_good() -> None:
    verify(Instance(**GOOD), solve(Instance(**GOOD)))


@pytest.mark.parametrize("name", list(WRONG))
def test_wrong_input_is_refused_with_row_and_value(name: str) -> None:
    change, message = WRONG[name]
    with pytest.raises(ValueError, match=message):
        Instance(**(GOOD | change))


def test_packed_pairs_are_checked_as_well() -> None:
    pairs = Instance(**GOOD).pairs
    with pytest.raises(ValueError, match="row 2: score 0 is outside"):
        Instance.packed([0, 2, 2, 4], pairs & np.array([-1, -1, 0xFFFFFFFF, -1]), [1, 0, 2])
    with pytest.raises(ValueError, match="one-dimensional int64"):
        Instance.packed([0, 2, 2, 4], pairs.astype(np.int32), [1, 0, 2])
    with pytest.raises(ValueError, match="is outside"):
        Instance.packed([0, 2, 2, 4], -pairs, [1, 0, 2])


def test_a_wrong_pair_is_found_far_down_and_across_blocks() -> None:
    rows, each = 40_000, 8
    opportunity = np.tile(np.arange(each), rows)
    opportunity[-1] = opportunity[-2]
    with pytest.raises(ValueError, match=f"row {rows - 1}: opportunity 6 is out of order or twice"):
        Instance(np.arange(rows + 1) * each, opportunity, np.ones(rows * each, int), [1] * each)


def test_an_instance_gives_back_what_it_was_made_of() -> None:
    case = Instance(**GOOD)
    assert case.opportunity.tolist() == GOOD["opportunity"]
    assert case.score.tolist() == GOOD["score"]
    assert (case.seekers, case.opportunities) == (3, 3)


def test_headcounts_in_the_billions_take_no_memory() -> None:
    case = Instance([0, 1, 2], [0, 1], [4, 5], [2**31 - 1] * 2)
    plan = solve(case, exact=True)
    verify(case, plan)
    assert plan.value == 9


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"gap": -0.1}, "gap -0.1"),
        ({"gap": float("nan")}, "gap nan"),
        ({"threads": 0}, "threads 0"),
        ({"time_limit": -1.0}, "time_limit -1.0"),
        ({"time_limit": float("nan")}, "time_limit nan"),
    ],
)
def test_wrong_arguments_are_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        solve(Instance(**GOOD), **arguments)


def test_changed_rows_must_exist() -> None:
    case = Instance(**GOOD)
    with pytest.raises(ValueError, match=r"changed_rows: a row is outside 0..2"):
        resolve(case, solve(case), [3])


def test_an_odd_cycle_shows_why_a_cap_across_headcounts_is_refused() -> None:
    """Half a place on each of five pairs keeps every limit; no whole plan has more than two."""
    rows = [[0, 2], [1], [1, 2]]  # people 0 and 1 of origin 0 have 1 place in {0, 1} together
    indptr, chosen = [0, 2, 3, 5], [j for row in rows for j in row]
    with pytest.raises(ValueError, match="not nested"):
        Instance(indptr, chosen, [1] * 5, [1, 1, 1], origin=[0, 0, 1], quotas=[Cap([0, 1], 0, 1)])


def test_tiers_with_quotas_of_too_many_people_are_refused() -> None:
    many = 2_000_000
    case = Instance.packed(
        np.arange(many + 1),
        np.full(many, (9 << 32), np.int64),
        [many],
        np.arange(many) % 3,
        np.zeros(many, int),
        [Cap([0], 0, 5)],
    )
    with pytest.raises(
        ValueError, match="2000000 rows are too many for tiers together with quotas"
    ):
        solve(case)
