"""``chunfeng accounts first``: invites the nation's administrator, where there is none yet."""

import os
from typing import Annotated

import typer

from chunfeng.cli.stops import Exit, Stop, spoken
from chunfeng.kit.texts import Language, text


def first(
    login: Annotated[str, typer.Option(help="登录名，不得是证件号码 · Sign-in name")],
    name: Annotated[str, typer.Option(help="姓名 · Name")],
    site: Annotated[
        str, typer.Option(help="工作台的网址 · Address of the workbench")
    ] = "http://127.0.0.1:8000",
    lang: Annotated[Language, typer.Option(help="输出语言 · Language of the output")] = "zh",
) -> None:
    """邀请第一位系统管理员（全国） · Invite the first administrator, of the nation."""
    with spoken(lang):
        token = _invited(login, name)
        said = text("Open this within 7 days; it works once. Only the last link made is good.")
        typer.echo(said.to(lang))
        typer.echo(f"{site.rstrip('/')}/invitation/{token}")


def _invited(login: str, name: str) -> str:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chunfeng.config.settings")
    import django

    django.setup()
    from django.db import OperationalError, transaction
    from django.utils import timezone

    from chunfeng.foundation.accounts.giving import invite_first
    from chunfeng.foundation.accounts.refusals import Refused

    try:
        with transaction.atomic():
            return invite_first(login=login, name=name, at=timezone.now())
    except Refused as refused:
        raise Stop(Exit.FAILED, refused.said) from None
    except OperationalError:
        raise Stop(
            Exit.FAILED, text("The database does not answer: is Chunfeng running?")
        ) from None
