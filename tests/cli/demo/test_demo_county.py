"""The demo county as a whole: real places, files that read back, made once."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chunfeng.cli.demo import made
from chunfeng.cli.demo.county import County, make
from chunfeng.cli.demo.draw import DATA, Dice, Table, band, either, objects, pick, sets
from chunfeng.cli.demo.files import write_county
from chunfeng.cli.demo.geography import Geography, NotACounty, invented_points, survey
from chunfeng.cli.demo.wanted import Format, Wanted
from chunfeng.cli.stops import Exit, Stop
from chunfeng.foundation.codes import Codes
from chunfeng.foundation.intake import Reference, read_ledger
from chunfeng.kit.texts import Language
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.vacancies.sheets import VACANCIES

Make = Callable[..., County]
PINGLI, ANKANG, JIANGSU = 610926, 610900, 320000000000
NEAR_KM = 60


@pytest.fixture(scope="module")
def reference() -> Reference:
    return Reference.open()


@pytest.fixture(scope="module")
def make_county(reference: Reference) -> Make:
    codes = Codes.open()

    def make_one(**wanted: Any) -> County:
        return make(
            Wanted(**({"people": 300, "vacancies": 80} | wanted)),
            reference.places,
            codes,
            reference.occupations,
        )

    return make_one


def of(reference: Reference, code: int, partners: tuple[int, ...] = ()) -> Geography:
    return survey(Dice(1, code), reference.places, code, partners)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_ledgers_read_back_without_loss_or_doubt(
    make_county: Make, reference: Reference, tmp_path: Path, kind: Format, language: Language
) -> None:
    county = make_county()
    written = write_county(tmp_path, county, kind, language)
    for path, layout, columns in (
        (written.people, PEOPLE, county.people),
        (written.vacancies, VACANCIES, county.vacancies),
    ):
        ledger = read_ledger(path, layout, reference=reference)
        assert not ledger.issues
        for field, values in columns.items():
            assert list(ledger[field]) == values, field


def test_people_live_in_villages_of_the_county(make_county: Make, reference: Reference) -> None:
    county = make_county(people=3000)
    villages = {place.code for place in reference.places.under(PINGLI, 5)}
    homes = set(county.people["home"])
    assert homes <= villages
    assert len(homes) > 0.9 * len(villages)


def test_a_prefecture_is_settled_in_all_its_counties(
    make_county: Make, reference: Reference
) -> None:
    county = make_county(county=str(ANKANG), people=1500)
    counties = {place.code for place in reference.places.under(ANKANG, 3)}
    assert {code // 10**6 * 10**6 for code in county.people["home"]} == counties


@pytest.mark.parametrize("code", [610000, 710000, 610926100])
def test_only_counties_and_prefectures_with_villages_can_be_asked_for(
    reference: Reference, code: int
) -> None:
    with pytest.raises(NotACounty):
        of(reference, code)


@pytest.mark.parametrize("code", [441900, 110101, 500243, 659001])
def test_odd_branches_of_the_region_tree_work_too(make_county: Make, code: int) -> None:
    county = make_county(county=str(code), people=60, vacancies=30)
    assert len(county.people["name"]) == 60
    assert len(county.vacancies["title"]) == 30


def test_homes_lie_near_their_county(make_county: Make, reference: Reference) -> None:
    county, place = make_county(people=3000), reference.places.get(PINGLI)
    east = (np.array(county.people["lon"]) - place.lon) * np.cos(np.radians(place.lat))
    north = np.array(county.people["lat"]) - place.lat
    assert np.hypot(east, north).max() * 111.2 < NEAR_KM


def test_no_two_townships_share_a_point(reference: Reference) -> None:
    towns = of(reference, ANKANG).towns
    assert len(set(zip(towns.lon, towns.lat, strict=True))) == len(towns)


def test_townships_nobody_knows_a_point_of_lie_where_the_ledgers_have_them(
    reference: Reference,
) -> None:
    towns = of(reference, PINGLI).towns
    made = dict(zip(towns.code, zip(towns.lon, towns.lat, strict=True), strict=True))
    points = invented_points(reference.places, PINGLI)
    assert len(points) == len(towns)  # of none of this county's
    assert all(made[code] == (lon, lat) for code, lon, lat in points)


def test_workers_go_to_the_partner_region_first(reference: Reference) -> None:
    def share_of_jiangsu(geography: Geography) -> float:
        total = sum(city.share for city in geography.destinations)
        return sum(c.share for c in geography.destinations if c.city // 10**10 == 32) / total

    assert share_of_jiangsu(of(reference, PINGLI, (JIANGSU,))) > 0.7
    assert 0.4 < share_of_jiangsu(of(reference, PINGLI)) < 0.6


def test_nobody_leaves_for_the_own_province(reference: Reference) -> None:
    cities = {city.city // 10**10 for city in of(reference, 320412).destinations}
    assert 32 not in cities


def test_most_occupations_have_a_code(make_county: Make) -> None:
    words = [word for cell in make_county().vacancies["occupation"] for word in cell]
    assert np.mean([word.code is not None for word in words]) > 0.95


def test_demo_makes_the_ledgers_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(made, "FOLDER", tmp_path)
    wanted = Wanted(people=20, vacancies=6)
    first = made.ready(wanted, "zh")
    before = first.people.stat().st_mtime_ns
    made.ready(wanted, "zh")
    assert first.people.stat().st_mtime_ns == before
    made.ready(Wanted(people=20, vacancies=6, seed=2), "zh")
    assert first.people.stat().st_mtime_ns > before


def test_demo_makes_a_missing_ledger_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(made, "FOLDER", tmp_path)
    wanted = Wanted(people=20, vacancies=6)
    made.ready(wanted, "zh").vacancies.unlink()
    assert made.ready(wanted, "zh").vacancies.is_file()


@pytest.mark.parametrize("county", ["000000", "61", "nowhere"])
def test_a_region_that_is_no_county_is_a_usage_error(tmp_path: Path, county: str) -> None:
    with pytest.raises(Stop) as stop:
        made.write(tmp_path, Wanted(county=county, people=5, vacancies=5), "xlsx", "zh")
    assert stop.value.code is Exit.USAGE


def test_a_failed_write_leaves_no_draft(
    make_county: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("chunfeng.cli.demo.files.write_ledger", full)
    with pytest.raises(OSError, match="no space"):
        write_county(tmp_path, make_county(), "csv", "zh")
    assert not list(tmp_path.iterdir())


def test_every_file_of_demo_data_has_a_source() -> None:
    sources = tomllib.loads((DATA / "source.toml").read_text(encoding="utf-8"))
    named = {file for source in sources.values() for file in source["files"]}
    assert named == {path.name for path in DATA.glob("*.yaml")}
    assert all(source["licence"] and source["origin"] for source in sources.values())


def test_a_stream_of_chance_does_not_depend_on_the_others() -> None:
    dice = Dice(1, 2)
    alone = dice("health").random(3)
    dice("names").random(100)
    assert (dice("health").random(3) == alone).all()


@given(st.lists(st.integers(0, 5), min_size=2, max_size=6).filter(any))
def test_a_choice_without_share_is_never_drawn(weights: list[int]) -> None:
    rows = np.zeros(300, np.int64)
    drawn = pick(np.random.default_rng(0), np.array([weights], np.float64), rows)
    assert all(weights[choice] for choice in drawn)


def test_shares_come_true() -> None:
    table = Table.of([{"a": 3, "b": 1}, {"b": 1}])
    drawn = table.draw(np.random.default_rng(0), np.repeat([0, 1], 20_000))
    assert np.mean(drawn[:20_000] == "a") == pytest.approx(0.75, abs=0.02)
    assert set(drawn[20_000:]) == {"b"}


def test_bands_begin_at_their_first_age() -> None:
    assert band([16, 30, 60], np.array([3, 16, 29, 30, 99])).tolist() == [0, 0, 0, 1, 2]


def test_flags_become_tuples_in_order() -> None:
    up = {"a": np.array([True, False, True]), "b": np.array([True, False, False])}
    assert sets(up, none="none").tolist() == [("a", "b"), ("none",), ("a",)]


def test_a_tuple_is_one_value() -> None:
    chosen = either(np.array([True, False]), objects([("x", "y")]))
    assert chosen.tolist() == [("x", "y"), None]
