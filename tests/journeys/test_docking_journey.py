"""What an officer does, from two files to the plan: the real command line on real files."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

PEOPLE, VACANCIES = 400, 60
DAY = "2026-12-01"
SHEETS_ZH = ["汇总", "对接方案", "未对接人员", "空余名额", "最能见效", "数据问题"]
TUTORIALS = Path(__file__).resolve().parents[2] / "docs" / "tutorials"
Run = subprocess.CompletedProcess[str]


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "chunfeng.cli", *map(str, arguments)]


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONUTF8": "1", "COLUMNS": "160", "NO_COLOR": "1", "TERM": "dumb"}


def chunfeng(*arguments: object, timeout: float = 120) -> Run:
    return subprocess.run(  # noqa: S603 our own command
        command(*arguments),
        env=environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=timeout,
        check=False,
    )


def well(run: Run) -> Run:
    assert run.returncode == 0, run.stdout + run.stderr
    return run


def dock(people: Path, vacancies: Path, folder: Path, *more: object) -> Run:
    """Dock two ledgers into ``docking.xlsx`` and ``docking.json`` of a folder."""
    out = ("-o", folder / "docking.xlsx", "--json", folder / "docking.json", "--on", DAY)
    return chunfeng("dock", people, vacancies, *out, *more)


def facts(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "docking.json").read_text(encoding="utf-8"))
    return found


def demo(folder: Path, *more: object) -> Path:
    sizes = ("--people", PEOPLE, "--vacancies", VACANCIES)
    well(chunfeng("demo-data", "--out", folder, *sizes, *more))
    return folder


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo(tmp_path_factory.mktemp("county"))


@pytest.fixture(scope="module")
def docked(county: Path) -> tuple[Path, Run]:
    return county, well(dock(county / "people.xlsx", county / "vacancies.xlsx", county))


@pytest.fixture(scope="module")
def messy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = demo(tmp_path_factory.mktemp("messy"), "--mess")
    well(dock(folder / "people.xlsx", folder / "vacancies.xlsx", folder))
    return folder


def sheet_rows(path: Path, sheet: str) -> list[tuple[Any, ...]]:
    page = openpyxl.load_workbook(path)[sheet]
    return [row for row in page.iter_rows(values_only=True) if any(row)]


def bare(path: Path) -> dict[str, bytes]:
    """The parts of a workbook."""
    with zipfile.ZipFile(path) as book:
        return {name: book.read(name) for name in book.namelist()}


def test_an_officer_docks_two_workbooks(docked: tuple[Path, Run]) -> None:
    folder, run = docked
    book = openpyxl.load_workbook(folder / "docking.xlsx")
    assert book.sheetnames == SHEETS_ZH
    found = facts(folder)
    placed = found["summary"]["placed"]
    assert placed == len(found["placements"]) > 50
    assert len(sheet_rows(folder / "docking.xlsx", "对接方案")) == placed + 1
    assert f"{placed:,}" in run.stdout
    assert "docking.xlsx" in run.stdout


def test_everybody_usable_is_either_placed_or_told_why_not(docked: tuple[Path, Run]) -> None:
    found = facts(docked[0])
    people = [line["person"]["row"] for part in ("placements", "unplaced") for line in found[part]]
    assert len(people) == len(set(people)) == found["summary"]["usable"] == PEOPLE
    assert all(line["reason"] for line in found["unplaced"])


def test_no_vacancy_has_more_people_than_seats(docked: tuple[Path, Run]) -> None:
    folder = docked[0]
    taken = Counter(line["vacancy"]["vacancy_no"] for line in facts(folder)["placements"])
    header, *rows = sheet_rows(folder / "vacancies.xlsx", "岗位台账")
    number, seats = header.index("岗位编号"), header.index("招聘人数")
    headcount = {row[number]: row[seats] for row in rows}
    assert taken
    assert all(taken[vacancy] <= headcount[vacancy] for vacancy in taken)


def test_nobody_under_sixteen_is_proposed(tmp_path: Path) -> None:
    people, vacancies = tmp_path / "people.csv", tmp_path / "vacancies.csv"
    people.write_text(
        "人员编号,姓名,户籍地,出生日期,就业状态,就业意愿\n"
        "child,王小春,平利县城关镇,2011-05-01,未就业,有\n"
        "grown,王大春,平利县城关镇,1990-05-01,未就业,有\n",
        encoding="utf-8",
    )
    vacancies.write_text(
        "用工单位,岗位名称,工作地点,招聘人数\n春燕社区工厂,缝纫工,平利县城关镇,2\n",
        encoding="utf-8",
    )
    well(dock(people, vacancies, tmp_path))
    placed = [line["person"]["person_no"] for line in facts(tmp_path)["placements"]]
    assert placed == ["grown"]


def test_the_plan_is_proven(docked: tuple[Path, Run]) -> None:
    found = facts(docked[0])
    assert found["value"] <= found["bound"]
    assert found["gap"] <= 0.001


def test_csv_in_gb18030_gives_the_same_plan(docked: tuple[Path, Run], tmp_path: Path) -> None:
    folder = demo(tmp_path, "--format", "csv")
    for name in ("people.csv", "vacancies.csv"):
        text = (folder / name).read_text(encoding="utf-8-sig")
        (folder / name).write_text(text, encoding="gb18030")
    well(dock(folder / "people.csv", folder / "vacancies.csv", folder))
    assert facts(folder)["placements"] == facts(docked[0])["placements"]


def test_every_planted_mistake_is_reported_at_its_cell(messy: Path) -> None:
    reported: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for issue in facts(messy)["issues"]:
        reported.setdefault((issue["file"], issue["row"]), []).append(issue)
    planted = [m for m in json.loads((messy / "mess.json").read_bytes()) if m["reported"]]
    missing = [
        mistake
        for mistake in planted
        if not any(
            issue["column"] in ("", mistake["column"])  # "" where two cells or rows disagree
            for issue in reported.get((mistake["file"], mistake["row"]), [])
        )
    ]
    assert len(planted) > 20
    assert not missing


def test_odd_but_clear_cells_are_read_in_silence(messy: Path) -> None:
    complaints = {
        (issue["file"], issue["row"], issue["column"])
        for issue in facts(messy)["issues"]
        if issue["severity"] != "note"
    }
    quirks = [m for m in json.loads((messy / "mess.json").read_bytes()) if not m["reported"]]
    assert len(quirks) > 10
    assert not [q for q in quirks if (q["file"], q["row"], q["column"]) in complaints]


def test_good_rows_of_a_messy_ledger_are_placed_all_the_same(
    messy: Path, docked: tuple[Path, Run]
) -> None:
    tidy, found = facts(docked[0])["summary"], facts(messy)["summary"]
    assert found["usable"] >= PEOPLE - 10
    assert found["placed"] > 0.85 * tidy["placed"]


def test_the_workbook_lists_the_issues(messy: Path) -> None:
    rows = sheet_rows(messy / "docking.xlsx", "数据问题")
    issues = facts(messy)["issues"]
    assert sum(str(row[0]) in ("people.xlsx", "vacancies.xlsx") for row in rows) == len(issues)


def test_strict_stops_at_a_messy_ledger_and_writes_nothing(messy: Path, tmp_path: Path) -> None:
    run = dock(messy / "people.xlsx", messy / "vacancies.xlsx", tmp_path, "--strict")
    assert run.returncode == 5
    assert not list(tmp_path.iterdir())


def fill(path: Path, rows: Sequence[Mapping[str, str | int]]) -> None:
    """Type rows into a template below its example row, as an officer would."""
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    header = [str(cell.value).removesuffix(" *") for cell in page[1]]  # * = required
    for number, row in enumerate(rows, 3):
        for name, value in row.items():
            page.cell(number, header.index(name) + 1, value)
    book.save(path)


def test_a_template_is_filled_in_and_docked(tmp_path: Path) -> None:
    for kind in ("people", "vacancies"):
        well(chunfeng("template", kind, "-o", tmp_path / f"{kind}.xlsx"))
    home = "陕西省安康市平利县城关镇"
    person = {"户籍地": home, "就业意愿": "有", "就业状态": "未就业", "劳动能力": "普通劳动力"}
    fill(
        tmp_path / "people.xlsx",
        [person | {"姓名": f"王春{n}", "出生日期": "1985-03-12"} for n in "一二三"],
    )
    vacancy = {"用工单位": "平利县春燕毛绒玩具社区工厂", "岗位名称": "缝纫工", "工作地点": home}
    fill(tmp_path / "vacancies.xlsx", [vacancy | {"招聘人数": 2, "薪酬下限": 2500}])
    well(dock(tmp_path / "people.xlsx", tmp_path / "vacancies.xlsx", tmp_path))
    summary = facts(tmp_path)["summary"]
    assert (summary["people"], summary["placed"], summary["seats"]) == (3, 2, 2)


def test_in_english_every_sheet_header_and_sentence_is_english(tmp_path: Path) -> None:
    folder = demo(tmp_path, "--lang", "en")
    run = well(dock(folder / "people.xlsx", folder / "vacancies.xlsx", folder, "--lang", "en"))
    book = openpyxl.load_workbook(folder / "docking.xlsx")
    headers = [next(page.iter_rows(min_row=1, max_row=1, values_only=True)) for page in book]
    said = "\n".join(line for line in run.stdout.splitlines() if not line.startswith("Helps most"))
    for shown in (*book.sheetnames, *map(str, headers), said):
        assert not re.search(r"[一-鿿]", shown), shown


def test_the_same_input_gives_the_same_bytes(docked: tuple[Path, Run], tmp_path: Path) -> None:
    first = docked[0]
    again = demo(tmp_path)
    well(dock(again / "people.xlsx", again / "vacancies.xlsx", again))
    for name in ("people.xlsx", "vacancies.xlsx", "docking.json"):
        assert (again / name).read_bytes() == (first / name).read_bytes(), name
    assert bare(again / "docking.xlsx") == bare(first / "docking.xlsx")


@pytest.mark.parametrize("after", [0.3, 0.9, 1.5, 2.1])
def test_a_kill_in_the_middle_leaves_the_old_plan_whole(
    docked: tuple[Path, Run], tmp_path: Path, after: float
) -> None:
    county, target = docked[0], tmp_path / "docking.xlsx"
    target.write_bytes(b"the plan of yesterday")
    arguments = ("dock", county / "people.xlsx", county / "vacancies.xlsx", "-o", target)
    running = subprocess.Popen(  # noqa: S603 our own command
        command(*arguments, "--on", DAY, "--quiet"),
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    time.sleep(after)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    left = target.read_bytes()
    assert left == b"the plan of yesterday" or zipfile.ZipFile(target).testzip() is None


@pytest.fixture
def hopeless(tmp_path: Path) -> Path:
    (tmp_path / "noise.xlsx").write_bytes(b"PK\x03\x04 this is no workbook")
    (tmp_path / "empty.csv").write_text("姓名,户籍地\n", encoding="utf-8")
    (tmp_path / "nowhere.csv").write_text("姓名,户籍地\n王春,无此镇\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("people", "code"),
    [("noise.xlsx", 3), ("absent.xlsx", 3), ("empty.csv", 4), ("nowhere.csv", 4)],
)
def test_a_hopeless_ledger_has_its_exit_code_and_a_sentence(
    docked: tuple[Path, Run], hopeless: Path, people: str, code: int
) -> None:
    target = hopeless / "docking.xlsx"
    run = chunfeng("dock", hopeless / people, docked[0] / "vacancies.xlsx", "-o", target)
    assert run.returncode == code
    assert "Traceback" not in run.stderr
    assert len(run.stderr.strip()) > 8
    assert not target.exists()


@pytest.mark.parametrize(
    "arguments",
    [("dock",), ("dock", "a.xlsx"), ("demo-data", "--out", "x", "--county", "000000"), ("fly",)],
)
def test_wrong_usage_is_exit_code_2(arguments: tuple[str, ...]) -> None:
    assert chunfeng(*arguments).returncode == 2


def test_no_full_id_number_or_phone_leaves_the_ledgers(messy: Path) -> None:
    run = well(dock(messy / "people.xlsx", messy / "vacancies.xlsx", messy))
    said = [run.stdout, run.stderr, (messy / "docking.json").read_text(encoding="utf-8")]
    parts = bare(messy / "docking.xlsx")
    said += [part.decode("utf-8") for name, part in parts.items() if name.endswith(".xml")]
    for shown in said:
        assert not re.search(r"(?<!\d)\d{17}[\dXx](?!\d)", shown)
        assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", shown)


def test_a_whole_county_is_docked_in_time_and_as_the_tutorial_tells(tmp_path: Path) -> None:
    well(chunfeng("demo-data", "--out", tmp_path))
    started = time.monotonic()
    well(dock(tmp_path / "people.xlsx", tmp_path / "vacancies.xlsx", tmp_path))
    assert time.monotonic() - started < 40
    summary = facts(tmp_path)["summary"]
    assert summary["usable"] == 12_000
    assert 0.6 < summary["placed"] / summary["looked_for"] < 0.9
    assert summary["why"]["no_option"] > 50
    assert summary["why"]["over_asked"] > 200
    assert summary["empty"] > 200
    for name in ("first-docking.md", "first-docking.zh-CN.md"):
        told = (TUTORIALS / name).read_text(encoding="utf-8")
        for figure in (summary["placed"], summary["looked_for"], summary["empty"]):
            assert f"{figure:,}" in told, f"{name} tells other figures"
