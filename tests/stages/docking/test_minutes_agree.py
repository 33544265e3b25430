"""Minutes on the way mean the same to docking and to the portal."""

from hypothesis import given
from hypothesis import strategies as st

from chunfeng.stages.docking.policy import load_policy
from chunfeng.stages.vacancies import travel


def test_a_minute_is_as_far_for_both() -> None:
    assert load_policy().commute.km_per_minute == travel.KM_PER_MINUTE


@given(st.integers(1, 240))
def test_minutes_for_a_way_are_those_that_reach_it(minutes: int) -> None:
    told = travel.minutes(travel.reach(minutes))
    assert told % 5 == 0
    assert abs(told - max(minutes, 5)) <= 2.5
