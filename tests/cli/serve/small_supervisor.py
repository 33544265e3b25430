"""A supervisor over small stand-ins, run by the tests as a process of its own.

``python small_supervisor.py FOLDER SCENARIO``: every line it says goes to its error stream.
"""

import os
import sys
from pathlib import Path

from chunfeng.cli.serve.supervisor import Pace, Part, StepFailed, Supervisor
from chunfeng.foundation.database.failures import ServerFailed
from chunfeng.foundation.database.server import Server
from chunfeng.kit.texts import Text, text

FOLDER = Path(sys.argv[1])
JOURNAL = FOLDER / "journal"
PACE = Pace(look=0.02, first=0.1, longest=0.4, steady=60)
# A part notes its number, then its end; a grandchild is another process in its session.
STEADY = 'echo $$ >> {pids}; trap "echo {name} ended >> {journal}; exit 0" TERM; {wait}'
WAIT = "while :; do sleep 0.05; done"


class Database:
    """Runs as long as a file is there."""

    mark = FOLDER / "database.up"
    hindrance = FOLDER / "hindrance"

    def start(self) -> None:
        if self.hindrance.exists():
            self.hindrance.unlink()
            raise ServerFailed(text("The stand-in did not start."))
        self.mark.touch()
        note("database started")

    def running(self) -> bool:
        return self.mark.exists()

    def stop(self) -> None:
        note("database stopped")


def note(line: str) -> None:
    with JOURNAL.open("a") as journal:
        journal.write(f"{line}\n")


def say(line: Text) -> None:
    print(line.to("en"), file=sys.stderr, flush=True)  # noqa: T201 what the tests read


def part(name: str, script: str = STEADY, wait: str = WAIT, patience: float = 5) -> Part:
    pids = FOLDER / f"{name}.pids"
    filled = script.format(pids=pids, journal=JOURNAL, name=name, wait=wait)
    return Part(name, text(name), ["/bin/sh", "-c", filled], patience=patience)


def third_time() -> bool:
    note("asked")
    return JOURNAL.read_text().count("asked") == 3


def failing_step(supervisor: Supervisor) -> None:
    supervisor.once(part("step", "echo why; exit 3"))


def long_step(supervisor: Supervisor) -> None:
    supervisor.once(part("step"))


PARTS = {
    "usual": [part("web"), part("worker")],
    "step fails": [part("web")],
    "step lasts": [part("web")],
    "quick": [part("web", "echo $$ >> {pids}; exit 7")],
    "deaf": [part("web", "echo $$ >> {pids}; trap '' TERM; {wait}", patience=0.3)],
    "leaves a child": [part("web", "sleep 100 & echo $! >> {pids}; exit 1")],
    "welcome": [
        Part("web", text("web"), ["/bin/sleep", "100"], answers=third_time, welcome=text("Up.")),
        part("other"),
    ],
    "real database": [part("web"), part("worker")],
}
FIRST = {"step fails": failing_step, "step lasts": long_step}


def main() -> None:
    scenario = sys.argv[2]
    base = Server(FOLDER / "database", fast=True) if scenario == "real database" else Database()
    supervisor = Supervisor(PARTS[scenario], logs=FOLDER, say=say, base=base, pace=PACE)
    try:
        supervisor.run(FIRST.get(scenario, lambda _: None))
    except StepFailed as error:
        note(f"{error.part.name} failed")
        sys.exit(1)


if __name__ == "__main__":
    os.environ.pop("CHUNFENG_PG_BIN", None)
    main()
