"""The demo's server ends with the demo, however that is ended."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

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
workbench.show(Path("people.xlsx"), port=8000, once=False, language="zh")
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
    environment = os.environ | {"PID_FILE": str(pid)}
    demo = subprocess.Popen([sys.executable, "-c", SHOW, str(fake)], env=environment)  # noqa: S603
    until = time.monotonic() + 30
    while not (pid.exists() and pid.read_text().strip()) and time.monotonic() < until:
        time.sleep(0.05)
    server = int(pid.read_text())
    time.sleep(0.5)  # until the filler has ended and the demo waits for its server
    demo.send_signal(signal.SIGTERM)
    demo.wait(30)
    assert not running(server)
