"""What the command does with two ledgers, and how it stops when it cannot."""

import json
from pathlib import Path
from typing import Any

import pytest
from ledgers import DAY, chunfeng, fill, people, person, vacancies, vacancy
from openpyxl import load_workbook

from chunfeng import __version__
from chunfeng.cli import run as running
from chunfeng.cli.app import main
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.vacancies.sheets import VACANCIES


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two good ledgers, a plan and a report."""
    folder = tmp_path_factory.mktemp("county")
    result = dock(folder, "--json", folder / "docking.json")
    assert result.exit_code == 0, result.output
    (folder / "said.txt").write_text(result.stdout, encoding="utf-8")
    return folder


def dock(folder: Path, *more: object) -> Any:
    """``chunfeng dock`` on the ledgers of a folder, which are made where they are missing."""
    ledgers = folder / "people.xlsx", folder / "vacancies.xlsx"
    if not ledgers[0].exists():
        people(folder)
    if not ledgers[1].exists():
        vacancies(folder)
    return chunfeng("dock", *ledgers, "-o", folder / "docking.xlsx", "--on", DAY, *more)


def test_two_ledgers_become_a_workbook_and_a_report(folder: Path) -> None:
    book = load_workbook(folder / "docking.xlsx")
    report = json.loads((folder / "docking.json").read_bytes())
    assert report["summary"]["placed"] == 9
    assert report["summary"]["unplaced"] == 3
    assert book["对接方案"].max_row == 1 + 9
    assert report["on"] == DAY


def test_the_terminal_ends_with_the_figures_and_where_the_files_lie(folder: Path) -> None:
    said = (folder / "said.txt").read_text(encoding="utf-8")
    assert "12 人中 12 人需对接，已对接 9 人，已证明没有更好的方案。" in said
    assert str(folder / "docking.xlsx") in said
    assert str(folder / "docking.json") in said


def test_names_ids_and_phones_stay_off_the_terminal_and_out_of_the_report(folder: Path) -> None:
    said = (folder / "said.txt").read_text(encoding="utf-8")
    said += (folder / "docking.json").read_text(encoding="utf-8")
    rows = [person(number) for number in range(12)]
    secret = [row[field] for row in rows for field in ("name", "id_number", "phone")]
    assert not [value for value in secret if value in said]


def test_the_same_ledgers_give_the_same_bytes(folder: Path) -> None:
    before = [(folder / f"docking.{kind}").read_bytes() for kind in ("xlsx", "json")]
    assert dock(folder, "--json", folder / "docking.json").exit_code == 0
    assert [(folder / f"docking.{kind}").read_bytes() for kind in ("xlsx", "json")] == before


def test_english_is_spoken_when_asked_for(tmp_path: Path) -> None:
    result = dock(tmp_path, "--lang", "en")
    assert "12 of 12 people were looked for, 9 have a proposal" in result.stdout
    assert load_workbook(tmp_path / "docking.xlsx").sheetnames[0] == "Summary"


def test_progress_is_said_line_by_line_where_there_is_no_terminal(tmp_path: Path) -> None:
    result = dock(tmp_path)
    assert result.stderr.splitlines()[:2] == ["读取人员台账", "读取岗位台账"]
    assert result.stderr.splitlines()[-1] == "写出结果"


def test_quiet_says_nothing_when_all_is_well(tmp_path: Path) -> None:
    result = dock(tmp_path, "--quiet")
    assert (result.exit_code, result.output) == (0, "")
    assert (tmp_path / "docking.xlsx").exists()


def test_a_ledger_that_is_no_table_stops_with_3(tmp_path: Path) -> None:
    (tmp_path / "people.xlsx").write_bytes(b"%PDF-1.7 nothing to see")
    result = dock(tmp_path)
    assert result.exit_code == 3
    assert "people.xlsx" in result.stderr
    assert not (tmp_path / "docking.xlsx").exists()


def test_a_ledger_that_is_missing_stops_with_3(tmp_path: Path) -> None:
    result = chunfeng("dock", tmp_path / "no.xlsx", tmp_path / "no.xlsx", "-o", tmp_path / "o.xlsx")
    assert result.exit_code == 3
    assert "no.xlsx 不存在" in result.stderr


def test_a_ledger_of_another_kind_stops_with_3(tmp_path: Path) -> None:
    vacancies(tmp_path).rename(tmp_path / "people.xlsx")
    assert dock(tmp_path).exit_code == 3


def test_a_ledger_without_a_usable_row_stops_with_4_and_says_why(tmp_path: Path) -> None:
    rows = [person(number) | {"name": None} for number in range(3)]
    fill(tmp_path / "people.xlsx", PEOPLE, rows)
    result = dock(tmp_path)
    assert result.exit_code == 4
    assert "3 行都不能用" in result.stderr


def test_a_ledger_without_any_row_stops_with_4(tmp_path: Path) -> None:
    fill(tmp_path / "vacancies.xlsx", VACANCIES, [])
    assert dock(tmp_path).exit_code == 4


def test_nobody_to_look_for_stops_with_4(tmp_path: Path) -> None:
    fill(tmp_path / "people.xlsx", PEOPLE, [person(1) | {"willing": "no"}])
    assert dock(tmp_path).exit_code == 4


def test_wrong_cells_are_listed_and_the_rest_goes_on(tmp_path: Path) -> None:
    fill(tmp_path / "vacancies.xlsx", VACANCIES, [vacancy(1), vacancy(2) | {"title": None}])
    assert dock(tmp_path).exit_code == 0
    sheet = load_workbook(tmp_path / "docking.xlsx")["数据问题"]
    assert "整行未用" in {cell.value for row in sheet.iter_rows() for cell in row}


def test_strict_stops_with_5_names_the_cell_and_writes_nothing(tmp_path: Path) -> None:
    fill(tmp_path / "vacancies.xlsx", VACANCIES, [vacancy(1), vacancy(2) | {"title": None}])
    result = dock(tmp_path, "--strict")
    assert result.exit_code == 5
    assert "岗位名称" in result.stdout
    assert not (tmp_path / "docking.xlsx").exists()


def test_strict_goes_on_when_nothing_is_wrong(tmp_path: Path) -> None:
    assert dock(tmp_path, "--strict").exit_code == 0


@pytest.mark.parametrize(
    "words",
    [
        ["--map", "手机"],
        ["--map", "手机=nothing"],
        ["--map", "手机=vacancies.wish_reach"],
        ["--exact", "--gap", "0.01"],
        ["--gap", "-1"],
        ["--on", "1.12.2026"],
        ["--lang", "fr"],
        ["--json", "docking.txt"],
        ["--nonsense"],
    ],
)
def test_options_that_make_no_sense_stop_with_2(tmp_path: Path, words: list[str]) -> None:
    assert dock(tmp_path, *words).exit_code == 2


def test_a_renamed_column_is_found_when_it_is_mapped(tmp_path: Path) -> None:
    path = vacancies(tmp_path)
    book = load_workbook(path)
    header = next(c for row in book.active.iter_rows() for c in row if c.value == "招聘人数")
    header.value = "要几个"
    book.save(path)
    assert dock(tmp_path).exit_code == 3
    assert dock(tmp_path, "--map", "要几个=headcount").exit_code == 0
    assert dock(tmp_path, "--map", "要几个=vacancies.招聘人数").exit_code == 0


def test_a_policy_that_cannot_be_used_stops_with_2_and_names_the_key(tmp_path: Path) -> None:
    policy = tmp_path / "policy.yaml"
    policy.write_text("weights: {pay: 7}", encoding="utf-8")
    result = dock(tmp_path, "--policy", policy)
    assert result.exit_code == 2
    assert "pay" in result.stderr


def test_ctrl_c_stops_with_130_and_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(running, "dock", interrupted)
    result = dock(tmp_path)
    assert result.exit_code == 130
    assert "已中断" in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["people.xlsx", "vacancies.xlsx"]


def broken(*_: object, **__: object) -> None:
    raise ZeroDivisionError("王春甲0")


def test_an_unexpected_error_is_a_sentence_without_a_traceback_or_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["chunfeng", "dock", people(tmp_path), vacancies(tmp_path), "-o", tmp_path / "o.xlsx"]
    monkeypatch.setattr(running, "dock", broken)
    monkeypatch.setattr("sys.argv", [str(word) for word in words])
    with pytest.raises(SystemExit) as stopped:
        main()
    said = capsys.readouterr()
    assert stopped.value.code == 1
    assert "ZeroDivisionError" in said.err
    assert "王春甲0" not in said.out + said.err
    assert "Traceback" not in said.err


def test_debug_shows_the_details(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["dock", people(tmp_path), vacancies(tmp_path), "-o", tmp_path / "o.xlsx"]
    monkeypatch.setattr(running, "dock", broken)
    monkeypatch.setattr("sys.argv", ["chunfeng", "--debug", *map(str, words)])
    with pytest.raises(ZeroDivisionError):
        main()


def test_the_version_is_said() -> None:
    assert chunfeng("--version").stdout.strip() == f"chunfeng {__version__}"


@pytest.mark.parametrize("name", ["dock", "template", "demo-data", "demo"])
def test_every_command_explains_itself(name: str) -> None:
    assert name in chunfeng("--help").stdout
    result = chunfeng(name, "--help")
    assert result.exit_code == 0
    assert "--lang" in result.stdout


@pytest.mark.parametrize("kind", ["people", "vacancies"])
def test_an_empty_ledger_is_written(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    assert chunfeng("template", kind, "-o", path).exit_code == 0
    assert load_workbook(path).worksheets


def test_an_empty_ledger_takes_its_name_from_the_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert chunfeng("template", "people").exit_code == 0
    assert (tmp_path / "人员台账.xlsx").exists()


def test_an_empty_ledger_never_takes_the_place_of_a_file(tmp_path: Path) -> None:
    filled = people(tmp_path)
    before = filled.read_bytes()
    assert chunfeng("template", "people", "-o", filled).exit_code == 2
    assert filled.read_bytes() == before
