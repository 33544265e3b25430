"""Regions and occupations named in cells."""

from collections import Counter

import pytest
from intake_sheets import (
    CHANGAN_DISTRICT,
    CHANGAN_TOWN,
    PINGLI,
    SUZHOU,
    TOWN,
    VILLAGE,
    SomePlaces,
)

from chunfeng.foundation.intake.cells import Noted
from chunfeng.foundation.intake.cells_places import MOST_UNKNOWN, PlaceReader, occupations
from chunfeng.foundation.intake.columns import OccupationWord
from chunfeng.foundation.intake.errors import CellError
from chunfeng.foundation.intake.reference import Reference
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.vacancies.sheets import VACANCIES

HOME, WORK, WISHES = (PEOPLE.column(name) for name in ("home", "work_place", "wish_places"))


@pytest.fixture
def reader() -> PlaceReader:
    return PlaceReader(SomePlaces(), PINGLI)  # type: ignore[arg-type]  # a stand-in


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("陕西省安康市平利县城关镇龙头村", VILLAGE),
        ("平利县 城关镇", TOWN),
        ("610926100200", VILLAGE),
        ("龙头村", VILLAGE),
        ("城关镇", TOWN),
    ],
)
def test_a_place_is_found_by_code_path_or_name_in_the_ledgers_county(
    reader: PlaceReader, written: str, code: int
) -> None:
    assert reader.place(HOME)(written) == code


@pytest.mark.parametrize("written", ["平利县城关镇龙头村三组12号", "龙头村二组", "城关镇龙头村5号"])
def test_a_house_number_behind_the_village_is_left_out(reader: PlaceReader, written: str) -> None:
    assert reader.place(HOME)(written) == VILLAGE


def test_a_street_behind_a_city_is_left_out_with_a_note(reader: PlaceReader) -> None:
    read = reader.place(VACANCIES.column("place"))("江苏省苏州市星海街88号")
    assert isinstance(read, Noted)
    assert read.value == SUZHOU


@pytest.mark.parametrize("written", ["平利县彩虹镇月亮村", "平利县城关镇月亮村", "云梦县"])
def test_a_misspelt_town_or_village_is_never_taken_for_the_county(
    reader: PlaceReader, written: str
) -> None:
    with pytest.raises(CellError):
        reader.place(HOME)(written)


def test_an_ambiguous_name_is_refused(reader: PlaceReader) -> None:
    with pytest.raises(CellError):
        reader.place(HOME)("新华区")


def test_a_home_that_could_lie_elsewhere_is_read_in_the_own_county_with_a_note(
    reader: PlaceReader,
) -> None:
    read = reader.place(HOME)("长安")
    assert isinstance(read, Noted)
    assert read.value == CHANGAN_TOWN


def test_a_place_of_work_that_could_lie_elsewhere_lies_there(reader: PlaceReader) -> None:
    assert reader.place(WORK)("长安") == CHANGAN_DISTRICT


def test_of_several_places_the_known_ones_hold_with_a_note(reader: PlaceReader) -> None:
    assert reader.places(WISHES)("苏州市、平利县") == (SUZHOU, PINGLI)
    read = reader.places(WISHES)("苏州市，月亮市")
    assert isinstance(read, Noted)
    assert read.value == (SUZHOU,)
    with pytest.raises(CellError):
        reader.places(WISHES)("月亮市、太阳市")


def test_the_county_is_the_one_most_rows_name() -> None:
    texts = Counter({"平利县城关镇龙头村1组": 5, "苏州市": 3, "长安区": 4, "月亮村": 9})
    places = SomePlaces()
    assert PlaceReader.for_texts(places, texts).county == PINGLI  # type: ignore[arg-type]


def test_no_county_is_guessed_from_names_nobody_knows() -> None:
    texts = Counter({f"月亮{number}": 1 for number in range(10 * MOST_UNKNOWN)})

    class Counting(SomePlaces):
        asked = 0

        def resolve(self, written: str, within: int | None = None):  # type: ignore[no-untyped-def]
            Counting.asked += 1
            return super().resolve(written, within)

    assert PlaceReader.for_texts(Counting(), texts).county is None  # type: ignore[arg-type]
    assert Counting.asked <= 3 * MOST_UNKNOWN


def test_a_telephone_number_in_an_unknown_place_is_not_quoted(reader: PlaceReader) -> None:
    with pytest.raises(CellError) as caught:
        reader.place(HOME)("13800000000")
    assert "13800000000" not in caught.value.problem.to("en")


def test_occupations_keep_their_words_and_get_a_code_where_known(reference: Reference) -> None:
    parse = occupations(reference.occupations)
    assert parse("缝纫工、绣花") == (
        OccupationWord("缝纫工", "6-05-01-02"),
        OccupationWord("绣花", None),
    )
    assert parse("6-05-01-02") == (OccupationWord("6-05-01-02", "6-05-01-02"),)
