"""A folder PostgreSQL's account can reach; pytest's own only root may enter."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def passable() -> Iterator[Path]:
    """Empty, and gone after the test."""
    folder = Path(tempfile.mkdtemp(prefix="chunfeng-test-", dir="/tmp"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)
