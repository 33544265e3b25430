"""What a region is called in English: Hanyu Pinyin without tones, the generic part translated.

平利县 is Pingli County, 广佛镇 Guangfo Town, 陕西省 Shaanxi. Spellings that differ by custom stand
in ``spellings.py``. Peoples are left out as in customary Chinese: 恩施土家族苗族自治州 is Enshi
Prefecture.
"""

from collections.abc import Iterable
from functools import lru_cache

from chunfeng.foundation.places.names import REGIONS, plain, spoken, syllables, without_peoples
from chunfeng.foundation.places.spellings import READINGS, SPELLINGS

# By level; of endings that fit the longest counts.
_ZONES = {
    "经济技术开发区": "Economic and Technological Development Zone",
    "高新技术产业开发区": "High-Tech Development Zone",
    "经济开发区": "Economic Development Zone",
    "开发区": "Development Zone",
    "高新区": "High-Tech Zone",
    "工业园区": "Industrial Park",
    "工业园": "Industrial Park",
    "管理区": "Administrative Area",
    "旅游度假区": "Holiday Resort",
    "产业园区": "Industrial Park",
    "化工园区": "Chemical Park",
    "创意园区": "Creative Park",
    "示范区": "Demonstration Zone",
    "保税区": "Bonded Zone",
}
_GENERIC = {
    1: {"特别行政区": "", "自治区": "", "省": "", "市": ""},
    2: {"地区": "Prefecture", "盟": "League", "市": "City", "州": "Prefecture", "县": "Counties"},
    3: {
        **_ZONES,
        "新区": "New District",
        "特区": "Special District",
        "县": "County",
        "区": "District",
        "市": "City",
        "旗": "Banner",
    },
    4: {
        **_ZONES,
        "园区": "Park",
        "街道办事处": "Subdistrict",
        "街道": "Subdistrict",
        "镇": "Town",
        "乡": "Township",
        "苏木": "Sumu",
        "地区": "Area",
        "片区": "Area",
        "新区": "New Area",
        "农场": "Farm",
        "林场": "Forest Farm",
        "牧场": "Livestock Farm",
        "茶场": "Tea Farm",
        "林业局": "Forestry Bureau",
        "管理处": "Administration",
        "团": "Regiment",
    },
    5: {
        **_ZONES,
        "园区": "Park",
        "村": "Village",
        "社区": "Community",
        "居委会": "Community",
        "社区居委会": "Community",
        "居民委员会": "Community",
        "嘎查": "Gacha",
        "生活区": "Living Area",
        "农场": "Farm",
        "林场": "Forest Farm",
        "牧场": "Livestock Farm",
        "管理委员会": "Administration",
        "管委会": "Administration",
        "连": "Company",
    },
}
_PAPER = {"市辖区": "city districts", "县": "counties"}  # prefectures that exist on paper only
_BEGIN_ANEW = "aeo"  # Xi'an: a syllable that would be read into the one before


@lru_cache(100_000)
def english(name: str, level: int) -> str:
    """The English name of a region by its Chinese name and its level, 1 to 5."""
    if level == 2 and name in _PAPER:
        return _PAPER[name]
    said, generic = _parts(name, level)
    return " ".join(part for part in (said, generic) if part)


@lru_cache(100_000)
def english_short(name: str, level: int) -> str:
    """The name without its generic part, Pingli; the whole one where nothing else is left."""
    return _parts(name, level)[0] or english(name, level)


def heard(name: str, level: int) -> set[str]:
    """The keys a region is found by in Latin letters: its pinyin, and its English name."""
    return {spoken(name), plain(english(name, level)).replace("'", "")}


def spell(signs: str) -> str:
    """Chinese signs as one capitalised word."""
    return spelt(READINGS.get(*pair) for pair in zip(signs, syllables(signs), strict=True))


def spelt(signs: Iterable[str]) -> str:
    """Syllables as one capitalised word, Xi'an."""
    out = ""
    for one in signs:
        begins_anew = one[:1] in _BEGIN_ANEW and out[-1:].isalpha()
        out += f"'{one}" if begins_anew else one
    return out[:1].upper() + out[1:]


def _parts(name: str, level: int) -> tuple[str, str]:
    """(what is spelt, what is translated), in English."""
    if name in REGIONS:
        return _said(name, REGIONS[name], level), ""
    bare, known = without_peoples(name, level), _GENERIC[level]
    ends = [end for end in known if bare.endswith(end) and not _cuts_a_name(bare, end)]
    end = max(ends, key=len, default="")
    return _said(name, bare.removesuffix(end), level), known.get(end, "")


def _cuts_a_name(name: str, end: str) -> bool:
    """Whether an ending takes a sign from the name: 清新区 is Qingxin District, no New District."""
    return end.endswith("区") and len(end) > 1 and len(name) - len(end) == 1


def _said(name: str, stem: str, level: int) -> str:
    """The spelling of a stem, which the name begins with: it tells which reading a sign has."""
    custom = (SPELLINGS.get(name) or SPELLINGS.get(stem)) if level <= 3 else None
    if custom:
        return custom
    sounds = syllables(name)
    if len(sounds) != len(name):  # Latin letters or figures are one piece
        name, sounds = stem, syllables(stem)
    read = [READINGS.get(sign, sound) for sign, sound in zip(name, sounds, strict=False)]
    return spelt(read[: len(stem)] if len(sounds) == len(name) else sounds)
