"""What every test stands on: no network, no clock of its own, warnings are errors."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--big", action="store_true", help="also run what needs minutes or gigabytes")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--big"):
        return
    for item in items:
        if "big" in item.keywords:
            item.add_marker(pytest.mark.skip(reason="big: ./run test --big"))
