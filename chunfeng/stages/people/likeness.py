"""Which two records may be one person. Phones and ID numbers come in as blind indexes only.

Weak signs are joined so that brothers with a generation name and families with one phone are not
shown as doubles: a name that differs in one character needs the very same birth date as well.
"""

import re
import unicodedata
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2b

from pypinyin.constants import PINYIN_DICT

from chunfeng.kit.texts import Text, text

NEAR_YEARS = 1  # years between two birth dates of one person, one of them mistaken
KEY_BYTES = 12
# Dots between the parts of a name, as keyboards and systems give them; spaces; invisible signs.
_BETWEEN = re.compile("[\\s.·•‧∙⋅・･᛫●\u200b-\u200f\u2060\ufeff_-]+")
# Traditional and variant characters common in names, each before the one it is read as.
_PAIRS = (
    "陳陈張张劉刘楊杨趙赵黃黄吳吴孫孙馬马許许鄭郑謝谢韓韩馮冯鄧邓蕭萧葉叶蘇苏盧卢呂吕賈贾魯鲁韋韦錢钱"
    "龍龙譚谭鄒邹陸陆閻阎顧顾賀贺嚴严龐庞聶聂齊齐單单羅罗衛卫衞卫鄔邬鄺邝藍蓝闕阙簡简關关慶庆湯汤莊庄"
    "鍾钟锺钟鐘钟範范溫温萬万國国華华軍军偉伟強强彊强貴贵珮佩麗丽蘭兰鳳凤藝艺靜静瑩莹嬌娇愛爱蓮莲榮荣"
    "輝辉煇辉進进傑杰東东義义陽阳開开飛飞鵬鹏鵰雕寶宝寳宝銀银鐵铁鋼钢鋒锋銘铭衆众眾众會会來来長长"
    "興兴業业豐丰發发勝胜寧宁寜宁甯宁樂乐維维緒绪綱纲紅红緣缘繼继續续級级綺绮練练總总織织儀仪儉俭"
    "億亿優优兒儿勳勋勛勋動动務务勵励匯汇協协啟启啓启嘯啸圓圆團团壽寿夢梦學学實实寬宽審审對对導导屆届島岛"
    "峯峰嶽岳巖岩嵐岚帥帅師师廣广廬庐彥彦從从復复徵征憲宪應应懷怀戰战戶户揚扬擇择據据攝摄攬揽"
    "數数斬斩時时晉晋曉晓暉晖曄晔書书條条棟栋楓枫標标樹树橋桥機机權权歡欢歲岁歷历氣气漢汉潔洁"
    "澤泽濤涛濱滨瀾澜灝灏為为爲为煥焕燦灿營营爾尔獻献現现環环瑪玛瓊琼當当療疗癡痴監监盤盘祿禄禎祯禮礼"
    "種种積积穎颖頴颖穩稳競竞筆笔節节築筑籌筹紀纪純纯紳绅紹绍終终結结給给統统經经綠绿綵彩緯纬縣县績绩"
    "聖圣聞闻聯联聰聪聲声職职肅肃脈脉腦脑臨临舉举艷艳豔艳蕓芸薈荟藥药處处虛虚號号蝦虾裏里補补親亲觀观"
    "計计訓训記记訪访詠咏詩诗誌志認认語语誠诚說说課课調调論论諾诺謙谦證证譯译護护讓让賢贤贊赞讚赞資资"
    "賓宾賜赐賽赛躍跃軒轩載载輪轮輔辅農农運运達达遠远遲迟鄉乡醫医釗钊鈞钧鈺钰鈴铃鉉铉銳锐錄录錦锦"
    "鎮镇鏡镜鑑鉴鑒鉴門门閃闪閔闵閣阁闊阔際际隨随險险隱隐雙双雞鸡雲云電电霧雾靈灵韜韬韻韵頌颂順顺須须"
    "領领頡颉頻频顏颜類类風风養养馳驰駿骏騰腾驊骅驥骥鬱郁魚鱼鮮鲜鳴鸣鴻鸿鶴鹤鷹鹰麥麦點点龔龚"
    "喆哲堃坤甦苏陞升昇升邨村脩修迺乃祐佑晧皓峩峨崑昆崐昆叡睿濬浚淩凌衝冲週周菓果羣群"
)
_FOLDED = str.maketrans(dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True)))
# How characters are read as a surname, where the dictionary's first reading is another.
_SURNAMES = {
    "单": "shan", "仇": "qiu", "解": "xie", "查": "zha", "曾": "zeng", "区": "ou", "朴": "piao",
    "盖": "ge", "缪": "miao", "覃": "qin", "翟": "zhai", "洗": "xian", "员": "yun", "种": "chong",
    "乐": "yue", "召": "shao", "折": "she", "能": "nai", "繁": "po", "秘": "bi", "黑": "he",
    "祭": "zhai", "卜": "bu", "尉迟": "yuchi", "万俟": "moqi", "长孙": "zhangsun",
    "单于": "chanyu", "澹台": "tantai",
}  # fmt: skip


class Reason(StrEnum):
    """Why two records may be one person, strongest first."""

    SAME_ID = "same_id"
    SAME_NAME_BIRTH_VILLAGE = "same_name_birth_village"
    SAME_PHONE = "same_phone"
    LIKE_NAME_BIRTH = "like_name_birth"
    LIKE_NAME_HOUSEHOLD = "like_name_household"
    LIKE_NAME_VILLAGE = "like_name_village"

    @property
    def label(self) -> Text:
        """The reason to show."""
        return REASON_NAMES[self]


REASON_NAMES = {
    Reason.SAME_ID: text("Same ID number"),
    Reason.SAME_NAME_BIRTH_VILLAGE: text("Same name, birth date and village"),
    Reason.SAME_PHONE: text("Same phone and a like name"),
    Reason.LIKE_NAME_BIRTH: text("Like name and same birth date"),
    Reason.LIKE_NAME_HOUSEHOLD: text("Like name in the same household"),
    Reason.LIKE_NAME_VILLAGE: text("Like name in the same village, born about the same time"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What is compared of a record. ``id_number`` and ``phone`` are blind indexes."""

    name: str
    birth_date: date | None = None
    sex: str = ""
    village: int | None = None
    household: Hashable = None
    id_number: bytes | None = None
    phone: bytes | None = None


def alike(a: Identity, b: Identity) -> tuple[Reason, ...]:
    """Why two records may be one person; empty when nothing speaks for it.

    Two ID numbers, or two sexes, are two people unless name, birth date and village all agree.
    """
    found = []
    if a.id_number is not None and a.id_number == b.id_number:
        found.append(Reason.SAME_ID)
    if _same_name(a, b) and _same_birth(a, b) and _neighbours(a, b):
        found.append(Reason.SAME_NAME_BIRTH_VILLAGE)
    elif not _differ(a.id_number, b.id_number) and not _differ(a.sex or None, b.sex or None):
        found += _weaker(a, b)
    return tuple(found)


def block_keys(person: Identity) -> set[bytes]:
    """Keys such that any two records that are alike share one; compare only within equal keys.

    Made of names and birth dates without a secret: as personal as these.
    """
    sound, born = name_key(person.name) or None, person.birth_date
    parts: tuple[tuple[object, ...], ...] = (
        ("id", person.id_number),
        ("phone", person.phone),
        ("village", person.village, sound),
        ("village", person.village, born),
        ("household", person.household, sound),
        ("household", person.household, born),
        ("born", born, sound),
    )
    return {_key(part) for part in parts if None not in part}


@lru_cache(100_000)
def plain_name(name: str) -> str:
    """A name without width, spaces, dots and variants: what is compared."""
    bare = _BETWEEN.sub("", unicodedata.normalize("NFKC", name))
    return bare.translate(_FOLDED).casefold()


@lru_cache(100_000)
def name_key(name: str) -> str:
    """A name's sound: pinyin without tones and spaces, the surname as surnames are read."""
    return "".join(_syllables(plain_name(name)))


def initials(name: str) -> str:
    """The first letters of a name's syllables."""
    return "".join(syllable[0] for syllable in _syllables(plain_name(name)))


def one_character(a: str, b: str) -> bool:
    """Whether two names of the same length, two characters or more, differ in just one."""
    return len(a) == len(b) > 1 and sum(x != y for x, y in zip(a, b, strict=True)) == 1


def _syllables(plain: str) -> list[str]:
    if plain[:2] in _SURNAMES and len(plain) > 2:
        return [_SURNAMES[plain[:2]], *map(_sound, plain[2:])]
    if plain[:1] in _SURNAMES and len(plain) > 1:
        return [_SURNAMES[plain[0]], *map(_sound, plain[1:])]
    return [_sound(sign) for sign in plain]


@lru_cache(30_000)
def _sound(sign: str) -> str:
    """The first reading of a character without its tone; ü is v; what has none is itself."""
    readings = PINYIN_DICT.get(ord(sign), sign)
    letters = unicodedata.normalize("NFD", readings.split(",")[0])
    letters = letters.replace("u\u0308", "v")
    return "".join(x for x in letters if not unicodedata.combining(x)) or sign


def _weaker(a: Identity, b: Identity) -> list[Reason]:
    """Reasons by a name that sounds the same or, with the same birth date, looks much the same."""
    sounds = name_key(a.name) == name_key(b.name) != ""
    alter = _same_birth(a, b) and one_character(plain_name(a.name), plain_name(b.name))
    if not sounds and not alter:
        return []
    found = {
        Reason.SAME_PHONE: a.phone is not None and a.phone == b.phone,
        Reason.LIKE_NAME_BIRTH: sounds and _same_birth(a, b),
        Reason.LIKE_NAME_HOUSEHOLD: _housemates(a, b),
        Reason.LIKE_NAME_VILLAGE: _neighbours(a, b) and _born_near(a, b),
    }
    return [reason for reason, holds in found.items() if holds]


def _same_name(a: Identity, b: Identity) -> bool:
    return bool(plain_name(a.name)) and plain_name(a.name) == plain_name(b.name)


def _same_birth(a: Identity, b: Identity) -> bool:
    return a.birth_date is not None and a.birth_date == b.birth_date


def _born_near(a: Identity, b: Identity) -> bool:
    if a.birth_date is None or b.birth_date is None:
        return False
    return abs(a.birth_date.year - b.birth_date.year) <= NEAR_YEARS


def _neighbours(a: Identity, b: Identity) -> bool:
    return a.village is not None and a.village == b.village


def _housemates(a: Identity, b: Identity) -> bool:
    return a.household is not None and a.household == b.household


def _differ(x: object, y: object) -> bool:
    return x is not None and y is not None and x != y


def _key(part: tuple[object, ...]) -> bytes:
    return blake2b(repr(part).encode(), digest_size=KEY_BYTES).digest()
