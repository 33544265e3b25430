"""The demo's server ends with the demo, however that is ended."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from chunfeng.cli.demo.workbench import claim, environment_of
from chunfeng.cli.stops import Stop

FAKE = """#!/bin/sh
case "$*" in
*serve*) echo $$ >"$PID_FILE"; exec sleep 120;;
esac
"""
SHOW = """
import sys
from pathlib import Path
from chunfeng.cli.demo import workbench
sys.executable = sys.argv[1]
made = workbench.Written(Path("people.xlsx"), Path("vacancies.xlsx"))
workbench.show(made, port=8000, public_port=8001, once=False, language="zh")
"""


def running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_demo_that_is_terminated_leaves_no_server_behind(tmp_path: Path) -> None:
    fake, pid = tmp_path / "python", tmp_path / "pid"
    fake.write_text(FAKE)
    fake.chmod(0o755)
    environment = os.environ | {"PID_FILE": str(pid), "CHUNFENG_HOME": str(tmp_path / "home")}
    demo = subprocess.Popen([sys.executable, "-c", SHOW, str(fake)], env=environment)  # noqa: S603
    until = time.monotonic() + 30
    while not (pid.exists() and pid.read_text().strip()) and time.monotonic() < until:
        time.sleep(0.05)
    server = int(pid.read_text())
    time.sleep(0.5)  # until the filler has ended and the demo waits for its server
    demo.send_signal(signal.SIGTERM)
    demo.wait(30)
    assert not running(server)


def test_the_demo_lives_in_the_folder_it_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "elsewhere"
    monkeypatch.setenv("CHUNFENG_HOME", str(folder))
    assert environment_of(9000, 9001)["CHUNFENG_HOME"] == str(folder)
    for _ in range(2):  # and again, once it is filled
        claim(folder)
    assert (folder / "keys").is_dir()


def test_the_demo_does_not_fill_a_register_that_is_none_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    with pytest.raises(Stop):
        claim(tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["keys"]
