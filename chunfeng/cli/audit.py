"""``chunfeng audit verify``: whether the log is as it was written."""

import os
import sys
from typing import Annotated

import orjson
import typer

from chunfeng.cli.stops import Exit, spoken
from chunfeng.kit.texts import Language, text


def audit_verify(
    json: Annotated[bool, typer.Option("--json", help="输出 JSON · Print JSON")] = False,
    lang: Annotated[Language, typer.Option(help="输出语言 · Language of the output")] = "zh",
) -> None:
    """核对审计日志的封印 · Check the seals of the log."""
    with spoken(lang):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chunfeng.config.settings")
        os.environ["CHUNFENG_DATABASE_ROLE"] = "worker"
        import django

        django.setup()
        from django.utils import timezone

        from chunfeng.foundation.audit.sealing import verify
        from chunfeng.foundation.database.url import HOME

        found = verify(at=timezone.now(), folder=HOME / "seals")
        if json:
            told = {
                "seals": found.seals,
                "events": found.events,
                "faults": [fault.to(lang) for fault in found.faults],
            }
            sys.stdout.buffer.write(orjson.dumps(told, option=orjson.OPT_INDENT_2) + b"\n")
        else:
            _tell(found.seals, found.events, [fault.to(lang) for fault in found.faults], lang)
        if found.faults:
            raise typer.Exit(Exit.FAILED)


def _tell(seals: int, events: int, faults: list[str], lang: Language) -> None:
    for fault in faults:
        typer.echo(fault)
    if not faults:
        said = text("{events} events under {seals} seals: all as they were.", events=f"{events:,}",
                    seals=f"{seals:,}")  # fmt: skip
        typer.echo(said.to(lang))
