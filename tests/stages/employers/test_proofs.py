"""What payroll proves, for any payroll."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from chunfeng.stages.employers import proofs
from chunfeng.stages.employers.proofs import Outcome, PaidMonth
from chunfeng.stages.employers.wages import Least, national

ON = date(2026, 11, 23)
LINE = national().floors[0]
MONTHS = proofs.window(ON, 15)
days = st.dates(date(2016, 1, 1), date(2040, 12, 31))
outcomes = st.lists(st.sampled_from(list(Outcome)))


@st.composite
def paid(draw: st.DrawFn, most: int = 8) -> list[PaidMonth]:
    """Payrolls of one or more sites, in any order."""
    rows = []
    for month in draw(st.lists(st.sampled_from(MONTHS), max_size=most)):
        workers = draw(st.integers(0, 60))
        rows.append(
            PaidMonth(
                month=month,
                place=draw(st.sampled_from([1, 2])),
                workers=workers,
                target=draw(st.integers(0, workers)),
                lowest_hour=draw(st.none() | st.floats(5, 40)),
                paid_on=draw(st.none() | st.dates(month, month + timedelta(120))),
                insured=draw(st.none() | st.integers(0, workers)),
            )
        )
    return rows


def least(row: PaidMonth) -> Least | None:
    """10 yuan an hour at the first place, 18 at the second from May on, not known before."""
    if row.place == 1:
        return Least(10.0, LINE, part_time=False)
    known = proofs.last_day(row.month) >= date(2026, 5, 1)
    return Least(18.0, LINE, part_time=True) if known else None


@given(days, st.integers(1, 40))
def test_a_window_is_of_months_that_are_over_one_after_the_other(on: date, length: int) -> None:
    found = proofs.window(on, length)
    assert len(found) == length
    assert proofs.last_day(found[0]) < on
    assert on - proofs.last_day(found[0]) <= timedelta(31)
    assert all(proofs.months_later(b, 1) == a for a, b in pairwise(found))


@given(days, st.integers(0, 200))
def test_months_later_is_the_same_day_or_the_months_last(day: date, months: int) -> None:
    later = proofs.months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or later == proofs.last_day(later)


@given(paid())
def test_months_of_several_sites_add_up(rows: list[PaidMonth]) -> None:
    found = proofs.combined(rows)
    assert [row.month for row in found] == sorted({row.month for row in rows}, reverse=True)
    assert sum(row.workers for row in found) == sum(row.workers for row in rows)
    assert sum(row.target for row in found) == sum(row.target for row in rows)
    for row in found:
        same = [one for one in rows if one.month == row.month]
        known = [one.lowest_hour for one in same if one.lowest_hour is not None]
        assert row.lowest_hour == (min(known) if known else None)
        assert (row.insured is None) == any(one.insured is None for one in same)


@given(paid(), st.randoms(use_true_random=False))
def test_the_order_of_payrolls_changes_nothing(rows: list[PaidMonth], random: object) -> None:
    turned = list(rows)
    random.shuffle(turned)  # type: ignore[attr-defined]
    assert proofs.combined(turned) == proofs.combined(rows)
    assert proofs.shortest_pay(turned, ON, least)[0] is proofs.shortest_pay(rows, ON, least)[0]
    assert proofs.paid_late(turned, ON, 30)[0] is proofs.paid_late(rows, ON, 30)[0]


@given(paid())
def test_the_newest_month_counts_and_none_before_the_last_twelve(rows: list[PaidMonth]) -> None:
    found, looked = proofs.latest(rows, ON), set(MONTHS[:12])
    within = [row.month for row in rows if row.workers and row.month in looked]
    assert (found.month if found else None) == max(within, default=None)
    assert proofs.months_paid(rows, ON) == len(set(within))


@given(paid())
def test_pay_falls_short_where_any_month_does_and_is_met_only_where_all_are_known(
    rows: list[PaidMonth],
) -> None:
    outcome, short = proofs.shortest_pay(rows, ON, least)
    looked = [row for row in rows if row.workers and row.month in MONTHS[:12]]
    asked = [(row, least(row)) for row in looked]
    below = [row for row, lawful in asked if lawful and lawful.above(row.lowest_hour)]
    assert (outcome is Outcome.NOT_MET) == bool(below) == (short is not None)
    if outcome is Outcome.MET:
        assert looked
        assert all(row.lowest_hour is not None and lawful is not None for row, lawful in asked)
    if short:
        assert short.paid < short.least.hour


@given(paid(), st.integers(0, 90))
def test_more_time_to_pay_never_makes_pay_late(rows: list[PaidMonth], within: int) -> None:
    if proofs.paid_late(rows, ON, within + 10)[0] is Outcome.NOT_MET:
        assert proofs.paid_late(rows, ON, within)[0] is Outcome.NOT_MET


@given(paid())
def test_a_gap_ends_at_the_newest_month_with_workers(rows: list[PaidMonth]) -> None:
    missing = proofs.gap(rows, ON, MONTHS[-1])
    have = {row.month for row in rows if row.workers}
    assert not have & set(MONTHS[: min(missing, 12)])
    assert missing == 12 or MONTHS[missing] in have


@given(paid(), st.integers(0, 14))
def test_months_before_a_beginning_are_no_gap(rows: list[PaidMonth], months: int) -> None:
    since = MONTHS[months]
    assert proofs.gap(rows, ON, since) <= months + 1


@given(st.integers(0, 100), st.integers(0, 100), st.integers(0, 100))
def test_a_share_is_met_from_its_threshold_on(part: int, more: int, least: int) -> None:
    whole = part + more
    found = proofs.share(part, whole)
    assert (found is None) == (whole == 0)
    if found is not None:
        met = proofs.at_least(found, least) is Outcome.MET
        assert met == (part * 100 >= least * whole)


@given(outcomes, outcomes)
def test_all_together_is_as_bad_as_the_worst_and_one_of_as_good_as_the_best(
    some: list[Outcome], others: list[Outcome]
) -> None:
    order = [Outcome.NOT_MET, Outcome.NOT_KNOWN, Outcome.MET]
    for put_together, pick in ((proofs.together, min), (proofs.one_of, max)):
        found = put_together([*some, *others])
        if some or others:
            assert found is pick([*some, *others], key=order.index)
    assert proofs.together([]) is Outcome.MET
