"""The supervisor: what dies is started again, the database stops last, nothing is left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("small_supervisor.py")
ROOT = SCRIPT.parents[3]


class Run:
    """A supervisor at work in a folder."""

    def __init__(self, folder: Path, scenario: str) -> None:
        self.folder = folder
        self.process = subprocess.Popen(  # noqa: S603 our own script
            [sys.executable, SCRIPT, folder, scenario],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stderr=subprocess.PIPE,
            text=True,
        )

    def pids(self, name: str) -> list[int]:
        """The processes a part has been so far."""
        path = self.folder / f"{name}.pids"
        return [int(line) for line in path.read_text().split()] if path.exists() else []

    def journal(self) -> list[str]:
        """What parts and database noted, in its order."""
        path = self.folder / "journal"
        return path.read_text().splitlines() if path.exists() else []

    def up(self, name: str, times: int = 1) -> bool:
        return eventually(lambda: len(self.pids(name)) >= times)

    def end(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        """Its exit code and all it said."""
        self.process.send_signal(number)
        said = self.process.communicate(timeout=20)[1]
        return self.process.returncode, said


@pytest.fixture
def runs(tmp_path: Path) -> Iterator[Callable[[str], Run]]:
    """Starts a supervisor; it is ended after the test if it still runs."""
    made: list[Run] = []

    def run(scenario: str, folder: Path = tmp_path) -> Run:
        made.append(Run(folder, scenario))
        return made[-1]

    yield run
    for one in made:
        one.process.kill()
        one.process.wait()
        if one.process.stderr is not None:
            one.process.stderr.close()


def eventually(happens: Callable[[], object], seconds: float = 15) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if happens():
            return True
        time.sleep(0.02)
    return bool(happens())


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def test_a_killed_part_is_started_again_and_the_other_left_alone(
    runs: Callable[..., Run],
) -> None:
    run = runs("usual")
    assert run.up("web")
    assert run.up("worker")
    os.kill(run.pids("web")[0], signal.SIGKILL)
    assert run.up("web", times=2)
    code, said = run.end()
    assert code == 0
    assert len(run.pids("worker")) == 1
    assert "web has stopped (-9); it is started again in 0.1 s." in said
    assert str(run.folder / "web.log") in said


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_the_parts_stop_first_and_the_database_last(runs: Callable[..., Run], number: int) -> None:
    run = runs("usual")
    assert run.up("web")
    assert run.up("worker")
    code, said = run.end(number)
    assert code == 0
    first, *parts, last = run.journal()
    assert (first, last) == ("database started", "database stopped")
    assert sorted(parts) == ["web ended", "worker ended"]
    assert said.splitlines()[-1] == "Stopped."


def test_a_part_that_keeps_failing_is_started_ever_more_slowly(runs: Callable[..., Run]) -> None:
    run = runs("quick")
    assert run.up("web", times=5)
    said = run.end()[1]
    waits = [line.split(" in ")[1].split(" s.")[0] for line in said.splitlines() if "(7)" in line]
    assert waits[:5] == ["0.1", "0.2", "0.4", "0.4", "0.4"][: len(waits)]
    assert len(waits) >= 4


def test_a_part_that_does_not_listen_is_ended_by_force(runs: Callable[..., Run]) -> None:
    run = runs("deaf")
    assert run.up("web")
    assert run.end()[0] == 0
    assert all(gone(pid) for pid in run.pids("web"))
    assert run.journal()[-1] == "database stopped"


def test_what_a_dead_part_left_behind_is_ended_before_it_starts_again(
    runs: Callable[..., Run],
) -> None:
    run = runs("leaves a child")
    assert run.up("web", times=3)
    run.end()
    assert eventually(lambda: all(gone(pid) for pid in run.pids("web")))


def test_a_stopped_database_is_started_again_and_the_parts_go_on(runs: Callable[..., Run]) -> None:
    run = runs("usual")
    assert run.up("web")
    (run.folder / "hindrance").touch()  # the first try fails
    (run.folder / "database.up").unlink()
    assert eventually(lambda: run.journal().count("database started") == 2)
    said = run.end()[1]
    assert len(run.pids("web")) == 1
    assert "The stand-in did not start." in said


def test_nothing_starts_after_a_failed_step(runs: Callable[..., Run]) -> None:
    run = runs("step fails")
    assert run.process.wait(15) == 1
    assert run.pids("web") == []
    assert run.journal() == ["database started", "database stopped", "step failed"]
    assert (run.folder / "step.log").read_text() == "why\n"


def test_a_signal_ends_a_step_at_once(runs: Callable[..., Run]) -> None:
    run = runs("step lasts")
    assert run.up("step")
    assert run.end()[0] == 0
    assert run.pids("web") == []
    assert run.journal() == ["database started", "step ended", "database stopped"]


def test_it_says_once_that_a_part_does_its_work(runs: Callable[..., Run]) -> None:
    run = runs("welcome")
    assert eventually(lambda: run.journal().count("asked") == 3)
    os.kill(run.pids("other")[0], signal.SIGKILL)
    assert run.up("other", times=2)  # the supervisor has looked again
    assert run.end()[1].splitlines().count("Up.") == 1
    assert run.journal().count("asked") == 3


def test_a_gone_terminal_is_no_reason_to_stop(runs: Callable[..., Run]) -> None:
    run = runs("usual")
    assert run.up("web")
    assert run.process.stderr is not None
    run.process.stderr.close()
    os.kill(run.pids("web")[0], signal.SIGKILL)
    assert run.up("web", times=2)
    run.process.terminate()
    assert run.process.wait(15) == 0
    assert run.journal()[-1] == "database stopped"


def test_killing_the_supervisor_leaves_nothing_running(runs: Callable[..., Run]) -> None:
    run = runs("usual")
    assert run.up("web")
    assert run.up("worker")
    run.process.kill()
    run.process.wait()
    parts = run.pids("web") + run.pids("worker")
    assert eventually(lambda: all(gone(pid) for pid in parts))


def test_killing_the_supervisor_ends_the_real_database_too(
    runs: Callable[..., Run], passable: Path
) -> None:
    run = runs("real database", passable)
    assert run.up("web")
    data = passable / "database" / "data"
    database = int((data / "postmaster.pid").read_text().split()[0])
    assert not gone(database)
    run.process.kill()
    run.process.wait()
    assert eventually(lambda: all(gone(pid) for pid in [database, *run.pids("web")]))
    assert not (data / "postmaster.pid").exists()
