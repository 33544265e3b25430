"""The notice a click leaves for the next page: what it says, and whether it was done."""

from types import SimpleNamespace
from typing import Any

import pytest

from chunfeng.faces.ui.shown import tell, told, warn
from chunfeng.kit.texts import as_json, text
from tests.faces.ui.test_parts import drawn

SAID = text("Saved.")


@pytest.fixture
def request_() -> Any:
    return SimpleNamespace(session={})


@pytest.mark.parametrize(("say", "tone"), [(tell, "good"), (warn, "warn")])
def test_a_notice_is_shown_once_with_its_tone(request_: Any, say: Any, tone: str) -> None:
    say(request_, SAID)
    notice = told(request_)
    assert notice
    assert (notice.said, notice.tone) == (SAID, tone)
    assert told(request_) is None


def test_a_notice_from_before_there_were_tones_is_shown_as_before(request_: Any) -> None:
    request_.session["notice"] = as_json(SAID)
    notice = told(request_)
    assert notice
    assert (notice.said, notice.tone) == (SAID, "good")


@pytest.mark.parametrize(
    ("kind", "icon", "role"),
    [("good", "check", "status"), ("warn", "warn", "alert"), ("wrong", "warn", "alert")],
)
def test_what_was_not_done_looks_and_reads_otherwise(kind: str, icon: str, role: str) -> None:
    box = drawn("{% notice said kind %}", said=SAID, kind=kind).div
    assert box["class"] == ["notice", f"notice-{kind}"]
    assert box["role"] == role
    assert box.find("use")["href"].endswith(f"#{icon}")
