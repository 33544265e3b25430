"""Regions by name: paths, short names, the region a ledger is about, and what is refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chunfeng.foundation.places import AmbiguousPlace, Place, PlaceError, Places, UnknownPlace

PINGLI, VILLAGE = 610926_000_000, 610926_100_224
PATH = "陕西省安康市平利县城关镇三里垭村"
ANY = st.floats(0, 1, exclude_max=True)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("平利", 610926),
        ("恩施", 422800),
        ("恩施州", 422800),
        ("长阳县", 420528),
        ("管城区", 410104),
        ("内蒙古", 150000),
        ("内蒙", 150000),
        ("广西自治区", 450000),
        ("新疆", 650000),
        ("北京", 110000),
        ("上海市", 310000),
        ("常州", 320400),
        ("吉林", 220000),
        ("吉林市", 220200),
        ("东莞", 441900),
        ("浦东", 310115),
        ("潜江", 429005),
        ("香港", 810000),
        ("旬阳县", 610981),
    ],
)
def test_the_usual_names_are_understood(places: Places, name: str, code: int) -> None:
    assert places.resolve(name).code == code * 10**6


@pytest.mark.parametrize(
    "written",
    [
        PATH,
        "陕西 安康 平利 城关 三里垭",
        "陕西省/安康市/平利县/城关镇/三里垭村",
        "陕西省-安康市-平利县-城关镇-三里垭村",
        "陕西省　安康市　平利县（城关镇）三里垭村",
        "平利县城关镇三里垭村",
        "陕西省平利县三里垭村",
        "平利三里垭",
        "平利县城关镇三里垭村村民委员会",
        "平利县城关镇三里垭村委会",
        "610926100224",
        "６１０９２６１００２２４",
    ],
)
def test_a_path_is_understood_however_it_is_written(places: Places, written: str) -> None:
    assert places.resolve(written).code == VILLAGE


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("北京市市辖区朝阳区", 110105),
        ("重庆市县奉节县", 500236),
        ("湖北省省直辖县级行政区划潜江市", 429005),
        ("广东东莞虎门", 441900121),
        ("陕西省旬阳县", 610981),
    ],
)
def test_prefectures_on_paper_and_former_names_are_understood(
    places: Places, written: str, code: int
) -> None:
    assert places.resolve(written).code == int(str(code).ljust(12, "0"))


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("平利县长安乡", "长安镇"),
        ("平利县城关镇三里垭社区", "三里垭村"),
        ("平利城关街道", "城关镇"),
    ],
)
def test_a_township_or_village_is_found_under_its_former_generic(
    places: Places, written: str, found: str
) -> None:
    assert places.resolve(written).name == found


def test_a_former_generic_is_not_guessed_without_a_region_above(places: Places) -> None:
    with pytest.raises(UnknownPlace):
        places.resolve("三里垭社区")
    assert places.resolve("三里垭社区", PINGLI).code == VILLAGE


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("城关镇", 610926100),
        ("城关", 610926100),
        ("长安", 610926108),
        ("三里垭", 610926100224),
        ("平利", 610926),
        ("安康", 6109),
        ("常州", 3204),
        ("河南", 41),  # also the short name of villages
        ("北京市朝阳区", 110105),
    ],
)
def test_names_inside_the_ledgers_county_come_first_and_others_still_count(
    places: Places, name: str, code: int
) -> None:
    assert places.resolve(name, PINGLI).code == int(str(code).ljust(12, "0"))


def test_a_province_comes_before_a_village_that_shares_its_short_name(places: Places) -> None:
    village = places.resolve("河南村", 110111_000_000)
    assert village.level == 5
    assert places.resolve("河南", village.code // 10**6 * 10**6).level == 1


def test_an_ambiguous_name_lists_its_candidates(places: Places) -> None:
    with pytest.raises(AmbiguousPlace) as refused:
        places.resolve("朝阳区")
    assert refused.value.candidates == ("北京市朝阳区", "吉林省长春市朝阳区")
    assert "北京市朝阳区；吉林省长春市朝阳区" in refused.value.text.to("en")


def test_a_message_names_ten_candidates_at_most(places: Places) -> None:
    with pytest.raises(AmbiguousPlace) as refused:
        places.resolve("城关镇")
    assert len(refused.value.candidates) > 50
    assert str(len(refused.value.candidates)) in str(refused.value)
    assert str(refused.value).count("；") == 9


@pytest.mark.parametrize(
    ("written", "within", "nearest"),
    [
        ("平丽县", None, "陕西省安康市平利县"),
        ("平利线城关镇", None, "陕西省安康市平利县城关镇"),
        ("安康市平里县长安镇", None, "陕西省安康市平利县"),
        ("襄樊市", None, "湖北省襄阳市"),
        ("三里亚村", PINGLI, f"{PATH}"),
        ("陕西省安康市平利县城关镇三里牙村", None, f"{PATH}"),
        ("平利县虎门镇", None, "陕西省安康市平利县"),
        ("pingli", None, "陕西省安康市平利县"),
    ],
)
def test_an_unknown_name_suggests_what_looks_or_sounds_like_it(
    places: Places, written: str, within: int | None, nearest: str
) -> None:
    for _ in range(2):  # the second answer is remembered
        with pytest.raises(UnknownPlace) as refused:
            places.resolve(written, within)
        assert refused.value.candidates[0] == nearest
        assert written in str(refused.value)
        assert nearest in str(refused.value)


@pytest.mark.parametrize("written", ["", " ", "。", "县", "中国", "长" * 5000, "陕西" * 5000])
def test_what_names_nothing_is_refused_in_a_short_message(places: Places, written: str) -> None:
    with pytest.raises(UnknownPlace) as refused:
        places.resolve(written)
    assert len(str(refused.value)) < 200


def meaning(places: Places, written: str, within: int | None = None) -> Place | tuple[str, ...]:
    """The region a text means, or the candidates: a few townships have two villages of one name."""
    try:
        return places.resolve(written, within)
    except PlaceError as reason:
        return reason.candidates


@given(where=ANY)
@settings(max_examples=300)
def test_every_full_name_means_its_own_region(
    places: Places, codes: list[int], where: float
) -> None:
    place = places.get(codes[int(where * len(codes))])
    name = places.full_name(place.code)
    on_paper = place.level == 2 and name == places.full_name(place.parent or 0)
    expected = places.get(place.parent or 0) if on_paper else place
    assert meaning(places, name) in (expected, (name, name))


@given(where=ANY)
def test_a_full_name_means_the_same_inside_any_region(
    places: Places, codes: list[int], where: float
) -> None:
    code = codes[int(where * len(codes))]
    name = places.full_name(code)
    assert meaning(places, name, PINGLI) == meaning(places, name)


@given(
    written=st.text(
        "省市县区镇乡村平利城关长安新和朝阳陕西河南北京0123456789 　/-.abＡ１", max_size=90
    ),
    within=st.sampled_from([None, PINGLI, 610000_000_000]),
)
@settings(max_examples=300, deadline=None)
def test_any_text_gives_a_region_or_a_reason(
    places: Places, written: str, within: int | None
) -> None:
    found = meaning(places, written, within)
    for name in found if isinstance(found, tuple) else [places.full_name(found.code)]:
        again = meaning(places, name)
        assert isinstance(again, Place) or name in again
