"""``chunfeng messages``: what the file channel has sent last, for whoever tries the demo."""

from collections import deque
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from chunfeng.cli.stops import Exit, Stop, clean, spoken
from chunfeng.foundation.ciphers import phone_mask
from chunfeng.foundation.database.home import HOME
from chunfeng.kit.texts import Language, text

LINES = Path("files", "messages.jsonl")


def messages(
    last: Annotated[int, typer.Option(help="最近几条 · How many, the latest", min=1)] = 10,
    demo: Annotated[bool, typer.Option("--demo", help="演示县的短信 · Of the demo")] = False,
    lang: Annotated[Language, typer.Option(help="输出语言 · Language of the output")] = "zh",
) -> None:
    """最近写入文件的短信，号码隐去 · The latest messages of the file channel, phones masked."""
    with spoken(lang):
        path = (_demo_home() if demo else HOME) / LINES
        if not path.exists():
            raise Stop(
                Exit.FAILED,
                text("No message has been written to {file} yet (CHUNFENG_SMS=file).", file=path),
            )
        for line in _latest(path, last):
            typer.echo(clean(_shown(line)))


def _demo_home() -> Path:
    from chunfeng.cli.demo.workbench import HOME as DEMO_HOME
    from chunfeng.cli.demo.workbench import MADE

    return HOME if (HOME / MADE).exists() else DEMO_HOME


def _latest(path: Path, many: int) -> list[Mapping[str, Any]]:
    """The last whole lines; half a line is what a killed worker leaves."""
    found: deque[Mapping[str, Any]] = deque(maxlen=many)
    with path.open("rb") as file:
        for line in file:
            try:
                found.append(orjson.loads(line))
            except orjson.JSONDecodeError:
                continue
    return list(found)


def _shown(line: Mapping[str, Any]) -> str:
    at = datetime.fromisoformat(line["at"]).astimezone()
    return f"{at:%m-%d %H:%M:%S}  {phone_mask(line['phone'])}  {line['text']}"
