"""The demo's addresses: links in its messages lead to where it is served."""

import pytest

from chunfeng.cli.demo.workbench import environment_of


def test_links_lead_to_the_ports_the_demo_is_served_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """Links lead to the ports the demo is served at."""
    monkeypatch.delenv("CHUNFENG_PUBLIC_ADDRESS", raising=False)
    monkeypatch.delenv("CHUNFENG_WORK_ADDRESS", raising=False)
    told = environment_of(8200, 8301)
    assert told["CHUNFENG_WORK_ADDRESS"] == "http://127.0.0.1:8200"
    assert told["CHUNFENG_PUBLIC_ADDRESS"] == "http://127.0.0.1:8301"


def test_an_address_of_ones_own_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """An address of one's own stands."""
    monkeypatch.setenv("CHUNFENG_PUBLIC_ADDRESS", "https://work.example")
    assert environment_of(8000, 8001)["CHUNFENG_PUBLIC_ADDRESS"] == "https://work.example"
