"""``chunfeng audit verify``: whether the log is as it was sealed.

It runs under the worker's login: what it needs of events are digests and counts, which the gate's
functions give; so the check itself can neither read nor change the log.
"""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import orjson
import typer

from chunfeng.cli.stops import Exit, Stop, clean, spoken
from chunfeng.kit.texts import Language, text

if TYPE_CHECKING:
    from chunfeng.foundation.audit.verifying import Verified


def audit_verify(
    json: Annotated[bool, typer.Option("--json", help="输出 JSON · Print JSON")] = False,
    copy: Annotated[
        Path | None,
        typer.Option(help="与另存的封印文件核对 · Compare with a copy of the file of seals"),
    ] = None,
    lang: Annotated[Language, typer.Option(help="输出语言 · Language of the output")] = "zh",
) -> None:
    """核对审计日志的封印 · Check the seals of the log."""
    with spoken(lang):
        if copy and not copy.is_file():
            raise Stop(Exit.USAGE, text("{file} is not there.", file=copy))
        found = _verified(copy)
        if json:
            _print_json(found, lang)
        else:
            _print(found, lang)
        if found.faults:
            raise typer.Exit(Exit.FAILED)


def _verified(copy: Path | None) -> "Verified":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chunfeng.config.settings")
    os.environ["CHUNFENG_DATABASE_ROLE"] = "worker"
    import django

    django.setup()
    from django.db import OperationalError
    from django.utils import timezone

    from chunfeng.foundation.audit.verifying import verify
    from chunfeng.foundation.database.url import HOME

    try:
        return verify(at=timezone.now(), folder=HOME / "seals", copy=copy)
    except OperationalError:
        raise Stop(
            Exit.FAILED, text("The database does not answer: is Chunfeng running?")
        ) from None


def _print_json(found: "Verified", lang: Language) -> None:
    told = {
        "seals": found.seals,
        "events": found.events,
        "faults": [fault.to(lang) for fault in found.faults],
    }
    sys.stdout.buffer.write(orjson.dumps(told, option=orjson.OPT_INDENT_2) + b"\n")


def _print(found: "Verified", lang: Language) -> None:
    for fault in found.faults:
        typer.echo(clean(fault.to(lang)))
    if not found.faults:
        said = text(
            "{events} events under {seals} seals: all as they were.",
            events=f"{found.events:,}",
            seals=f"{found.seals:,}",
        )
        typer.echo(said.to(lang))
