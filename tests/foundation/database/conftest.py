"""Servers of these tests' own, in folders PostgreSQL's account can reach."""

import shutil
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
def server(home: Path) -> Iterator[Server]:
    """A server not started yet."""
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
