"""One rule says which line holds, and one ledger which lines there are."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction

from chunfeng.foundation.access import entered, in_public
from chunfeng.foundation.audit.models import Event
from chunfeng.stages.employers import wage_lines
from chunfeng.stages.employers.models import WageFloor
from chunfeng.stages.employers.refusals import NotAllowed, NotFound, Refused, Wrong
from chunfeng.stages.employers.wage_lines import Standing, Told
from chunfeng.stages.employers.wages import digits, national, part_time
from tests.cast import NOW, PINGLI, TODAY, Cast
from tests.foundation.jobs.arranging import login
from tests.stages.vacancies.market import member, stands

TOWN = PINGLI + 100 * 1000
JULY = date(2026, 7, 1)
NOTICE = Told(valid_from=JULY, month=2050.0, hour=20.0, source="陕人社发〔2026〕1号")


@pytest.fixture
def desk(cast: Cast) -> Iterator[Cast]:
    with entered(cast.an):
        yield cast


def told(**changed: Any) -> Told:
    names = Told.__dataclass_fields__
    return Told(**({name: getattr(NOTICE, name) for name in names} | changed))


def enter(cast: Cast, region: int = PINGLI, **changed: Any) -> Any:
    return wage_lines.enter(region, told(**changed), by=cast.an, at=NOW)


@pytest.mark.parametrize(
    ("kind", "hours", "days", "part"),
    [
        ("hour", None, None, True),
        ("hour", 8.0, 6.0, True),
        ("month", 4.0, 6.0, True),
        ("piece", 4.0, None, True),
        ("piece", 4.0, 7.0, False),  # 28 hours a week
        ("month", 4.5, 5.0, False),
        ("month", None, 3.0, False),
        (None, 8.0, 5.0, False),
    ],
)
def test_part_time_is_paid_by_the_hour_or_four_hours_a_day_and_24_a_week(
    kind: str | None, hours: float | None, days: float | None, part: bool
) -> None:
    assert part_time(kind, hours, days) is part


@pytest.mark.parametrize(
    ("workers", "hours", "least"), [(10, 1041.0, 8.16), (10, 1040.0, 13.5), (10, None, 8.16)]
)
def test_a_payroll_of_at_most_104_hours_a_head_is_part_time(
    workers: int, hours: float | None, least: float
) -> None:
    found = national().least_of_month(TODAY, PINGLI, workers, hours)
    assert found is not None
    assert round(found.hour, 2) == least


def test_a_sentence_names_the_line_whose_it_is_and_since_when() -> None:
    least = national().least(TODAY, PINGLI, "piece", 8.0, 6.0)
    assert least is not None
    said = least.line.to("en")
    assert said == "the nation's line since 2020-01-01: 1420 yuan for 174 hours, full-time"
    assert "全国" in least.line.to("zh")


@pytest.mark.parametrize(
    ("region", "said"),
    [(0, ""), (61 * 10**10, "61"), (610926 * 10**6, "610926"), (610926100001, "610926100001")],
)
def test_a_region_is_told_by_its_first_digits(region: int, said: str) -> None:
    assert digits(region) == said


@pytest.mark.django_db
def test_the_nearest_region_goes_first_then_the_newest_that_has_begun(desk: Cast) -> None:
    enter(desk)
    enter(desk, valid_from=date(2027, 1, 1), month=2200.0)
    enter(desk, region=TOWN, month=2100.0)
    held = wage_lines.floors()
    months = {
        (day, place): line.month
        for day in (JULY - timedelta(1), JULY, date(2027, 1, 1))
        for place in (PINGLI, TOWN)
        if (line := held.on(day, place))
    }
    assert list(months.values()) == [1420.0, 1420.0, 2050.0, 2100.0, 2200.0, 2100.0]


@pytest.mark.django_db
def test_a_line_is_taken_back_with_a_reason_and_stays_in_the_list(desk: Cast) -> None:
    made = enter(desk)
    with pytest.raises(Wrong):
        wage_lines.withdraw(made, reason=" ", by=desk.an, at=NOW)
    wage_lines.withdraw(made, reason="录错了", by=desk.an, at=NOW)
    with pytest.raises(Refused):
        wage_lines.withdraw(made, reason="再撤", by=desk.an, at=NOW)
    enter(desk, month=2060.0)
    rows, total = wage_lines.page(by=desk.an, on=TODAY)
    assert total == 2
    assert {standing for _, standing in rows} == {Standing.NOW, Standing.WITHDRAWN}
    kinds = Event.objects.filter(kind__startswith="wage_line").values_list("kind", flat=True)
    assert sorted(kinds) == ["wage_line.entered", "wage_line.entered", "wage_line.withdrawn"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"month": 205.0}, "month"),
        ({"hour": 2.0}, "hour"),
        ({"source": " "}, "source"),
        ({"valid_from": date(2062, 7, 1)}, "valid_from"),
        ({"valid_from": date(1926, 7, 1)}, "valid_from"),
    ],
)
def test_what_no_notice_can_say_is_refused(desk: Cast, changed: Any, field: str) -> None:
    with pytest.raises(Wrong) as refused:
        enter(desk, **changed)
    assert refused.value.field == field


@pytest.mark.django_db
def test_two_lines_of_one_region_and_day_are_refused(desk: Cast) -> None:
    enter(desk)
    with pytest.raises(Wrong):
        enter(desk, month=2060.0)


@pytest.mark.django_db
def test_only_the_county_enters_lines(cast: Cast) -> None:
    with entered(cast.an), pytest.raises(NotAllowed):
        enter(cast, region=PINGLI + 10**6)
    with entered(cast.chun), pytest.raises(NotAllowed):
        wage_lines.enter(PINGLI, NOTICE, by=cast.chun, at=NOW)


@pytest.mark.django_db
def test_a_line_is_read_by_everybody_and_written_only_in_its_region(cast: Cast) -> None:
    with stands(cast.an):
        made = enter(cast)
    for by in (cast.bo, cast.feng, member(uuid4())):
        with stands(by):
            assert any(line.month == 2050.0 for line in wage_lines.in_force(TODAY))
    with login("chunfeng_portal"), in_public():
        assert any(line.month == 2050.0 for line in wage_lines.in_force(TODAY))
    with stands(cast.bo):
        with pytest.raises(NotFound):
            wage_lines.withdraw(made, reason="不是我们的", by=cast.bo, at=NOW)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            WageFloor.objects.create(
                region=PINGLI, valid_from=TODAY, month=1, hour=1, source="x",
                entered_by=cast.bo.user, entered_at=NOW,
            )  # fmt: skip
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM employers_wagefloor")
