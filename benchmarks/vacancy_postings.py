"""Invented postings for the benchmark of search, COPYed straight into the shop window.

About thirty tokens each, at real places, with real occupations; a few of them are on every second
posting, some on one in a hundred thousand. They are published over half a year and lie in the table
in no order of time.
"""

import uuid
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from chunfeng.foundation.codes import Occupations
from chunfeng.foundation.places.current import places

ON = date(2026, 11, 23)
DAYS, EMPLOYERS, COUNTIES = 180, 50_000, 800
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
Vector = Callable[[str, str, str], str]  # of title, employer's name, description
_ZONE = ZoneInfo("Asia/Shanghai")


def postings(count: int, vector: Vector, seed: int = 7) -> Iterator[tuple[Any, ...]]:
    """So many rows in the order of COLUMNS."""
    import json

    g = np.random.default_rng(seed)
    where = _villages(g)
    names = [(o.code, o.name) for o in _occupations()]
    last = datetime(ON.year, ON.month, ON.day, 8, tzinfo=_ZONE)
    done = 0
    while done < count:
        size = min(20_000, count - done)
        draw = _Draw(g, size, len(where), len(names))
        for n in range(size):
            code, lon, lat = where[draw.place[n]]
            occupation, name = names[draw.occupation[n]]
            employer = int(draw.employer[n])
            firm = _firm(employer)
            title = TITLES[draw.title[n]].format(name)
            told = _description(draw.words[n], draw.rare[n])
            published = last - timedelta(minutes=float(draw.age[n]))
            pay = None if draw.pay[n] < 0 else float(draw.pay[n])
            yield (
                str(uuid.UUID(int=int(draw.id[n][0]) << 64 | int(draw.id[n][1]))),
                code // 10**6 * 10**6, f"V{done + n}", CHANNELS[draw.channel[n]], title,
                json.dumps([[name, occupation]], ensure_ascii=False), told, code,
                f"{SYLLABLES[employer % 34]}{SYLLABLES[employer // 34 % 34]}路{employer % 300}号",
                lon + float(draw.jitter[n][0]), lat + float(draw.jitter[n][1]),
                int(draw.heads[n]), int(draw.heads[n] if draw.full[n] else draw.taken[n]),
                "month", pay, pay and pay + 800, pay, pay and pay / 208, 8.0,
                bool(draw.flags[n][0]), bool(draw.flags[n][1]), bool(draw.flags[n][2]),
                bool(draw.flags[n][3]), "", "", "",
                None
                if draw.ends[n] < 0
                else (published + timedelta(days=int(draw.ends[n]))).date(),
                bool(draw.home[n]), published, vector(title, firm, told), published,
                str(uuid.UUID(int=employer + 1)), firm, "company",
            )  # fmt: skip
        done += size


class _Draw:
    """The numbers of a block of postings, drawn together."""

    def __init__(self, g: np.random.Generator, size: int, places: int, names: int) -> None:
        self.id = g.integers(0, 2**63, (size, 2))
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
        self.taken = (self.heads * g.random(size)).astype(np.int64)
        self.full = g.random(size) < 0.08
        self.flags = g.random((size, 4)) < (0.2, 0.4, 0.5, 0.15)
        self.ends = g.integers(30, 400, size)
        self.ends[g.random(size) < 0.3] = -1
        self.home = g.random(size) < 0.15


def _description(words: Any, rare: int) -> str:
    """Everyday phrases and a name only few postings have."""
    phrases = [EVERYDAY[word] for word in dict.fromkeys(words.tolist())]
    return "，".join([*phrases, f"{_name(rare)}牌产品"])


@lru_cache(100_000)
def _name(number: int) -> str:
    signs = len(SYLLABLES)
    return "".join(SYLLABLES[number // signs**power % signs] for power in range(4))


@lru_cache(100_000)
def _firm(number: int) -> str:
    return (
        f"{_name(number * 7919 % 1_000_000)}{('服装', '电子', '食品', '建筑')[number % 4]}有限公司"
    )


def _occupations() -> list[Any]:
    """Every occupation, in an order of its own for how common they are."""
    found = Occupations.open()
    codes = found._database.execute("SELECT code FROM occupation WHERE level = 4 ORDER BY code")
    every = [found.get(code) for (code,) in codes]
    return [every[n] for n in np.random.default_rng(11).permutation(len(every))]


def _villages(g: np.random.Generator) -> list[tuple[int, float, float]]:
    """Code and point of villages, those of big counties first: they get more postings."""
    counties = _counties()
    chosen = g.permutation(len(counties))[:COUNTIES]
    found = []
    for county in chosen:
        villages = places().under(counties[county], 5)
        picked = g.permutation(len(villages))[:60]
        found += [(villages[n].code, villages[n].lon, villages[n].lat) for n in picked]
    return found


def _counties() -> list[int]:
    provinces = [11, 13, 14, 15, 21, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 50, 51, 52,
                 53, 61, 62, 63, 64, 65]  # fmt: skip
    return [c.code for p in provinces for c in places().under(p, 3)]
