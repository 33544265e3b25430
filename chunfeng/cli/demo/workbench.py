"""The demo's workbench: a server of its own, the demo county imported, an account for each role."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from chunfeng.cli.demo.made import FOLDER, Written
from chunfeng.cli.serve.parts import address
from chunfeng.cli.stops import Exit, Stop
from chunfeng.foundation.database.home import make_home
from chunfeng.kit.texts import Language, text

HOME = FOLDER / "home"
LOOPBACK = "127.0.0.1"
MADE = "demo"  # a file in a state folder: what lies there is a demo's
STOP_SECONDS = 60


def show(made: Written, *, port: int, public_port: int, once: bool, language: Language) -> None:
    """Serves the demo until it is interrupted; ``once``: only until it has been seen to work."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # else the server outlives the demo
    environment = environment_of(port, public_port)
    claim(Path(environment["CHUNFENG_HOME"]))
    python = [sys.executable, "-m"]
    ports = ["--port", str(port), "--public-port", str(public_port)]
    serve = [*python, "chunfeng.cli", "serve", *ports, "--lang", language]
    ledgers = [str(made.people), str(made.vacancies)]
    fill = [*python, "chunfeng.cli.demo.register", *ledgers, str(port), str(public_port), language]
    fill += ["--once"] if once else []
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


def environment_of(port: int, public_port: int) -> dict[str, str]:
    """What server and filler are told; links in messages lead to where the demo is served."""
    told = {
        "CHUNFENG_SMS": "file",
        "CHUNFENG_WORK_ADDRESS": address(LOOPBACK, port),
        "CHUNFENG_PUBLIC_ADDRESS": address(LOOPBACK, public_port),
    }
    home = os.environ.get("CHUNFENG_HOME") or str(HOME)
    return told | os.environ | {"CHUNFENG_HOME": home, "CHUNFENG_DEMO": "1"}


def claim(home: Path) -> None:
    """Makes the demo's state folder; Stop where another register lies in it."""
    foreign = home != HOME and home.is_dir() and any(home.iterdir())
    if foreign and not (home / MADE).exists():
        raise Stop(
            Exit.USAGE,
            text(
                "{folder} holds something other than a demo: give CHUNFENG_HOME an empty folder.",
                folder=home,
            ),
        )
    make_home(home)
    (home / MADE).touch()


def _wait(server: "subprocess.Popen[bytes]", filler: "subprocess.Popen[bytes]") -> None:
    """Until the register is filled; a server that ends before has said why."""
    while filler.poll() is None:
        if server.poll() is not None:
            raise Stop(Exit.FAILED, text("The demo could not be set up."))
        time.sleep(0.2)
    if filler.returncode != 0:
        raise Stop(Exit.FAILED, text("The demo could not be set up."))
