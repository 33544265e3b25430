"""The sample's form with a field of each kind, and a background task at each stage."""

from chunfeng.faces.ui.forms import Field
from chunfeng.faces.ui.parts import Progress
from chunfeng.faces.ui.sample_words import AWAY, COUNTY, FULL, LIGHT, TOWN, Pair

ROWS = Pair("rows", "行")
IMPORTING = Pair("Importing people_2026.xlsx", "正在导入 人员台账2026.xlsx")
RUNS = (
    Progress(
        id="waiting",
        said=IMPORTING,
        url="?run=waiting",
        live=True,
        unit=ROWS,
        message=Pair("waits for its turn", "排队中"),
    ),
    Progress(
        id="running",
        said=IMPORTING,
        url="?run=running",
        live=True,
        done=7431,
        total=12000,
        unit=ROWS,
        speed=2140.0,
        left=131,
        cancel_url="#progress",
    ),
    Progress(
        id="done",
        said=Pair("Imported people_2026.xlsx", "已导入 人员台账2026.xlsx"),
        url="",
        live=False,
        done=12000,
        total=12000,
        unit=ROWS,
        tone="good",
        message=Pair("11,962 unchanged, 38 changed", "11,962 人无变化，38 人有变化"),
    ),
    Progress(
        id="failed",
        said=Pair("Import stopped", "导入已停止"),
        url="#progress",
        live=False,
        done=3000,
        total=12000,
        unit=ROWS,
        tone="wrong",
        message=Pair(
            "Nothing is lost: go on from row 3,001.", "已写入的保留，可从第 3,001 行继续。"
        ),
    ),
)


KNOWN = Field(
    name="hours-state",
    label=Pair("Is it known?", "是否知道"),
    kind="radios",
    values=("known",),
    options=(
        ("known", Pair("Known", "已知")),
        ("unknown", Pair("Unknown", "不清楚")),
        ("refused", Pair("Refused", "不愿说")),
        ("not_asked", Pair("Not asked", "未询问")),
    ),
)
FIELDS = (
    Field(name="name", label=Pair("Name", "姓名"), values=("陈桂英",), autocomplete="off"),
    Field(
        name="birth",
        label=Pair("Birth date", "出生日期"),
        kind="date",
        values=("1983-04-12",),
        hint=Pair("As on the ID card.", "以身份证为准。"),
    ),
    Field(
        name="phone",
        label=Pair("Phone", "联系电话"),
        values=("1540000",),
        inputmode="tel",
        size="short",
        secret=True,
        error=Pair(
            "A phone number has 11 digits; 7 were typed.", "手机号应为 11 位，现在是 7 位。"
        ),
    ),
    Field(
        name="hours",
        label=Pair("Hours a day", "每天可工作小时"),
        values=("6",),
        unit=Pair("hours", "小时"),
        inputmode="decimal",
        state=KNOWN,
    ),
    Field(
        name="willing",
        label=Pair("Wants work", "就业意愿"),
        kind="radios",
        values=("yes",),
        options=(("yes", Pair("Yes", "有")), ("no", Pair("No", "暂无"))),
    ),
    Field(
        name="reach",
        label=Pair("How far", "意愿地点"),
        kind="choices",
        values=("town", "county"),
        hint=Pair("Several are possible.", "可多选。"),
        options=(
            ("town", TOWN),
            ("county", COUNTY),
            ("province", Pair("In the province", "省内")),
            ("away", AWAY),
        ),
        error=Pair("Choose at least one.", "请至少选一项。"),
    ),
    Field(
        name="busy", label=Pair("Farm-busy months", "农忙月份"), kind="months", values=("4", "5")
    ),
    Field(
        name="capacity",
        label=Pair("Work capacity", "劳动能力"),
        kind="select",
        values=("full",),
        options=(("full", FULL), ("half", LIGHT), ("none", Pair("None", "无劳动能力"))),
    ),
    Field(
        name="reason",
        label=Pair("Reason", "变更原因"),
        kind="textarea",
        optional=True,
        rows=2,
        hint=Pair("It stays in the history.", "会留在变更记录里。"),
    ),
    Field(
        name="ledger",
        label=Pair("Ledger", "台账"),
        kind="file",
        accept=".xlsx,.xls,.csv",
        hint=Pair("Excel or CSV, up to 50 MB.", "Excel 或 CSV，不超过 50 MB。"),
    ),
)
