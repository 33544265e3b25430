"""The built reference data and the default policy, opened once."""

import pytest

from chunfeng.foundation.intake.reference import Reference
from chunfeng.stages.docking.policy import Policy, load_policy


@pytest.fixture(scope="session")
def reference() -> Reference:
    return Reference.open()


@pytest.fixture(scope="session")
def policy() -> Policy:
    return load_policy()
