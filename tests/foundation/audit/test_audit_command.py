"""``chunfeng audit verify`` from the outside: what it prints, and how it ends."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import orjson
import pytest

from tests.cast import NOW
from tests.foundation.audit.conftest import Log
from tests.settings import TEST_HOME

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[3]
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def home(log: Log) -> Iterator[Log]:
    """The log with its seals in the home of the programme."""
    log.folder = TEST_HOME / "seals"
    shutil.rmtree(log.folder, ignore_errors=True)
    yield log
    shutil.rmtree(log.folder, ignore_errors=True)


@pytest.fixture
def run(database_server: Any) -> Run:
    from psycopg.conninfo import conninfo_to_dict

    where = conninfo_to_dict(database_server.dsn())
    folder = quote(str(where["host"]), safe="")
    address = f"postgresql:///chunfeng_test?host={folder}&port={where['port']}"
    given = {"CHUNFENG_HOME": str(TEST_HOME), "DJANGO_SETTINGS_MODULE": "chunfeng.config.settings"}

    def command(*options: str, url: str = address) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(  # noqa: S603 our own command
            [sys.executable, "-m", "chunfeng.cli", "audit", "verify", *options],
            cwd=ROOT, env=os.environ | given | {"DATABASE_URL": url}, capture_output=True,
            text=True, check=False, timeout=60,
        )  # fmt: skip

    return command


def test_a_log_as_it_was_ends_well(home: Log, run: Run) -> None:
    home.chain()
    done = run("--lang", "en")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "9 events under 3 seals: all as they were.\n"


def test_a_forged_log_ends_with_one_and_says_which_minute(home: Log, run: Run) -> None:
    home.chain()
    home.forge("DELETE FROM audit_event WHERE id = (SELECT max(id) FROM audit_event)")
    done = run("--json", "--lang", "en")
    assert done.returncode == 1
    assert orjson.loads(done.stdout) == {
        "seals": 3,
        "events": 8,
        "faults": [
            "The events sealed at 2026-11-23 10:02 (seal 3) are not as they were:"
            " 3 sealed, 2 found."
        ],
    }


def test_a_copy_is_compared_when_given(home: Log, run: Run, tmp_path: Path) -> None:
    home.chain()
    copy = tmp_path / "seals.jsonl"
    copy.write_bytes(home.lines()[0])
    assert run("--copy", str(copy)).returncode == 0
    copy.write_bytes(home.lines()[0].replace(b'"events":3', b'"events":2'))
    assert run("--copy", str(copy)).returncode == 1
    assert run("--copy", str(tmp_path / "none")).returncode == 2


def test_without_a_database_it_says_so(home: Log, run: Run, tmp_path: Path) -> None:
    nowhere = f"postgresql:///chunfeng?host={quote(str(tmp_path), safe='')}"
    done = run("--lang", "en", url=nowhere)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "The database does not answer: is Chunfeng running?\n"


def test_the_clocks_task_seals_into_the_home(home: Log) -> None:
    from chunfeng.config.tasks import seal_events

    home.write()
    with home.worker():
        seal_events(NOW)
    assert (home.verified().events, home.faults()) == (3, [])
