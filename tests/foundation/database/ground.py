"""What the tests of the ground share: ways in, other accounts, processes that should be gone."""

import os
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from chunfeng.foundation.database.account import account
from chunfeng.foundation.database.home import known_secret, password_name
from chunfeng.foundation.database.server import Server

DEBIAN = Path("/usr/lib/postgresql/15/bin")


def administrator(server: Server) -> str:
    """The administrator's way in."""
    return make_conninfo(server.dsn(), password=server.password())


def way_in(server: Server, name: str) -> str:
    """The way in of a login made for a test, whose password is its name."""
    return make_conninfo(server.dsn(name), password=name)


def direct(server: Server, database: str = "postgres") -> "psycopg.Connection[Any]":
    """The administrator's connection."""
    return psycopg.connect(administrator(server), dbname=database, autocommit=True)


def login(server: Server, name: str) -> "psycopg.Connection[Any]":
    """A connection of the web's or the worker's login to the product's database."""
    password = known_secret(server.home, password_name(name))
    return psycopg.connect(server.dsn(name, "chunfeng"), password=password, autocommit=True)


def eventually(happens: Callable[[], object], seconds: float = 10) -> bool:
    """Whether it happens in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if happens():
            return True
        time.sleep(0.02)
    return bool(happens())


def gone(pid: int) -> bool:
    """Whether a process has ended; one nobody has fetched the end of counts as ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def processes_of(server: Server) -> list[int]:
    """Every process of the server, by the name they all carry."""
    name = server._name.encode()
    numbers = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
    return [pid for pid in numbers if name in _command_line(pid)]


def forked(act: Callable[[], object], *, as_nobody: bool = False) -> int:
    """The number of a child process that does something and then ends."""
    child = os.fork()
    if child:
        return child
    try:
        if as_nobody and account().lent:
            nobody = account()
            os.setgroups([])
            os.setgid(nobody.gid)
            os.setuid(nobody.uid)
        act()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def exit_code(pid: int) -> int:
    """How a child ended."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _command_line(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
