"""Search finds exactly what was wanted, in the order asked for, whatever is typed."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from math import asin, atan2, cos, degrees, floor, radians, sin, sqrt
from typing import Any

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from chunfeng.stages.vacancies import asking, searching, windows
from chunfeng.stages.vacancies.asking import MOST, ZONE
from chunfeng.stages.vacancies.cutting import cutter, texts
from chunfeng.stages.vacancies.searching import ORDERS, Wanted
from chunfeng.stages.vacancies.tokens import Alternative
from chunfeng.stages.vacancies.wanted import PAYS, within
from tests.cast import NOW, PINGLI, SHIQUAN, TODAY
from tests.stages.vacancies.window import PLACES, TITLES, Unwalled, anybody, assorted, facts, show

pytestmark = pytest.mark.django_db
HERE = (109.36, 32.39)
REGIONS = (
    None, (PINGLI, PINGLI + 10**6 - 1), (PINGLI + 100_000, PINGLI + 100_999),
    (PINGLI + 100_001, PINGLI + 100_001), (610900 * 10**6, 610900 * 10**6 + 10**8 - 1),
    (SHIQUAN + 1, PINGLI + 5), (0, 10**12),
)  # fmt: skip
WANTED = st.builds(
    Wanted,
    words=st.sampled_from(["", *TITLES, "缝纫 包吃住", "fengren", "sew", "工资", "C++", "没有的词"])
    | st.text(max_size=12),
    near=st.sampled_from([None, HERE, (113.9, 22.5)]),
    km=st.sampled_from([None, 3.0, 18.0, 60.0, 1500.0]),
    region=st.sampled_from(REGIONS),
    channel=st.lists(st.sampled_from(["near", "local", "base", "x'y"]), max_size=2).map(tuple),
    occupation=st.sampled_from(["", "6", "6-05", "6-05-01", "6-05-01-03", "6-0", "4-14-01", "9"]),
    home_friendly=st.booleans(),
    housing=st.booleans(),
    pay_min=st.sampled_from([None, 0.0, 1000.0, 2999.5, 3000.0, 3001.0, 20000.0]),
    employer=st.sampled_from([None, uuid.UUID(int=1), uuid.UUID(int=77)]),
    with_seats=st.booleans(),
)


def find(*args: Any, **named: Any) -> searching.Found:
    """As a visitor."""
    with anybody():
        return searching.find(*args, **named)


def nearest(*args: Any, **named: Any) -> Sequence[searching.Line]:
    """As a visitor."""
    with anybody():
        return searching.nearest(*args, **named)


def places_with(*args: Any, **named: Any) -> Sequence[searching.Town]:
    """As a visitor."""
    with anybody():
        return searching.places_with(*args, **named)


def vacancy(*args: Any, **named: Any) -> searching.Full | None:
    """As a visitor."""
    with anybody():
        return searching.vacancy(*args, **named)


@pytest.fixture
def window(unwalled: Unwalled) -> list[dict[str, Any]]:
    """Assorted vacancies, all of them shown."""
    rows = assorted(300)
    show(unwalled, *rows)
    return rows


def km(near: tuple[float, float], row: dict[str, Any]) -> float | None:
    """The distance of a vacancy on a sphere."""
    if row["lon"] is None:
        return None
    lon, lat, lon2, lat2 = map(radians, (*near, row["lon"], row["lat"]))
    half = sin((lat2 - lat) / 2) ** 2 + cos(lat) * cos(lat2) * sin((lon2 - lon) / 2) ** 2
    return 2 * 6371.0088 * asin(sqrt(half))


def says(row: dict[str, Any], written: str) -> bool:
    """Whether a vacancy has every word of a query, cut as texts are."""
    words = {word for word, _ in cutter().document_words(texts(row, row["employer_name"]))}

    def met(one: Alternative) -> bool:
        if isinstance(one, tuple):
            return all(map(met, one))
        if len(one) > 1 and one.endswith("*"):
            return any(word.startswith(one[:-1]) for word in words)
        return one in words

    return all(any(map(met, term)) for term in cutter().query_words(written))


def suits(row: dict[str, Any], wanted: Wanted) -> bool:
    """The filters, said plainly."""
    far = km(wanted.near, row) if wanted.near else None
    codes = [code for _, code in row["occupation"] or () if code]
    return all((
        row["end_date"] is None or row["end_date"] >= TODAY,
        not wanted.with_seats or row["taken"] < row["headcount"],
        not wanted.near or wanted.km is None or (far is not None and far <= wanted.km),
        not wanted.region or wanted.region[0] <= row["place"] <= wanted.region[1],
        not wanted.channel or row["channel"] in wanted.channel,
        not wanted.occupation or any(code.startswith(wanted.occupation) for code in codes),
        not wanted.home_friendly or row["home_friendly"],
        not wanted.housing or row["housing"] is True,
        wanted.pay_min is None or (row["month_pay"] or -1.0) >= wanted.pay_min,
        wanted.employer in (None, row["employer"]),
        says(row, wanted.words),
    ))  # fmt: skip


def every(wanted: Wanted, order: str) -> Iterator[searching.Line]:
    """All lines, page by page."""
    for number in range(1, 100):
        lines = find(wanted, on=TODAY, order=order, number=number, size=37).lines
        yield from lines
        if not lines:
            return


def test_every_search_finds_what_a_plain_filter_finds(window: list[dict[str, Any]]) -> None:
    @settings(max_examples=150)
    @given(WANTED, st.sampled_from(ORDERS))
    def check(wanted: Wanted, order: str) -> None:
        found = list(every(wanted, order))
        total = find(wanted, on=TODAY, order=order).total
        expected = {row["id"] for row in window if suits(row, wanted)}
        assert {line.id for line in found} == expected
        assert len(found) == len(expected) == total

    check()


@pytest.mark.parametrize("order", ORDERS)
def test_the_lines_stand_in_the_order_asked_for(window: list[dict[str, Any]], order: str) -> None:
    found = list(every(Wanted(near=HERE, with_seats=False), order))
    assert len(found) > 100
    nothing = float("inf")
    keys = {
        "newest": lambda line: -line.published_at.timestamp(),
        "pay": lambda line: -line.month_pay if line.month_pay is not None else nothing,
        "near": lambda line: line.km if line.km is not None else nothing,
        "fit": lambda line: -_fit(line),
    }
    values = [keys[order](line) for line in found]
    assert values == sorted(values)


def _fit(line: searching.Line) -> float:
    midnight = datetime.combine(TODAY + timedelta(1), time(), ZONE)
    days = (midnight - line.published_at) / timedelta(1)
    nearness = 0.1 * 0.5 ** (line.km / 10) if line.km is not None else 0.0
    return 0.1 * 0.5 ** (days / 14) + nearness


def test_the_distance_of_a_line_is_that_on_the_sphere(window: list[dict[str, Any]]) -> None:
    rows = {row["id"]: row for row in window}
    for line in find(Wanted(near=HERE), on=TODAY, order="near", size=100).lines:
        assert line.km == pytest.approx(km(HERE, rows[line.id]))


def test_a_word_in_the_title_beats_one_in_the_description(unwalled: Unwalled) -> None:
    old = NOW - timedelta(days=60)
    titled = facts(title="缝纫机维修", occupation=None, published_at=old, lon=115.0)
    told = facts(title="保洁员", occupation=None, description="会缝纫的优先，缝纫车间旁")
    show(unwalled, told, titled)
    lines = find(Wanted(words="缝纫", near=HERE), on=TODAY).lines
    assert [line.id for line in lines] == [titled["id"], told["id"]]


def test_a_page_beyond_a_thousand_lines_is_empty_and_says_how_many_there_are(
    unwalled: Unwalled,
) -> None:
    show(unwalled, *(facts(published_at=NOW - timedelta(minutes=n)) for n in range(1005)))
    first = find(Wanted(), on=TODAY, order="newest")
    assert (first.total, first.capped, len(first.lines)) == (1000, True, 20)
    last = find(Wanted(), on=TODAY, order="newest", number=50)
    assert len(last.lines) == 20
    assert last.lines[-1].published_at == NOW - timedelta(minutes=999)
    assert find(Wanted(), on=TODAY, order="newest", number=51).lines == ()
    assert find(Wanted(), on=TODAY, number=34, size=30).lines[-1:]
    assert len(find(Wanted(), on=TODAY, number=34, size=30).lines) == 10


@pytest.mark.parametrize("order", ORDERS)
def test_enough_in_the_first_window_is_the_same_as_everything(
    unwalled: Unwalled, order: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(unwalled, *assorted(400, seed=3))
    wanted = Wanted(near=HERE if order == "near" else None)
    whole = [line.id for line in find(wanted, on=TODAY, order=order, size=30).lines]
    monkeypatch.setattr(searching, "COUNTED", 29)
    monkeypatch.setattr(searching, "LAST", 30)
    found = find(wanted, on=TODAY, order=order, size=30)
    assert found.capped
    assert [line.id for line in found.lines] == whole


@pytest.mark.parametrize("enough", [20, 150, 300])
def test_whatever_is_near_or_new_is_found_once(
    unwalled: Unwalled, enough: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "COUNTED", enough)
    nowhere = [facts(lon=None, lat=None) for _ in range(5)]
    show(unwalled, *assorted(300, seed=5), *nowhere)
    found = find(Wanted(near=HERE), on=TODAY, size=400)
    ids = [line.id for line in found.lines]
    whole = {line.id for line in find(Wanted(), on=TODAY, order="newest", size=400).lines}
    assert {row["id"] for row in nowhere} <= whole
    assert len(ids) == len(set(ids)) >= min(enough + 1, len(whole))
    assert set(ids) <= whole


@pytest.mark.parametrize("most", [1000, 100])  # everything is sorted at once; the guess was wrong
@pytest.mark.parametrize(
    ("order", "wanted", "enough"),
    [
        ("newest", Wanted(), 60),
        ("fit", Wanted(), 60),
        ("near", Wanted(words="缝纫", near=HERE), 60),
        ("pay", Wanted(words="缝纫"), 60),
        # With enough found near by, the best of these come first, and not the best of all.
        ("fit", Wanted(words="缝纫", near=HERE), 1000),
    ],
)
def test_a_guess_that_little_is_there_leaves_the_lines_as_they_are(
    unwalled: Unwalled,
    order: str,
    wanted: Wanted,
    enough: int,
    most: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    show(unwalled, *assorted(400, seed=4))
    monkeypatch.setattr(asking, "MOST", most)
    monkeypatch.setattr(searching, "COUNTED", enough)
    monkeypatch.setattr(searching, "LAST", 60)
    found = []
    for few in (-1, 400):  # never guessed, always guessed
        monkeypatch.setattr(windows, "FEW", few)
        found.append(find(wanted, on=TODAY, order=order, size=60))
    assert found[0].capped == (enough == 60)
    assert len(found[0].lines) == 60
    assert found[0] == found[1]


def test_nothing_shown_is_nothing_found() -> None:
    assert find(Wanted(words="缝纫"), on=TODAY) == searching.Found(lines=(), total=0, capped=False)
    assert nearest(*HERE, TODAY) == ()
    assert vacancy(uuid.uuid4(), on=TODAY) is None


def test_the_nearest_are_found_however_far_they_are(unwalled: Unwalled) -> None:
    far, farther = facts(lon=87.6, lat=43.8), facts(lon=87.0, lat=44.5)
    over = facts(end_date=TODAY - timedelta(1))
    show(unwalled, farther, far, over, facts(taken=5))
    found = nearest(110.3, 20.0, TODAY, n=1)
    assert [line.id for line in found] == [far["id"]]
    assert len(nearest(110.3, 20.0, TODAY)) == 2


def test_towns_are_counted_with_the_seats_left_in_them(unwalled: Unwalled) -> None:
    show(
        unwalled,
        facts(place=PINGLI + 100_001, taken=2),
        facts(place=PINGLI + 100_000, home_friendly=True),
        facts(place=PINGLI + 101_000, taken=5),
        facts(place=PINGLI + 102_000, end_date=TODAY - timedelta(1)),
        facts(place=PLACES[3]),
    )
    county = (PINGLI, PINGLI + 10**6 - 1)
    town = searching.Town(place=PINGLI + 100_000, vacancies=2, seats=8)
    assert places_with(county, on=TODAY) == [town]
    friendly = searching.Town(place=PINGLI + 100_000, vacancies=1, seats=5)
    assert places_with(county, on=TODAY, home_friendly=True) == [friendly]


def test_a_vacancy_that_is_over_is_still_there_and_says_so(unwalled: Unwalled) -> None:
    row = facts(end_date=TODAY - timedelta(1), conditions=["night"], taken=2)
    show(unwalled, row)
    found = vacancy(row["id"], on=TODAY)
    assert found is not None
    assert (found.over, found.left, found.conditions, found.photos) == (True, 3, ["night"], [])


def test_an_employers_name_changed_leaves_what_is_searched(unwalled: Unwalled) -> None:
    row = facts()
    show(unwalled, row)
    with unwalled(), connection.cursor() as cursor:
        cursor.execute("UPDATE vacancies_shown SET employer_name = '新名', search = search")
    assert find(Wanted(words="缝纫", housing=False), on=TODAY).total == 1


def test_the_planner_has_one_index_and_gets_its_hands_back(window: list[dict[str, Any]]) -> None:
    wanted = Wanted(words="缝纫", region=(PINGLI, PINGLI + 10**6 - 1), near=HERE, km=20.0)
    with anybody(), connection.cursor() as cursor:
        searching.find(wanted, on=TODAY)
        for setting in ("enable_seqscan", "enable_indexscan", "plan_cache_mode"):
            cursor.execute("SELECT reset_val = setting FROM pg_settings WHERE name = %s", [setting])
            assert cursor.fetchone() == (True,)
        cursor.execute("SELECT statement FROM pg_prepared_statements ORDER BY prepare_time DESC")
        asked = next(told for (told,) in cursor.fetchall() if "MATERIALIZED" in told)
    with anybody(), searching.only_the_index(), connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (GENERIC_PLAN) {asked}")
        plan = " ".join(line for (line,) in cursor.fetchall())
    assert "Bitmap Index Scan on vacancies_shown_words" in plan
    assert "Seq Scan" not in plan


def test_the_index_knows_every_step_of_pay_that_is_asked_for(unwalled: Unwalled) -> None:
    show(unwalled, facts(month_pay=float(max(PAYS))))
    with anybody(), connection.cursor() as cursor:
        cursor.execute("SELECT search FROM vacancies_shown")
        (held,) = cursor.fetchone()
    assert all(f"'@m{pay}'" in held for pay in PAYS)


@settings(max_examples=300)
@given(
    st.floats(75, 134), st.floats(18, 53), st.floats(0.1, 900), st.floats(0, 6.29), st.floats(0, 1)
)
def test_the_cells_named_cover_the_circle(
    lon: float, lat: float, radius: float, turn: float, part: float
) -> None:
    far = part * radius / 6371.0088
    lat2 = _asin(sin(radians(lat)) * cos(far) + cos(radians(lat)) * sin(far) * cos(turn))
    aside = atan2(
        sin(turn) * sin(far) * cos(radians(lat)), cos(far) - sin(radians(lat)) * sin(lat2)
    )
    x, y = lon + degrees(aside), degrees(lat2)
    cell = f"'@g{floor(y * 10) * 10_000 + floor(x * 10)}'"
    square = f"'@q{floor(y) * 1000 + floor(x)}'"
    named = within((lon, lat), radius)
    assert cell in named or square in named


def _asin(value: float) -> float:
    return asin(max(-1.0, min(1.0, value)))


def test_the_candidates_are_bounded() -> None:
    assert MOST <= 10_000
