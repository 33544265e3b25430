"""Servers of these tests' own, in folders PostgreSQL's account can reach."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from ground import administrator

from chunfeng.foundation.database.prepare import prepare
from chunfeng.foundation.database.server import Server


@pytest.fixture
def home() -> Iterator[Path]:
    """An empty state folder; pytest's own folders only root may enter."""
    folder = _open_folder()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def new_server(home: Path) -> Iterator[Server]:
    """A server whose folder is not made yet."""
    made = Server(home / "database", fast=True)
    yield made
    made.stop("immediate")


@pytest.fixture(scope="session")
def stopped() -> Iterator[Path]:
    """A state folder with a server that ran once; copying is quicker than making."""
    folder = _open_folder()
    made = Server(folder / "database", fast=True)
    made.start()
    made.stop()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def server(stopped: Path, home: Path) -> Iterator[Server]:
    """A server of the test's own, not running."""
    subprocess.run(["/bin/cp", "-a", f"{stopped}/.", home], check=True)  # noqa: S603 owners too
    made = Server(home / "database", fast=True)
    yield made
    made.stop("immediate")


@pytest.fixture(scope="module")
def prepared() -> Iterator[Server]:
    """A running server with roles and database; tests leave it as it was."""
    folder = _open_folder()
    made = Server(folder / "database", fast=True)
    made.start()
    prepare(administrator(made), folder)
    yield made
    made.stop("immediate")
    shutil.rmtree(folder)


def _open_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="chunfeng-test-", dir="/tmp"))
    folder.chmod(0o711)
    return folder
