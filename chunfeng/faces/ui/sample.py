"""What the catalogue shows: people nobody is, in the words of the work."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from chunfeng.faces.ui.forms import errors
from chunfeng.faces.ui.icons import ICONS
from chunfeng.faces.ui.parts import (
    Chip,
    Column,
    Difference,
    Figure,
    Point,
    Reason,
    Step,
    Tab,
    Tone,
)
from chunfeng.faces.ui.sample_form import FIELDS, RUNS
from chunfeng.faces.ui.sample_words import (
    AWAY,
    COUNTY,
    FULL,
    LIGHT,
    LOST,
    MAN,
    NEAR,
    OUT,
    STUDY,
    TOWN,
    WOMAN,
    WORKING,
    Pair,
)


@dataclass(frozen=True, slots=True)
class Person:
    """A row of the sample's list."""

    id: int
    name: Pair
    sex: Pair
    age: int
    village: Pair
    status: Pair
    tone: Tone
    capacity: Pair
    wish: Pair
    phone: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the sample's menu."""

    name: Pair
    icon: str
    current: bool = False
    count: int = 0
    url: str = "#list"


@dataclass(frozen=True, slots=True)
class Pages:
    """Where the sample's list stands."""

    first: int = 1
    last: int = 6
    total_said: str = "412"
    before: str = ""
    after: str = "#list"


MOMENT = datetime(2026, 11, 23, 6, 5, tzinfo=UTC)
DAY = date(2026, 11, 23)
PEOPLE = (
    Person(
        1,
        Pair("Chen Guiying", "陈桂英"),
        WOMAN,
        43,
        Pair("Chang'an, Shipai", "长安镇石牌村"),
        OUT,
        "due",
        FULL,
        TOWN,
        "154****3321",
    ),
    Person(
        2,
        Pair("Luo Mingfu", "罗明富"),
        MAN,
        51,
        Pair("Baxian, Longmen", "八仙镇龙门村"),
        WORKING,
        "good",
        FULL,
        AWAY,
        "154****0187",
    ),
    Person(
        3,
        Pair("Xiang Chunyan", "向春燕"),
        WOMAN,
        29,
        Pair("Chengguan, Sanli", "城关镇三里垭村"),
        STUDY,
        "note",
        FULL,
        COUNTY,
        "154****7745",
    ),
    Person(
        4,
        Pair("Peng Dehua", "彭德华"),
        MAN,
        58,
        Pair("Luohe, Qiping", "洛河镇七坪村"),
        NEAR,
        "good",
        LIGHT,
        TOWN,
        "154****9023",
    ),
    Person(
        5,
        Pair("Hu Yulan", "胡玉兰"),
        WOMAN,
        37,
        Pair("Xinglong, Jiudian", "兴隆镇酒店垭村"),
        LOST,
        "wrong",
        FULL,
        COUNTY,
        "154****5560",
    ),
    Person(
        6,
        Pair("Zhan Shaobo", "詹少波"),
        MAN,
        24,
        Pair("Guangfo, Taishan", "广佛镇太山村"),
        WORKING,
        "plain",
        FULL,
        AWAY,
        "154****1408",
    ),
)
MENU = (
    Entry(Pair("Today", "今天"), "today", count=12),
    Entry(Pair("People", "人员"), "people", current=True),
    Entry(Pair("Doubts", "疑点"), "doubt", count=38),
    Entry(Pair("Imports", "导入"), "upload"),
    Entry(Pair("Duplicates", "疑似重复"), "twins"),
    Entry(Pair("Regions", "区划"), "map"),
    Entry(Pair("Accounts and posts", "账号与任职"), "key"),
    Entry(Pair("Log", "日志"), "log"),
)
FIGURES = (
    Figure(
        name=Pair("not in work, wish to work", "未就业且有就业意愿"),
        value=412,
        url="#list",
        unit=Pair("people", "人"),
        change=-23,
        since=Pair("since October", "比上月"),
        better=True,
        points=(486, 470, 477, 455, 441, 435, 412),
    ),
    Figure(
        name=Pair("in work three months and longer", "稳定就业满三个月"),
        value=1837,
        unit=Pair("people", "人"),
        change=64,
        since=Pair("since October", "比上月"),
        better=True,
        points=(1602, 1655, 1690, 1731, 1750, 1773, 1837),
        url="#list",
    ),
    Figure(name=Pair("visits due this week", "本周应走访"), value=12, url="#list", due=True),
    Figure(
        name=Pair("average pay, yuan a month", "平均月收入（元）"),
        value=2350,
        change=-41,
        since=Pair("since October", "比上月"),
        better=False,
    ),
)
STEPS = (
    Step(Pair("Choose the file", "选择文件"), "done", "#fields"),
    Step(Pair("Columns", "核对列"), "done", "#fields"),
    Step(Pair("What changes", "预览变化"), "now"),
    Step(Pair("Import", "导入"), "later"),
)
TABS = (
    Tab(Pair("Facts", "基本情况"), "#summary", current=True),
    Tab(Pair("Options", "可选岗位"), "#summary", count=3),
    Tab(Pair("Visits", "走访记录"), "#summary", count=14),
    Tab(Pair("History", "变更记录"), "#summary"),
)
CHIPS = (
    Chip(Pair("Pingli County", "平利县"), "#filters"),
    Chip(Pair("Not in work", "未就业"), "#filters"),
    Chip(Pair("Cares for family", "需照顾家人"), "#filters"),
    Chip(Pair("Wishes work in the township", "愿在镇内"), "#filters"),
)
COLUMNS = (
    Column("age", Pair("Age", "年龄")),
    Column("village", Pair("Village", "村")),
    Column("capacity", Pair("Work capacity", "劳动能力")),
    Column("skills", Pair("Skills", "技能工种"), shown=False),
)
REASONS = (
    Reason(
        Pair("Pay", "工资"), 0.34, Pair("¥3,200 a month, wished 2,600", "¥3,200/月，期望 2,600 元")
    ),
    Reason(
        Pair("Way to work", "通勤"),
        0.27,
        Pair("4.2 km, 15 min by e-bike", "4.2 公里，骑车约 15 分钟"),
    ),
    Reason(Pair("Hours", "时间"), 0.22, Pair("Home before school ends", "放学前能到家")),
    Reason(Pair("Skill", "技能"), 0.17, Pair("Two years of sewing", "做过两年缝纫")),
)
DIFFERENCES = (
    Difference("phone", Pair("Phone", "联系电话"), "154****3321", "154****8870", "154****8870"),
    Difference(
        "commute_km",
        Pair("One-way commute", "可接受单程通勤"),
        Pair("3 km", "3 公里"),
        Pair("5 km", "5 公里"),
        Pair("8 km", "8 公里"),
    ),
    Difference(
        "care",
        Pair("Caring for", "照护责任"),
        Pair("None", "无"),
        Pair("School child", "学龄儿童"),
        Pair("School child, old parent", "学龄儿童、老人"),
    ),
)
POINTS = (
    Point(name=Pair("Pingli County", "平利县"), lon=109.362, lat=32.388),
    Point(name=Pair("Chang'an", "长安镇"), lon=109.494, lat=32.398, url="#map"),
    Point(name=Pair("Baxian", "八仙镇"), lon=109.389, lat=32.071, due=True),
    Point(name=Pair("Luohe", "洛河镇"), lon=109.303, lat=32.226, own=False),
)
TAGS: tuple[tuple[Pair, Tone], ...] = (
    (NEAR, "good"),
    (OUT, "due"),
    (LOST, "wrong"),
    (STUDY, "note"),
    (Pair("Not of working age", "非劳动年龄"), "plain"),
)
TIMELINE = (
    (
        Pair("Visited: wishes sewing work in the township", "走访：愿在镇内做缝纫"),
        MOMENT,
        Pair("Wu Xiaolin", "吴晓林"),
    ),
    (
        Pair("Back from Dongguan", "从东莞返乡"),
        MOMENT,
        Pair("imported from the ledger", "台账导入"),
    ),
    (Pair("Enrolled", "登记"), MOMENT, Pair("Zhao Yun", "赵云霞")),
)
PURPOSES = (("verify", Pair("Verify", "核实信息")), ("contact", Pair("Get in touch", "联系本人")))


COLOURS = (
    "paper",
    "card",
    "sunk",
    "ink",
    "muted",
    "line",
    "line-strong",
    "accent",
    "wash",
    "due",
    "due-wash",
    "wrong",
    "wrong-wash",
    "link",
    "note-wash",
    "focus",
)


def everything(asked: Mapping[str, str]) -> dict[str, Any]:
    """The catalogue's context."""
    return {
        "menu": MENU,
        "post_name": Pair("Pingli County · County officer", "平利县 · 县级经办"),
        "people": PEOPLE,
        "figures": FIGURES,
        "steps": STEPS,
        "tabs_shown": TABS,
        "chips_shown": CHIPS,
        "columns": COLUMNS,
        "compact": asked.get("density") == "compact",
        "reasons_shown": REASONS,
        "differences": DIFFERENCES,
        "points": POINTS,
        "tags": TAGS,
        "timeline": TIMELINE,
        "purposes": PURPOSES,
        "runs": RUNS,
        "fields": FIELDS,
        "errors": errors(FIELDS),
        "pages": Pages(),
        "day": DAY,
        "moment": MOMENT,
        "icons": sorted(ICONS),
        "colours": COLOURS,
    }
