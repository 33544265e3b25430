"""Heads counted on a visit: what may be typed, and when they are too far from the payroll."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chunfeng.stages.employers.refusals import Wrong
from chunfeng.stages.employers.seen import Seen, apart, read

heads = st.integers(0, 200)


@pytest.mark.parametrize(
    "told", [{"workers": -1}, {"workers": 5, "target": 6}, {"target": 1}, {"seats": 100_001}]
)
def test_what_cannot_be_counted_is_refused(told: dict[str, Any]) -> None:
    with pytest.raises(Wrong):
        Seen(**told)


@given(workers=heads, seats=st.none() | heads)
def test_what_is_kept_reads_as_it_was(workers: int, seats: int | None) -> None:
    seen = Seen(workers=workers, target=workers // 2, seats=seats)
    assert read(seen.kept()) == seen


@given(counted=heads, declared=heads)
def test_a_head_or_two_never_matters_and_more_only_beyond_the_share(
    counted: int, declared: int
) -> None:
    far = abs(counted - declared) > 2 and abs(counted - declared) / max(declared, 1) > 0.3
    assert apart(counted, declared, 30) == far
