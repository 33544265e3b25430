"""The portions of search leave nothing out and hold nothing twice."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chunfeng.stages.vacancies.wanted import PAYS, Wanted
from chunfeng.stages.vacancies.windows import EVERYTHING, FIRST_DAY, RADII, WEEK, lately, windows

TODAY = date(2026, 11, 23)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_every_late_day_is_in_one_window_and_earlier_ones_come_later(newest: date) -> None:
    parts = [window.condition for window in lately(newest)]

    def part_of(day: date) -> list[int]:
        number = (day - FIRST_DAY).days
        names = (f"'@d{number}'", f"'@w{number // WEEK}'")
        return [n for n, part in enumerate(parts) if any(name in part for name in names)]

    found = [part_of(newest - timedelta(n)) for n in range(65)]
    assert all(len(one) == 1 for one in found)
    assert found == sorted(found)
    assert part_of(newest + timedelta(9)) == []


@pytest.mark.parametrize("least", [None, 0.0, 3000.0, 2999.0, 50_000.0])
def test_every_pay_is_in_one_window_and_higher_ones_come_first(least: float | None) -> None:
    parts = list(windows(Wanted(pay_min=least), "pay", TODAY))

    def holds(condition: str, pay: int) -> bool:
        """The condition, read as the index does."""
        known = {f"'@m{step}'" for step in PAYS if step <= pay}
        return all(
            (one.removeprefix("!") in known) != one.startswith("!")
            for one in condition.split(" & ")
            if one
        )

    pays = [20_000, 15_000, 14_999, 9000, 5000, 3000, 2999, 1500, 1499, 0]
    found = [[n for n, part in enumerate(parts) if holds(part.condition, pay)] for pay in pays]
    assert all(len(one) == 1 for one in found)
    assert found == sorted(found)


def test_the_circle_of_a_question_is_the_widest_window() -> None:
    parts = list(windows(Wanted(near=(109.0, 32.0), km=20.0), "near", TODAY))
    assert [part.km for part in parts] == [3.0, 10.0, None]
    assert parts[-1] == EVERYTHING


@pytest.mark.parametrize("order", ["near", "fit", "pay"])
def test_words_are_counted_in_the_last_days_before_circles_and_pay_are_asked(order: str) -> None:
    near = (109.0, 32.0)
    first, *rest = windows(Wanted(words="缝纫", near=near), order, TODAY)
    assert (first.only_tells, first.few >= 0) == (True, True)
    assert rest == list(windows(Wanted(near=near), order, TODAY))
    assert not any(part.only_tells or part.few >= 0 for part in rest)


def test_best_fit_goes_on_with_the_newest_beyond_the_widest_circle() -> None:
    near = (109.0, 32.0)
    parts = list(windows(Wanted(near=near), "fit", TODAY))
    far = [part for part in parts if part.beyond is not None]
    assert [part.condition for part in far] == [part.condition for part in lately(TODAY)]
    assert {(part.beyond, part.adds, part.few) for part in far} == {(RADII[-1], True, -1)}
    assert parts == [*windows(Wanted(near=near), "near", TODAY)][:-1] + far + [EVERYTHING]
    assert not any(part.beyond for part in windows(Wanted(near=near, km=50.0), "fit", TODAY))
