"""The channels that come along: the file and the console; and how one is chosen."""

import json
import os
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from procrastinate.contrib.django import app

from chunfeng.foundation.messaging.channels import Letter, NotTaken, check_channel, chosen, known
from chunfeng.foundation.messaging.channels import file as file_channel
from tests.cast import NOW
from tests.foundation.messaging.outbox import PHONE


def letter(body: str = "验证码445566") -> Letter:
    return Letter(id=uuid4(), at=NOW, phone=PHONE, phone_mask="154****5678", body=body)


def read(path: Path) -> list[str]:
    return [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_file_holds_a_line_for_each_message_and_is_its_owners_alone(lines: Path) -> None:
    first, second = letter("一\n二"), letter()
    assert file_channel.send(first) == "0"
    assert file_channel.send(second) == str(len(lines.read_bytes().split(b"\n")[0]) + 1)
    assert read(lines) == ["一\n二", "验证码445566"]
    whole = json.loads(lines.read_text(encoding="utf-8").splitlines()[0])
    assert (whole["id"], whole["phone"]) == (str(first.id), PHONE)
    assert lines.stat().st_mode & 0o777 == 0o600


def test_half_a_line_of_a_killed_worker_spoils_no_other(lines: Path) -> None:
    file_channel.send(letter("a"))
    with lines.open("ab") as broken:
        broken.write(b'{"id": "3f')
    file_channel.send(letter("b"))
    whole = lines.read_text(encoding="utf-8").splitlines()
    assert [json.loads(whole[k])["text"] for k in (0, 2)] == ["a", "b"]


def test_a_file_that_was_taken_away_is_begun_anew(lines: Path) -> None:
    file_channel.send(letter("a"))
    lines.rename(lines.with_suffix(".taken"))
    file_channel.send(letter("b"))
    assert read(lines) == ["b"]
    assert read(lines.with_suffix(".taken")) == ["a"]
    lines.with_suffix(".taken").unlink()


def test_a_full_disk_leaves_no_half_line(lines: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file_channel.send(letter("a"))
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(NotTaken, match="errno_28"):
        file_channel.send(letter("b"))
    assert read(lines) == ["a"]


def test_the_console_shows_words_but_no_phone(capsys: pytest.CaptureFixture[str]) -> None:
    from chunfeng.foundation.messaging.channels import console

    console.send(letter())
    shown = capsys.readouterr().out
    assert "154****5678  验证码445566" in shown
    assert PHONE not in shown


def test_a_channel_is_a_file_of_its_folder_and_none_means_to_wait(settings: object) -> None:
    assert known() == ["console", "file"]
    for name in known():
        settings.SMS = name  # type: ignore[attr-defined]
        found = chosen()
        assert found
        assert found[0] == name
    settings.SMS = "none"  # type: ignore[attr-defined]
    assert chosen() is None
    assert check_channel() == []


@pytest.mark.parametrize(("name", "demo"), [("pigeon", True), ("console", False)])
def test_with_a_channel_that_is_none_nothing_starts(
    settings: object, name: str, demo: bool
) -> None:
    settings.SMS, settings.DEMO = name, demo  # type: ignore[attr-defined]
    with pytest.raises(SystemCheckError, match="CHUNFENG_SMS"):
        call_command("check")
    with pytest.raises(LookupError, match="CHUNFENG_SMS"):
        chosen()


def test_with_hours_that_are_none_nothing_starts(settings: object) -> None:
    settings.SMS_HOURS = "21-7"  # type: ignore[attr-defined]
    with pytest.raises(SystemCheckError, match="CHUNFENG_SMS_HOURS"):
        call_command("check")


def test_the_worker_looks_every_five_seconds() -> None:
    import chunfeng.config.tasks  # noqa: F401 declares it

    declared = app.periodic_registry.periodic_tasks["messages.send", ""]
    declared.croniter.set_current(0)
    assert [declared.croniter.get_next() for _ in range(3)] == [5, 10, 15]
