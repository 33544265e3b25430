"""A channel to look at, and the file of the file channel, empty."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.foundation.messaging.outbox import Told


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    """The channel of this test."""
    channel = Told()
    monkeypatch.setattr("chunfeng.foundation.messaging.sending.chosen", lambda: ("told", channel))
    return channel


@pytest.fixture
def lines() -> Iterator[Path]:
    """The file of the file channel; not there yet, and gone afterwards."""
    from chunfeng.foundation.messaging.channels.file import PATH
    from tests.settings import TEST_HOME

    path = TEST_HOME / PATH
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    yield path
    path.unlink(missing_ok=True)
