"""The names a region goes by, and the ways a written address can be read."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

OFFICIAL, CUSTOMARY, SPOKEN = 0, 1, 2  # kinds of names, the surest first; spoken = pinyin

_ETHNIC = re.findall(
    r"\S+",
    """
    蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤
    畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯
    阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春
    赫哲 门巴 珞巴 基诺 各
    """,
)
_PEOPLES = "(?:" + "|".join(sorted((e + "族" for e in _ETHNIC), key=len, reverse=True)) + ")"
_OWN_NAMES = "(?:蒙古|哈萨克|柯尔克孜|塔吉克|锡伯|达斡尔|鄂温克|鄂伦春|维吾尔)"
_AUTONOMOUS = re.compile(
    rf"(?<=.)(?:(?:{_PEOPLES}|{_OWN_NAMES})+自治|{_PEOPLES}+|族?自治)(?=[区州县旗]$)"
)
_ETHNIC_TOWNSHIP = re.compile(rf"(?<=.)(?:{_PEOPLES}*民族(?=乡$)|{_PEOPLES}+(?=[乡镇]$))")
REGIONS = {
    "内蒙古自治区": "内蒙古",
    "广西壮族自治区": "广西",
    "西藏自治区": "西藏",
    "宁夏回族自治区": "宁夏",
    "新疆维吾尔自治区": "新疆",
}
_GENERIC = {
    1: re.compile(r"特别行政区$|省$|市$|自治区$"),
    2: re.compile(r"地区$|盟$|市$|州$"),
    3: re.compile(r"新区$|林区$|县$|区$|市$|旗$"),
    4: re.compile(r"街道办事处$|街道$|镇$|乡$|苏木$|地区$"),
    5: re.compile(r"社区$|村$|嘎查$|居民委员会$|居委会$|管理委员会$"),
}
_COMMITTEE = re.compile(r"(?<=村)村?(?:民委员会|委会)$|(?<=社区)(?:居民委员会|居委会)$")
_SEPARATORS = re.compile(r"[\s/\\\-—_>,，、·.。|()（）]+")


def plain(name: str) -> str:
    """A name as it is compared: full-width folded, separators and spaces out, lower case."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", name)).lower()


def official(name: str) -> str:
    """A name without its village committee, 龙头村村民委员会 → 龙头村."""
    return _COMMITTEE.sub("", name)


def short(name: str, level: int) -> str:
    """The customary short name, 恩施土家族苗族自治州 → 恩施; never a single sign."""
    if name in REGIONS:
        return REGIONS[name]
    brief = _GENERIC[level].sub("", without_peoples(name, level))
    return brief if len(brief) > 1 else name


def spoken(name: str, signs: int | None = None) -> str:
    """Plain pinyin in one word, of the first so many signs or of all."""
    return "".join(syllables(name)[:signs]).replace("ü", "v")


@cache
def syllables(name: str) -> tuple[str, ...]:
    """The pinyin of each sign, without tones; ü stays ü."""
    from pypinyin import lazy_pinyin  # a fifth of a second to load: few processes need it

    return tuple(lazy_pinyin(name, v_to_u=True))


def names_of(name: str, level: int) -> dict[str, int]:
    """The keys of every Chinese name a region goes by, 恩施州 and 恩施 included, and their kind."""
    found = {official(plain(name)): OFFICIAL}
    for customary in (without_peoples(name, level), short(name, level)):
        found.setdefault(plain(customary), CUSTOMARY)
    return found


def readings(written: str) -> Iterator[tuple[str, int]]:
    """(key, highest level allowed) of the ways to read an address, the closest first.

    As it stands; then, for townships and villages, under another generic, because many a 村 is a
    社区 by now and many a 乡 a 镇.
    """
    key = official(plain(written))
    yield key, 1
    for level in (4, 5):
        stem = _GENERIC[level].sub("", key)
        if stem != key:
            yield stem, level


def without_peoples(name: str, level: int) -> str:
    """A name without the peoples in it, 恩施州, 新疆自治区."""
    if level == 5:
        return name
    if name in REGIONS:
        return REGIONS[name] + "自治区"
    return (_ETHNIC_TOWNSHIP if level == 4 else _AUTONOMOUS).sub("", name)
