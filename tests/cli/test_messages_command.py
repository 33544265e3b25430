"""``chunfeng messages``: what whoever tries the demo reads."""

from pathlib import Path
from uuid import uuid4

import pytest
from typer.testing import CliRunner

from chunfeng.cli import messages
from chunfeng.cli.app import app
from chunfeng.cli.stops import Exit
from chunfeng.foundation.messaging.channels import Letter
from chunfeng.foundation.messaging.channels import file as file_channel
from tests.cast import NOW


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "files").mkdir()
    monkeypatch.setattr(messages, "HOME", tmp_path)
    monkeypatch.setattr(file_channel, "HOME", tmp_path)
    return tmp_path


def run(*options: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["messages", *options])
    return done.exit_code, done.output


def written(*bodies: str) -> None:
    for body in bodies:
        file_channel.send(
            Letter(id=uuid4(), at=NOW, phone="15412345678", phone_mask="154****5678", body=body)
        )


def test_it_prints_the_latest_messages_the_last_one_last(home: Path) -> None:
    written(*[f"验证码{k}" for k in range(12)])
    code, said = run("--last", "3")
    assert code == Exit.DONE
    assert [line.split("  ")[2] for line in said.splitlines()] == [
        "验证码9",
        "验证码10",
        "验证码11",
    ]
    assert len(run()[1].splitlines()) == 10


def test_phones_stay_masked_and_nothing_steers_the_terminal(home: Path) -> None:
    written("a\x1b[2Jb")
    said = run()[1]
    assert "154****5678" in said
    assert "15412345678" not in said
    assert "\x1b" not in said


def test_half_a_line_is_passed_over(home: Path) -> None:
    written("a")
    with (home / "files" / "messages.jsonl").open("ab") as broken:
        broken.write(b'{"id": "3f')
    assert run()[1].splitlines()[-1].endswith("a")


def test_where_nothing_was_written_it_says_so(home: Path) -> None:
    code, said = run("--lang", "en")
    assert code == Exit.FAILED
    assert "No message has been written" in said


def test_the_demos_messages_lie_in_the_demos_home() -> None:
    from chunfeng.cli.demo.workbench import HOME

    assert messages._demo_home() == HOME
