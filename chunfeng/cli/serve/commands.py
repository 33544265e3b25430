"""The commands ``chunfeng serve`` and ``chunfeng database roles``."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import psycopg
import typer

from chunfeng.cli.serve import parts
from chunfeng.cli.serve.supervisor import Part, StepFailed, Supervisor
from chunfeng.cli.stops import Exit, Stop, spoken, tell
from chunfeng.foundation.ciphers import MissingKeys, ensure_keys, load_keys
from chunfeng.foundation.database.checks import refuse_mighty
from chunfeng.foundation.database.failures import BadUrl, CannotPrepare, DatabaseFailure
from chunfeng.foundation.database.home import HOME, make_home
from chunfeng.foundation.database.prepare import for_administrator, prepare
from chunfeng.foundation.database.processes import Taken, alone
from chunfeng.foundation.database.server import Server
from chunfeng.foundation.database.url import LOGINS, database_name, dsn
from chunfeng.kit.texts import Language, Text, text

Lang = Annotated[Language, typer.Option(help="输出语言 · Language of the output")]


def serve(
    host: Annotated[str, typer.Option(help="监听地址 · Address to listen at")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="端口 · Port", min=1, max=65535)] = 8000,
    public_port: Annotated[
        int | None,
        typer.Option(
            help="公共站点端口，默认为 --port 加一 · Port of the public site", min=1, max=65535
        ),
    ] = None,
    imports: Annotated[
        int, typer.Option(help="同时进行的导入 · Imports at the same time", min=1, max=16)
    ] = 1,
    lang: Lang = "zh",
) -> None:
    """启动数据库、网页和后台任务 · Run the database, the web server and the workers."""
    with spoken(lang), _plainly():
        make_home(HOME)
        with alone(HOME / "serve.lock", wait=False):
            ports = (port, public_port or (port + 1 if port < 65535 else port - 1))
            for wanted in ports:
                parts.check_port(host, wanted)
            own = os.environ.get("DATABASE_URL")
            Supervisor(
                _parts(host, ports, imports),
                base=None if own else Server(HOME / "database"),
                logs=HOME / "logs",
                say=_speaker(lang),
            ).run(_make_ready)


def database_roles(lang: Lang = "zh") -> None:
    """列出管理员要执行的语句 · The statements an administrator has to run on your server."""
    with spoken(lang), _plainly():
        if not os.environ.get("DATABASE_URL"):
            raise Stop(Exit.USAGE, text("DATABASE_URL names no server; nothing is to be done."))
        make_home(HOME)
        missing = for_administrator(dsn("owner", HOME), HOME, name=database_name())
        if not missing:
            raise Stop(Exit.DONE, text("Every role is there; nothing is to be done."))
        typer.echo(missing, nl=False)


def _parts(host: str, ports: tuple[int, int], imports: int) -> list[Part]:
    names = ("CHUNFENG_WORK_ADDRESS", "CHUNFENG_PUBLIC_ADDRESS")
    addresses = {
        name: os.environ.get(name) or parts.address(host, port)
        for name, port in zip(names, ports, strict=True)
    }
    return [
        parts.web(HOME, host, ports[0], addresses),
        parts.public(HOME, host, ports[1], addresses),
        parts.short_jobs(HOME, addresses),
        *[parts.heavy_jobs(HOME, number) for number in range(1, imports + 1)],
    ]


def _make_ready(supervisor: Supervisor) -> None:
    """Everything that has to be right before the first page is shown."""
    prepare(dsn("owner", HOME), HOME, name=database_name())
    data_keys()
    for process in LOGINS:
        with psycopg.connect(dsn(process, HOME)) as connection:
            refuse_mighty(connection.cursor())
    supervisor.once(parts.migrations(HOME))
    supervisor.once(parts.static_files(HOME))


def data_keys() -> None:
    """Makes the data keys with a new database; never beside data that older keys have sealed."""
    with psycopg.connect(dsn("owner", HOME)) as connection:
        found = connection.execute("SELECT FROM pg_tables WHERE schemaname = 'public'")
        new = found.fetchone() is None
    if new:
        ensure_keys(HOME / "keys")
    try:
        load_keys(HOME / "keys")
    except MissingKeys:
        keys = HOME / "keys"
        lost = text("The keys of the personal data are missing: put {folder} back.", folder=keys)
        raise Stop(Exit.FAILED, lost) from None


def _speaker(lang: Language) -> Callable[[Text], None]:
    return lambda message: tell(message, lang)


@contextmanager
def _plainly() -> Iterator[None]:
    """What can go wrong from outside, as a sentence and an exit code."""
    try:
        yield
    except Taken as error:
        raise Stop(Exit.USAGE, text("Chunfeng already runs on {folder}.", folder=HOME)) from error
    except StepFailed as error:
        raise Stop(Exit.FAILED, _failed(error.part.title, error.log)) from error
    except DatabaseFailure as error:
        code = Exit.USAGE if isinstance(error, BadUrl | CannotPrepare) else Exit.FAILED
        raise Stop(code, error.text) from error
    except psycopg.OperationalError as error:
        raise Stop(Exit.FAILED, _unreachable(error)) from error


def _failed(step: Text, log: Path) -> Text:
    return text("Failed: {step} Log: {file}", step=step, file=log)


def _unreachable(error: psycopg.OperationalError) -> Text:
    reason = str(error).strip().split("\n")[0]
    return text("The database cannot be reached: {reason}", reason=reason)
