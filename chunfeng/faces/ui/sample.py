"""What the catalogue shows: people nobody is, in the words of the work."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.ui.icons import ICONS
from chunfeng.faces.ui.parts import (
    Chip,
    Column,
    Difference,
    Figure,
    Point,
    Progress,
    Reason,
    Step,
    Tab,
    Tone,
)
from chunfeng.kit.texts import Language


@dataclass(frozen=True, slots=True)
class Pair:
    """A word of the sample in both languages."""

    en: str
    zh: str

    def to(self, language: Language) -> str:
        """The word in a language."""
        return self.zh if language == "zh" else self.en


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


WOMAN, MAN = Pair("Woman", "女"), Pair("Man", "男")
OUT, WORKING = Pair("Not in work", "未就业"), Pair("Working outside", "外出务工")
NEAR, LOST = Pair("Working in the county", "县内就业"), Pair("Lost contact", "失联")
STUDY = Pair("In training", "培训中")
FULL, LIGHT = Pair("Ordinary", "普通劳动力"), Pair("Weak or half", "弱劳动力或半劳动力")
TOWN, COUNTY, AWAY = (
    Pair("In the township", "镇内"),
    Pair("In the county", "县内"),
    Pair("Outside the province", "省外"),
)
MOMENT = datetime(2026, 11, 23, 6, 5, tzinfo=UTC)
DAY = date(2026, 11, 23)
PEOPLE = (
    Person(1, Pair("Chen Guiying", "陈桂英"), WOMAN, 43, Pair("Chang'an, Shipai", "长安镇石牌村"),
           OUT, "due", FULL, TOWN, "154****3321"),
    Person(2, Pair("Luo Mingfu", "罗明富"), MAN, 51, Pair("Baxian, Longmen", "八仙镇龙门村"),
           WORKING, "good", FULL, AWAY, "154****0187"),
    Person(3, Pair("Xiang Chunyan", "向春燕"), WOMAN, 29, Pair("Chengguan, Sanli", "城关镇三里垭村"),
           STUDY, "note", FULL, COUNTY, "154****7745"),
    Person(4, Pair("Peng Dehua", "彭德华"), MAN, 58, Pair("Luohe, Qiping", "洛河镇七坪村"),
           NEAR, "good", LIGHT, TOWN, "154****9023"),
    Person(5, Pair("Hu Yulan", "胡玉兰"), WOMAN, 37, Pair("Xinglong, Jiudian", "兴隆镇酒店垭村"),
           LOST, "wrong", FULL, COUNTY, "154****5560"),
    Person(6, Pair("Zhan Shaobo", "詹少波"), MAN, 24, Pair("Guangfo, Taishan", "广佛镇太山村"),
           WORKING, "plain", FULL, AWAY, "154****1408"),
)  # fmt: skip
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
    Figure(name=Pair("not in work, wish to work", "未就业且有就业意愿"), value=412, url="#list",
           unit=Pair("people", "人"), change=-23, since=Pair("since October", "比上月"), better=True,
           points=(486, 470, 477, 455, 441, 435, 412)),
    Figure(name=Pair("in work three months and longer", "稳定就业满三个月"), value=1837,
           unit=Pair("people", "人"), change=64, since=Pair("since October", "比上月"), better=True,
           points=(1602, 1655, 1690, 1731, 1750, 1773, 1837), url="#list"),
    Figure(name=Pair("visits due this week", "本周应走访"), value=12, url="#list", due=True),
    Figure(name=Pair("average pay, yuan a month", "平均月收入（元）"), value=2350, change=-41,
           since=Pair("since October", "比上月"), better=False),
)  # fmt: skip
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
    Reason(Pair("Pay", "工资"), 0.34, Pair("¥3,200 a month, wished 2,600", "¥3,200/月，期望 2,600 元")),
    Reason(Pair("Way to work", "通勤"), 0.27, Pair("4.2 km, 15 min by e-bike", "4.2 公里，骑车约 15 分钟")),
    Reason(Pair("Hours", "时间"), 0.22, Pair("Home before school ends", "放学前能到家")),
    Reason(Pair("Skill", "技能"), 0.17, Pair("Two years of sewing", "做过两年缝纫")),
)  # fmt: skip
DIFFERENCES = (
    Difference("phone", Pair("Phone", "联系电话"), "154****3321", "154****8870", "154****8870"),
    Difference("commute_km", Pair("One-way commute", "可接受单程通勤"), Pair("3 km", "3 公里"),
               Pair("5 km", "5 公里"), Pair("8 km", "8 公里")),
    Difference("care", Pair("Caring for", "照护责任"), Pair("None", "无"),
               Pair("School child", "学龄儿童"), Pair("School child, old parent", "学龄儿童、老人")),
)  # fmt: skip
POINTS = (
    Point(name=Pair("Pingli County", "平利县"), lon=109.362, lat=32.388),
    Point(name=Pair("Chang'an", "长安镇"), lon=109.494, lat=32.398, url="#map"),
    Point(name=Pair("Baxian", "八仙镇"), lon=109.389, lat=32.071, due=True),
    Point(name=Pair("Luohe", "洛河镇"), lon=109.303, lat=32.226, own=False),
)
TAGS: tuple[tuple[Pair, Tone], ...] = (
    (NEAR, "good"), (OUT, "due"), (LOST, "wrong"), (STUDY, "note"),
    (Pair("Not of working age", "非劳动年龄"), "plain"),
)  # fmt: skip
TIMELINE = (
    (Pair("Visited: wishes sewing work in the township", "走访：愿在镇内做缝纫"), MOMENT, Pair("Wu Xiaolin", "吴晓林")),
    (Pair("Back from Dongguan", "从东莞返乡"), MOMENT, Pair("imported from the ledger", "台账导入")),
    (Pair("Enrolled", "登记"), MOMENT, Pair("Zhao Yun", "赵云霞")),
)  # fmt: skip
PURPOSES = (("verify", Pair("Verify", "核实信息")), ("contact", Pair("Get in touch", "联系本人")))


def runs() -> tuple[Progress, ...]:
    """A background task at each stage."""
    rows, told = Pair("rows", "行"), Pair("Importing people_2026.xlsx", "正在导入 人员台账2026.xlsx")
    return (
        Progress(id="waiting", said=told, url="?run=waiting", live=True, unit=rows,
                 message=Pair("waits for its turn", "排队中")),
        Progress(id="running", said=told, url="?run=running", live=True, done=7431, total=12000,
                 unit=rows, speed=2140.0, left=131, cancel_url="#progress"),
        Progress(id="done", said=Pair("Imported people_2026.xlsx", "已导入 人员台账2026.xlsx"),
                 url="", live=False, done=12000, total=12000, unit=rows, tone="good",
                 message=Pair("11,962 unchanged, 38 changed", "11,962 人无变化，38 人有变化")),
        Progress(id="failed", said=Pair("Import stopped", "导入已停止"), url="#progress",
                 live=False, done=3000, total=12000, unit=rows, tone="wrong",
                 message=Pair("Nothing is lost: go on from row 3,001.", "已写入的保留，可从第 3,001 行继续。")),
    )  # fmt: skip


def fields() -> list[Field]:
    """A field of each kind, some with something wrong."""
    known = Field(
        name="hours-state", label=Pair("Is it known?", "是否知道"), kind="radios", values=("known",),
        options=(("known", Pair("Known", "已知")), ("unknown", Pair("Unknown", "不清楚")),
                 ("refused", Pair("Refused", "不愿说")), ("not_asked", Pair("Not asked", "未询问"))),
    )  # fmt: skip
    return [
        Field(name="name", label=Pair("Name", "姓名"), values=("陈桂英",), autocomplete="off"),
        Field(name="birth", label=Pair("Birth date", "出生日期"), kind="date", values=("1983-04-12",),
              hint=Pair("As on the ID card.", "以身份证为准。")),
        Field(name="phone", label=Pair("Phone", "联系电话"), values=("1540000",), inputmode="tel",
              size="short", secret=True,
              error=Pair("A phone number has 11 digits; 7 were typed.", "手机号应为 11 位，现在是 7 位。")),
        Field(name="hours", label=Pair("Hours a day", "每天可工作小时"), values=("6",), unit=Pair("hours", "小时"),
              inputmode="decimal", state=known),
        Field(name="willing", label=Pair("Wants work", "就业意愿"), kind="radios", values=("yes",),
              options=(("yes", Pair("Yes", "有")), ("no", Pair("No", "暂无")))),
        Field(name="reach", label=Pair("How far", "意愿地点"), kind="choices", values=("town", "county"),
              hint=Pair("Several are possible.", "可多选。"),
              options=(("town", TOWN), ("county", COUNTY), ("province", Pair("In the province", "省内")),
                       ("away", AWAY)),
              error=Pair("Choose at least one.", "请至少选一项。")),
        Field(name="busy", label=Pair("Farm-busy months", "农忙月份"), kind="months", values=("4", "5")),
        Field(name="capacity", label=Pair("Work capacity", "劳动能力"), kind="select", values=("full",),
              options=(("full", FULL), ("half", LIGHT), ("none", Pair("None", "无劳动能力")))),
        Field(name="reason", label=Pair("Reason", "变更原因"), kind="textarea", optional=True, rows=2,
              hint=Pair("It stays in the history.", "会留在变更记录里。")),
        Field(name="ledger", label=Pair("Ledger", "台账"), kind="file", accept=".xlsx,.xls,.csv",
              hint=Pair("Excel or CSV, up to 50 MB.", "Excel 或 CSV，不超过 50 MB。")),
    ]  # fmt: skip


def everything(asked: Mapping[str, str]) -> dict[str, Any]:
    """The catalogue's context."""
    shown = fields()
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
        "runs": runs(),
        "fields": shown,
        "errors": errors(shown),
        "pages": Pages(),
        "day": DAY,
        "moment": MOMENT,
        "icons": sorted(ICONS),
        "colours": COLOURS,
    }


COLOURS = (
    "paper", "card", "sunk", "ink", "muted", "line", "line-strong", "accent", "wash", "due",
    "due-wash", "wrong", "wrong-wash", "link", "note-wash", "focus",
)  # fmt: skip
