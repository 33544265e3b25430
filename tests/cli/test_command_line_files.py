"""Files: nothing is lost, nothing half written is left, whatever happens."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from ledgers import chunfeng, command, people, vacancies

from chunfeng.cli.outputs import check_target, replacing
from chunfeng.cli.stops import Stop, clean, remembered


def test_an_input_is_never_replaced(tmp_path: Path) -> None:
    ledgers = people(tmp_path), vacancies(tmp_path)
    link = tmp_path / "other.xlsx"
    link.symlink_to(ledgers[0])
    before = ledgers[0].read_bytes()
    for target in (ledgers[0], link, tmp_path / "." / "people.xlsx"):
        assert chunfeng("dock", *ledgers, "-o", target).exit_code == 2
    assert ledgers[0].read_bytes() == before


@pytest.mark.parametrize("target", ["docking.pdf", "no/such/folder.xlsx", "folder.xlsx"])
def test_a_target_that_cannot_be_written_is_refused_before_the_work(
    tmp_path: Path, target: str
) -> None:
    (tmp_path / "folder.xlsx").mkdir()
    with pytest.raises(Stop) as stopped:
        check_target(tmp_path / target, ".xlsx", ())
    assert stopped.value.code == 2


def test_checking_a_target_leaves_nothing_behind(tmp_path: Path) -> None:
    check_target(tmp_path / "docking.xlsx", ".xlsx", ())
    assert not list(tmp_path.iterdir())


def test_a_name_that_is_too_long_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Stop, match="too long"):
        check_target(tmp_path / ("长" * 120 + ".xlsx"), ".xlsx", ())


def write_half(plan: Path) -> None:
    with replacing(plan) as draft:
        draft.write_text("half")
        raise ZeroDivisionError


def test_an_earlier_plan_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    plan = tmp_path / "docking.xlsx"
    plan.write_text("earlier")
    with pytest.raises(ZeroDivisionError):
        write_half(plan)
    assert plan.read_text() == "earlier"
    assert list(tmp_path.iterdir()) == [plan]
    with plan.open() as reader:
        with replacing(plan) as draft:
            draft.write_text("whole")
        assert reader.read() == "earlier"  # whoever has the earlier one open keeps it
    assert plan.read_text() == "whole"
    assert list(tmp_path.iterdir()) == [plan]


def test_a_full_disk_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Stop, match="the disk is full") as stopped, replacing(tmp_path / "a.xlsx"):
        raise OSError(28, "No space left on device")
    assert stopped.value.code == 1


def test_the_report_may_not_take_the_place_of_a_ledger(tmp_path: Path) -> None:
    policy = tmp_path / "policy.json"
    policy.write_text("name: x")
    ledgers = people(tmp_path), vacancies(tmp_path)
    options = ["-o", tmp_path / "o.xlsx", "--policy", policy, "--json", policy]
    assert chunfeng("dock", *ledgers, *options).exit_code == 2


@pytest.mark.parametrize("delay", [0.5, 1.2])
def test_a_kill_leaves_the_earlier_plan_or_the_whole_new_one(tmp_path: Path, delay: float) -> None:
    plan = tmp_path / "docking.xlsx"
    plan.write_bytes(b"earlier")
    words = command("dock", people(tmp_path), vacancies(tmp_path), "-o", plan, "--quiet")
    process = subprocess.Popen(words)  # noqa: S603 our own command
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    process.wait()
    content = plan.read_bytes()
    assert content == b"earlier" or content.endswith(b"\x00\x00")  # a zip ends with its directory


def test_ctrl_c_ends_the_process_with_130_and_leaves_nothing(tmp_path: Path) -> None:
    words = command("dock", people(tmp_path), vacancies(tmp_path), "-o", tmp_path / "o.xlsx")
    process = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)  # noqa: S603 ours
    assert process.stderr is not None
    assert process.stderr.readline() == "读取人员台账\n"
    process.send_signal(signal.SIGINT)
    assert process.stderr.read().splitlines()[-1] == "已中断，没有写出结果。"
    process.stderr.close()
    assert process.wait() == 130
    assert sorted(path.name for path in tmp_path.iterdir()) == ["people.xlsx", "vacancies.xlsx"]


def test_ctrl_c_that_was_dropped_on_its_way_stops_before_anything_is_written() -> None:
    with remembered() as interrupts:
        with suppress(KeyboardInterrupt):  # as Python does in a finaliser
            signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            interrupts.check()
    with remembered() as interrupts:
        interrupts.check()


def test_a_stream_that_cannot_hold_chinese_does_no_harm(tmp_path: Path) -> None:
    words = command("dock", tmp_path / "没有.xlsx", tmp_path / "x.xlsx", "-o", tmp_path / "o.xlsx")
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    done = subprocess.run(words, env=environment, capture_output=True, check=False)  # noqa: S603 ours
    assert done.returncode == 3
    assert b"Traceback" not in done.stderr


def test_what_steers_a_terminal_is_taken_out() -> None:
    assert clean("a\x1b]0;x\x07b\u202ec\n王") == "a�]0;x�b�c\n王"


def test_the_command_starts_without_the_heavy_parts() -> None:
    heavy = {"numba", "numpy", "xlsxwriter", "yaml"}
    code = f"import sys, chunfeng.cli.app; print({heavy} & set(sys.modules))"
    words = [sys.executable, "-c", code]
    done = subprocess.run(words, capture_output=True, check=True, text=True)  # noqa: S603 ours
    assert done.stdout.strip() == "set()"
