"""What regions are called in English."""

import csv
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chunfeng.foundation.places import Places
from chunfeng.foundation.places.overlay import Changes, CurrentPlaces

PINGLI, GUANGFO = 610926_000_000, 610926_105_000
READINGS = Path(__file__).parents[2] / "data/places/readings.csv"


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("陕西省", "Shaanxi"),
        ("北京市", "Beijing"),
        ("内蒙古自治区", "Inner Mongolia"),
        ("陕西省西安市", "Xi'an City"),
        ("陕西省安康市平利县", "Pingli County"),
        ("陕西省安康市平利县城关镇", "Chengguan Town"),
        ("湖北省恩施土家族苗族自治州", "Enshi Prefecture"),
        ("云南省昭通市镇雄县", "Zhenxiong County"),
        ("新疆维吾尔自治区喀什地区", "Kashgar Prefecture"),
        ("山西省长治市长子县", "Zhangzi County"),
        ("吉林省长春市朝阳区", "Chaoyang District"),
        ("安徽省六安市", "Lu'an City"),
        ("山西省吕梁市", "Lüliang City"),
        ("内蒙古自治区兴安盟", "Hinggan League"),
        ("湖北省神农架林区", "Shennongjia District"),
        ("河北省石家庄市正定县", "Zhengding County"),
        ("广东省清远市清新区", "Qingxin District"),
        ("吉林省长春市绿园区", "Lüyuan District"),
        ("河北省张家口市下花园区", "Xiahuayuan District"),
        ("天津市滨海新区", "Binhai New District"),
    ],
)
def test_a_region_is_spelt_and_its_kind_translated(places: Places, name: str, english: str) -> None:
    place = places.resolve(name)
    assert place.name_in("en") == english
    assert place.name_in("zh") == place.name


def test_a_path_reads_from_the_province_down_in_either_language(places: Places) -> None:
    assert places.full_name(PINGLI, "en") == "Shaanxi, Ankang City, Pingli County"
    assert places.full_name(PINGLI) == "陕西省安康市平利县"


def test_the_short_name_goes_without_the_kind(places: Places) -> None:
    assert places.get(PINGLI).short_name_in("en") == "Pingli"
    assert places.get("11").short_name_in("en") == "Beijing"


@given(where=st.floats(0, 1, exclude_max=True))
def test_every_region_has_an_english_name_without_chinese_signs(
    places: Places, codes: list[int], where: float
) -> None:
    place = places.get(codes[int(where * len(codes))])
    said = place.name_in("en")
    assert said
    assert said == said.strip()
    assert not any("CJK" in unicodedata.name(sign, "") for sign in said)
    assert place.short_name_in("en")


def test_a_village_is_spelt_too(places: Places) -> None:
    villages = [one.name_in("en") for one in places.under(GUANGFO, 5)]
    assert villages
    assert all(one.endswith(("Village", "Community")) for one in villages)


@pytest.mark.parametrize("typed", ["Pingli County", "pingli coun", "pinglixian", "Xi'an City"])
def test_an_english_name_is_found(places: Places, typed: str) -> None:
    assert places.search(typed)[0].name in {"平利县", "西安市"}


def test_a_renamed_and_an_added_region_are_called_by_their_new_names() -> None:
    changes = Changes(names={GUANGFO: "新佛镇"}, added={GUANGFO + 299: "长桥村"})
    now = CurrentPlaces.over(changes)
    assert now.get(GUANGFO).name_in("en") == "Xinfo Town"
    assert now.get(GUANGFO + 299).name_in("en") == "Changqiao Village"
    assert now.search("Xinfo Town")[0].code == GUANGFO


def test_readings_agree_with_the_list_of_readings(places: Places) -> None:
    with READINGS.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    said = {row["name"]: _folded(places.get(row["code"]).short_name_in("en")) for row in rows}
    assert len(rows) > 3000
    assert said == {row["name"]: _folded(row["reading"]) for row in rows}


def _folded(said: str) -> str:
    """Lower-case letters without marks; ü is v, as the list has it, but in üe."""
    bare = unicodedata.normalize("NFKD", said.lower().replace("ü", "v"))
    kept = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return kept.replace(" ", "").replace("'", "").replace("ve", "ue")
