"""The demo's workbench: a server of its own, the demo county imported, an account for each role."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from chunfeng.cli.demo.made import FOLDER
from chunfeng.cli.stops import Exit, Stop
from chunfeng.kit.texts import Language, text

HOME = FOLDER / "home"
STOP_SECONDS = 60


def show(ledger: Path, *, port: int, once: bool, language: Language) -> None:
    """Serves the demo until it is interrupted; ``once``: only until it has been seen to work."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # else the server outlives the demo
    environment = {"CHUNFENG_SMS": "file"} | os.environ
    environment |= {"CHUNFENG_HOME": str(HOME), "CHUNFENG_DEMO": "1"}
    serve = [sys.executable, "-m", "chunfeng.cli", "serve", "--port", str(port), "--lang", language]
    fill = [sys.executable, "-m", "chunfeng.cli.demo.register", str(ledger), str(port), language]
    with (
        subprocess.Popen(serve, env=environment) as server,  # noqa: S603 our own command
        subprocess.Popen(fill, env=environment) as filler,  # noqa: S603 the same
    ):
        try:
            _wait(server, filler)
            if not once:
                server.wait()
        except KeyboardInterrupt:
            pass  # both were interrupted too, and stop by themselves
        finally:
            for process in (filler, server):
                if process.poll() is None:
                    process.send_signal(signal.SIGTERM)
                process.wait(STOP_SECONDS)


def _wait(server: "subprocess.Popen[bytes]", filler: "subprocess.Popen[bytes]") -> None:
    """Until the register is filled; a server that ends before has said why."""
    while filler.poll() is None:
        if server.poll() is not None:
            raise Stop(Exit.FAILED, text("The demo could not be set up."))
        time.sleep(0.2)
    if filler.returncode != 0:
        raise Stop(Exit.FAILED, text("The demo could not be set up."))
