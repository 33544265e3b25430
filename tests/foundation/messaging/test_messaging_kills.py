"""Workers killed around the send: no message is lost, and only the one in the air goes twice."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from chunfeng.foundation.access import entered
from chunfeng.foundation.messaging.rules import LEASE
from chunfeng.foundation.messaging.states import State
from tests.cast import Cast
from tests.foundation.messaging.outbox import later, notice, outbox, round_at
from tests.security.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[3]
KILLS, MESSAGES = 10, 150
PATIENCE = 60.0  # seconds; only a broken test waits so long
STEP = int(LEASE / timedelta(seconds=1)) + 1


@pytest.fixture
def sender() -> "Iterator[subprocess.Popen[str]]":
    """A process that forks a worker a line."""
    settings = {"DJANGO_SETTINGS_MODULE": "tests.foundation.messaging.sender_settings"}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.foundation.messaging.sender"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
        cwd=ROOT,
        env=os.environ | settings,
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        yield process
        assert process.stdin
        process.stdin.close()


def begun(sender: "subprocess.Popen[str]", seconds: int, where: str = "") -> int:
    assert sender.stdin
    assert sender.stdout
    sender.stdin.write(f"{seconds} {where}\n")
    return int(sender.stdout.readline())


def ended(sender: "subprocess.Popen[str]") -> int:
    assert sender.stdout
    return int(sender.stdout.readline())


def sent(lines: Path) -> Counter[str]:
    """How often each message stands in the file, by id; half a line is none."""
    whole = lines.read_bytes().split(b"\n")[:-1] if lines.exists() else []
    found: Counter[str] = Counter()
    for line in whole:
        try:
            found[json.loads(line)["id"]] += 1
        except json.JSONDecodeError:
            continue
    return found


def until(met: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not met():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.002)


def filled(keys: Any, cast: Cast, many: int) -> set[str]:
    """Notices that wait, by id."""
    with entered(cast.an):
        for k in range(many):
            notice(keys, key=f"{k:04}", expires_at=later(days=1))
    return {str(message.id) for message in outbox()}


def test_killed_ten_times_at_random_every_message_goes_and_each_kill_doubles_one_at_most(
    keys: Any, cast: Cast, lines: Path, sender: "subprocess.Popen[str]"
) -> None:
    waiting = filled(keys, cast, MESSAGES)
    dice, killed, seconds = random.Random(4), 0, 0
    while any(message.state != State.SENT for message in outbox()):
        before = sent(lines)
        worker = begun(sender, seconds)
        if killed < KILLS:
            more = before.total() + dice.randint(1, 8)
            until(lambda more=more: sent(lines).total() >= more)  # type: ignore[misc]
            time.sleep(dice.uniform(0, 0.01))
            os.kill(worker, signal.SIGKILL)
        killed += ended(sender) == -signal.SIGKILL
        seconds += STEP
    assert killed == KILLS
    found = sent(lines)
    assert found.keys() == waiting
    doubled = {message: n for message, n in found.items() if n > 1}
    assert found.total() - len(waiting) <= KILLS
    # Only a message that a killed worker had may go again: it was taken more often than once.
    taken = {str(message.id): message.tries for message in outbox()}
    assert all(n <= taken[message] for message, n in found.items())
    assert sum(tries - 1 for tries in taken.values()) <= KILLS
    assert doubled.keys() <= {message for message, tries in taken.items() if tries > 1}


@pytest.mark.parametrize(("where", "times"), [("before", 1), ("after", 2)])
def test_the_message_in_the_air_goes_again_and_no_other(
    keys: Any, cast: Cast, lines: Path, sender: "subprocess.Popen[str]", where: str, times: int
) -> None:
    waiting = filled(keys, cast, 6)
    begun(sender, 0, where)
    assert ended(sender) == -signal.SIGKILL
    [in_the_air] = [message for message in outbox() if message.state == State.SENDING]
    begun(sender, STEP - 2)  # within the lease: the others
    assert ended(sender) == 0
    assert [m.id for m in outbox() if m.state != State.SENT] == [in_the_air.id]
    begun(sender, STEP)
    assert ended(sender) == 0
    found = sent(lines)
    assert found.pop(str(in_the_air.id)) == times
    assert set(found) == waiting - {str(in_the_air.id)}
    assert set(found.values()) == {1}
    assert all(m.state == State.SENT and m.phone is None for m in outbox())


def test_four_workers_at_once_send_each_message_once(
    keys: Any, cast: Cast, lines: Path, settings: Any
) -> None:
    settings.SMS = "file"
    waiting = filled(keys, cast, 60)
    taken = at_once(*[lambda: round_at(later(seconds=1))] * 4)
    assert sum(taken) == len(waiting)
    assert sent(lines) == Counter(waiting)
