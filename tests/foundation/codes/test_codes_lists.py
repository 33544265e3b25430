"""Code lists, partner regions, the farm calendar and the county lists."""

import csv
import hashlib
import tomllib
from datetime import date
from pathlib import Path

import pytest

from chunfeng.foundation.codes import Code, Codes
from chunfeng.foundation.codes.build import build
from chunfeng.foundation.codes.lookup import DATABASE
from chunfeng.foundation.places import Places
from chunfeng.kit.reference import LISTS, NotBuilt, building, connect

PINGLI, XUNDIAN = 610926_000_000, 530129_000_000


@pytest.fixture(scope="module")
def codes() -> Codes:
    return Codes.open()


def listed(name: str) -> list[dict[str, str]]:
    with (LISTS / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_a_code_list_keeps_its_order_and_both_languages(codes: Codes) -> None:
    assert codes.get("sex")[1:3] == (Code("1", "男", "Male"), Code("2", "女", "Female"))
    assert len(codes.get("ethnic_group")) == 58  # 56, 其他, 外国血统


def test_the_major_groups_of_occupations_have_english_titles(codes: Codes) -> None:
    groups = codes.get("occupation_group")
    assert [group.code for group in groups] == list("12345678")
    assert all(group.en.isascii() and group.zh for group in groups)


def test_every_code_of_the_file_is_in_its_list(codes: Codes) -> None:
    for row in listed("codelists"):
        assert Code(row["code"], row["name_zh"], row["name_en"]) in codes.get(row["codelist"])


def test_an_unknown_list_is_refused(codes: Codes) -> None:
    with pytest.raises(KeyError):
        codes.get("no such list")


def test_partners_of_the_county_come_before_those_of_its_prefecture_and_province(
    codes: Codes,
) -> None:
    putuo, shanghai = 310107_000_000, 310000_000_000
    assert codes.partners(XUNDIAN, date(2019, 5, 1)) == (putuo, shanghai)
    assert codes.partners(PINGLI, date(2022, 5, 1)) == (320000_000_000,)


def test_the_partner_in_force_on_the_day_counts(codes: Codes) -> None:
    tongren = 520600_000_000
    before, after = (codes.partners(tongren, date(year, 6, 1))[0] for year in (2018, 2023))
    assert before == 320500_000_000  # Suzhou until 2020
    assert after == 441900_000_000  # Dongguan from 2021


def test_the_last_known_partner_is_given_when_none_is_in_force(codes: Codes) -> None:
    assert codes.partners(PINGLI, date(2030, 1, 1)) == (320000_000_000,)


def test_a_region_without_a_pair_has_no_partners(codes: Codes) -> None:
    assert codes.partners(110105_000_000, date(2022, 1, 1)) == ()


def test_every_pair_joins_two_regions_that_exist() -> None:
    places = Places.open()
    for row in listed("east_west_pairs"):
        for side in ("east", "west"):
            assert places.get(row[f"{side}_code"]).name == row[f"{side}_name"]


def test_busy_months_are_those_of_the_regions_main_crops(codes: Codes) -> None:
    assert codes.busy_months(PINGLI) >= {6, 10}
    assert codes.busy_months(820000_000_000) == frozenset()


def test_a_prefectures_own_calendar_replaces_the_provinces(codes: Codes) -> None:
    garze, chengdu = codes.busy_months(513300_000_000), codes.busy_months(510100_000_000)
    assert garze == {4, 5, 8, 9}
    assert garze != chengdu


def test_a_harvest_over_new_year_covers_the_months_on_both_sides(codes: Codes) -> None:
    assert codes.busy_months(450100_000_000) >= {11, 12, 1, 2, 3, 4}  # sugarcane


def test_national_lists_are_told_for_the_county_of_any_region(codes: Codes) -> None:
    assert codes.county_lists(610926_100_224) == {"poverty_counties_832"}
    assert codes.county_lists(150422_000_000) == {"poverty_counties_832", "key_counties_160"}
    assert codes.county_lists(110105_000_000) == frozenset()


def test_every_listed_county_exists() -> None:
    places = Places.open()
    for name in ("poverty_counties_832", "key_counties_160"):
        rows = listed(name)
        assert len(rows) == int(name[-3:])
        assert all(places.get(row["code"]).name == row["name"] for row in rows)


def test_every_reference_file_states_its_origin_licence_date_and_checksum() -> None:
    sources = tomllib.loads((LISTS / "source.toml").read_text(encoding="utf-8"))
    assert set(sources) == {path.stem for path in LISTS.glob("*.csv")}
    for name, source in sources.items():
        assert all(source[key] for key in ("what", "origin", "licence", "date"))
        digest = hashlib.sha256((LISTS / f"{name}.csv").read_bytes()).hexdigest()
        assert source["sha256"] == digest, name


def test_building_twice_gives_the_same_file(tmp_path: Path) -> None:
    first, second = tmp_path / "first.sqlite", tmp_path / "second.sqlite"
    build(first)
    build(second)
    assert first.read_bytes() == second.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["first.sqlite", "second.sqlite"]


def die_building(target: Path) -> None:
    with building(target, "CREATE TABLE t (x);") as database:
        database.execute("INSERT INTO t VALUES (1)")
        raise KeyboardInterrupt


def test_a_build_that_dies_leaves_the_old_file_whole(tmp_path: Path) -> None:
    target = tmp_path / "some.sqlite"
    target.write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt):
        die_building(target)
    assert target.read_bytes() == b"old"
    with building(target, "CREATE TABLE t (x);") as database:
        database.execute("INSERT INTO t VALUES (2)")
    assert connect(target).execute("SELECT x FROM t").fetchall() == [(2,)]


def test_missing_data_says_to_run_setup(tmp_path: Path) -> None:
    with pytest.raises(NotBuilt, match=r"\./run setup"):
        Codes.open(tmp_path / DATABASE.name)
