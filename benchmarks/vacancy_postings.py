"""Invented postings for the benchmark of search, COPYed straight into the shop window.

About thirty words each, some sixty with their parts and pinyin, cut by the product's own cutter; at
real places, with real occupations. Some words are in every second posting, some in one of a hundred
thousand. They are published over half a year and lie in the table in no order of time.
"""

import json
import uuid
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from chunfeng.foundation.codes import Occupation, Occupations
from chunfeng.foundation.places.current import places
from chunfeng.stages.vacancies.cutting import cutter
from chunfeng.stages.vacancies.tokens import tsvector_literal

ON = date(2026, 11, 23)
BLOCK = 20_000  # postings drawn together
DAYS, EMPLOYERS, COUNTIES, VILLAGES = 180, 50_000, 800, 60
PROVINCES = (11, 13, 14, 31, 32, 33, 34, 35, 37, 41, 42, 43, 44, 45, 50, 51, 52, 53, 61, 62)
CHANNELS = ("near", "local", "cooperation", "base", "public_welfare", "temporary")
SHARES = (0.18, 0.42, 0.2, 0.08, 0.04, 0.08)
TITLES = ("招{}", "{}", "急聘{}", "{}(包吃住)", "长期招{}", "{}学徒", "{}数名", "帮扶车间{}")
EVERYDAY = (
    "月底发工资", "包吃住", "五险一金", "长白班", "两班倒", "计件工资", "多劳多得", "免费培训",
    "年龄可放宽", "夫妻可同来", "有班车接送", "住宿有空调", "可带薪休假", "不收任何费用",
    "工作时间灵活", "方便接送孩子", "适合留守妇女", "有师傅带", "不需要经验", "节日有福利",
    "签订劳动合同", "坐着上班", "恒温车间", "按时发工资", "伙食补贴", "每天八小时", "加班另算",
    "周末双休", "提供工作服", "满勤奖二百元", "农忙可请假", "就近上班", "电话咨询后面试",
)  # fmt: skip
SYLLABLES = "金木水火土山石田禾丰华瑞安康宁泰和顺昌盛隆兴福禄寿喜乐春夏秋冬东南西北"
COLUMNS = (
    "id", "region", "vacancy_no", "channel", "title", "occupation", "description", "place",
    "address", "lon", "lat", "headcount", "taken", "pay_kind", "pay_low", "pay_high", "month_pay",
    "hour_pay", "hours_per_day", "flexible", "housing", "meals", "shuttle", "intensity",
    "education_min", "age_reason", "end_date", "home_friendly", "published_at", "search",
    "updated_at", "employer", "employer_name", "employer_kind",
)  # fmt: skip
_ZONE = ZoneInfo("Asia/Shanghai")


def postings(count: int, seed: int = 7) -> Iterator[tuple[Any, ...]]:
    """So many rows in the order of COLUMNS."""
    g = np.random.default_rng(seed)
    where = villages()
    names = [(o.code, o.name) for o in occupations()]
    last = datetime(ON.year, ON.month, ON.day, 8, tzinfo=_ZONE)
    for done in range(0, count, BLOCK):
        draw = _Draw(g, min(BLOCK, count - done), len(where), len(names))
        for n in range(len(draw.place)):
            yield _posting(draw, n, where[draw.place[n]], names[draw.occupation[n]], last)


def _posting(
    draw: "_Draw", n: int, where: tuple[int, float, float], work: tuple[str, str], last: datetime
) -> tuple[Any, ...]:
    (code, lon, lat), (occupation, name) = where, work
    employer, heads = int(draw.employer[n]), int(draw.heads[n])
    firm, title = _firm(employer), TITLES[draw.title[n]].format(name)
    told = [EVERYDAY[word] for word in dict.fromkeys(draw.words[n].tolist())]
    told.append(f"{brand(draw.rare[n])}牌产品")
    published = last - timedelta(minutes=float(draw.age[n]))
    end = (published + timedelta(days=int(draw.ends[n]))).date() if draw.ends[n] > 0 else None
    pay = None if draw.pay[n] < 0 else float(draw.pay[n])
    flexible, housing, meals, shuttle = map(bool, draw.flags[n])
    return (
        str(uuid.UUID(bytes=draw.id[n].tobytes())), code // 10**6 * 10**6, "",
        CHANNELS[draw.channel[n]], title, json.dumps([[name, occupation]], ensure_ascii=False),
        "，".join(told), code, f"{_name(employer)}路{employer % 300}号",
        lon + float(draw.jitter[n][0]), lat + float(draw.jitter[n][1]), heads,
        heads if draw.full[n] else int(heads * draw.taken[n]), "month", pay, pay and pay + 800, pay,
        pay and pay / 208, 8.0, flexible, housing, meals, shuttle, "", "", "", end,
        bool(draw.home[n]), published, _vector(title, name, firm, told), published,
        str(employer_id(employer)), firm, "company",
    )  # fmt: skip


def _vector(title: str, name: str, firm: str, told: list[str]) -> str:
    """The words as a vacancy has them; pieces between signs are cut once and kept."""
    pieces = [("A", title), ("B", name), ("C", firm), *(("D", one) for one in told)]
    words = [word for weight, piece in pieces for word in _cut(weight, piece)]
    return tsvector_literal(sorted(words, key=lambda pair: pair[1]))


@lru_cache(200_000)
def _cut(weight: str, piece: str) -> list[tuple[str, str]]:
    return cutter().document_words({weight: piece})


class _Draw:
    """The numbers of a block of postings, drawn together."""

    def __init__(self, g: np.random.Generator, size: int, places: int, names: int) -> None:
        self.id = g.integers(0, 256, (size, 16), np.uint8)
        self.place = (places * g.random(size) ** 2).astype(np.int64)
        self.jitter = g.normal(0, 0.03, (size, 2))
        self.occupation = (names * g.random(size) ** 4).astype(np.int64)
        self.employer = (EMPLOYERS * g.random(size) ** 1.5).astype(np.int64)
        self.title = g.integers(0, len(TITLES), size)
        self.words = (len(EVERYDAY) * g.random((size, 7)) ** 1.5).astype(np.int64)
        self.rare = (60_000 * g.random(size) ** 2).astype(np.int64)
        self.age = g.random(size) * DAYS * 1440
        self.pay = np.round(g.normal(3800, 900, size) / 100) * 100
        self.pay[g.random(size) < 0.05] = -1
        self.channel = g.choice(len(CHANNELS), size, p=SHARES)
        self.heads = g.integers(1, 30, size)
        self.taken = g.random(size)
        self.full = g.random(size) < 0.08
        self.flags = g.random((size, 4)) < (0.2, 0.4, 0.5, 0.15)
        self.ends = g.integers(30, 400, size)
        self.ends[g.random(size) < 0.3] = -1
        self.home = g.random(size) < 0.15


def employer_id(number: int) -> uuid.UUID:
    """The id of one of the EMPLOYERS; low numbers have most postings."""
    return uuid.UUID(int=number + 1)


def brand(number: int) -> str:
    """A name that few postings have."""
    return _name(number)


def pinyin(word: str) -> str:
    """How a Chinese word is spelt, in one piece."""
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(word))


@lru_cache(100_000)
def _name(number: int) -> str:
    signs = len(SYLLABLES)
    return "".join(SYLLABLES[number // signs**power % signs] for power in range(4))


@lru_cache(100_000)
def _firm(number: int) -> str:
    return (
        f"{_name(number * 7919 % 1_000_000)}{('服装', '电子', '食品', '建筑')[number % 4]}有限公司"
    )


def occupations() -> list[Occupation]:
    """Every occupation, in an order of its own for how common they are."""
    found = Occupations.open()
    codes = {one.code: one for word in found.words() if (one := found.match(word))}
    every = [codes[code] for code in sorted(codes)]
    return [every[n] for n in np.random.default_rng(11).permutation(len(every))]


def villages() -> list[tuple[int, float, float]]:
    """Code and point of villages in some counties; those that come first get more postings."""
    g = np.random.default_rng(5)
    counties = [county.code for code in PROVINCES for county in places().under(code, 3)]
    found = []
    for n in g.permutation(len(counties))[:COUNTIES]:
        villages = places().under(counties[n], 5)
        picked = g.permutation(len(villages))[:VILLAGES]
        found += [(villages[v].code, villages[v].lon, villages[v].lat) for v in picked]
    return found
