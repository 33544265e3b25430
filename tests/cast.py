"""The cast: named officers with posts, known to every test of the register."""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest

from chunfeng.foundation.access import Context, Purpose, Role, rights

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
PINGLI = 610926 * 10**6
SHIQUAN = 610922 * 10**6


def context(role: Role, region: int, span: int, user: uuid.UUID | None = None) -> Context:
    """A context in a post; span is how many codes the region takes."""
    return Context(
        user=user or uuid.uuid4(),
        post=uuid.uuid4(),
        role=role,
        lo=region,
        hi=region + span - 1,
        purpose=sorted(rights(role).purposes)[0] if role is not Role.COUNTY else Purpose.VERIFY,
    )


@dataclass(frozen=True)
class Cast:
    """An officer of this county, one of the next, a township, a village, and those above."""

    an: Context  # county officer of 平利
    bo: Context  # county officer of 石泉, the next county
    chun: Context  # township officer of the first town of 平利
    dong: Context  # village worker there
    feng: Context  # supervisor of the prefecture
    gu: Context  # auditor of 平利
    he: Context  # system administrator of 平利


@pytest.fixture
def cast() -> Cast:
    """The named officers' contexts."""
    town = PINGLI + 100 * 1000
    return Cast(
        an=context(Role.COUNTY, PINGLI, 10**6),
        bo=context(Role.COUNTY, SHIQUAN, 10**6),
        chun=context(Role.TOWNSHIP, town, 1000),
        dong=context(Role.VILLAGE, town + 1, 1),
        feng=context(Role.SUPERVISOR, 610900 * 10**6, 10**8),
        gu=context(Role.AUDITOR, PINGLI, 10**6),
        he=context(Role.ADMIN, PINGLI, 10**6),
    )


@pytest.fixture
def keys(database_server: Any) -> Any:
    """The data keys of the tests' home."""
    from chunfeng.foundation.ciphers import load_keys
    from tests.settings import TEST_HOME

    return load_keys(TEST_HOME / "keys")
