"""The PostgreSQL that comes along: our own launcher over any folder of binaries.

Socket only; a password even there, so that a stray process of the same account stays outside.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile
import time
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from signal import SIGINT, SIGQUIT, Signals

from psycopg.conninfo import make_conninfo

from chunfeng.foundation.database.account import account, reachable, runnable
from chunfeng.foundation.database.failures import ServerFailed
from chunfeng.foundation.database.home import (
    PASSABLE,
    known_secret,
    open_log,
    password_name,
    secret,
    trim_log,
)
from chunfeng.foundation.database.processes import alone, tied
from chunfeng.kit.texts import text

__all__ = ["PORT", "SUPERUSER", "Server", "ServerFailed", "reachable", "socket_folder"]

SUPERUSER = "chunfeng_admin"
PORT = 5432  # only a part of the socket's name
TRIES, PAUSE = 4, 0.25
RECOVERY = 600  # seconds a start may take after a crash
STOPPING = 60  # seconds
LONGEST_SOCKET = 90  # bytes of a folder's name; with the file's name the system allows 107
_STATUS_LINE = 7  # of postmaster.pid
_STOP: dict[str, Signals] = {"fast": SIGINT, "immediate": SIGQUIT}
_SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "max_connections": "80",
    "checkpoint_timeout": "15min",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",  # a larger one makes crash recovery slow
    "wal_compression": "off",
    "random_page_cost": "1.1",
    "jit": "off",
    "password_encryption": "scram-sha-256",
    # No statement, value or error text of a client goes into the log: they may be personal.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
    "logging_collector": "off",
}
_FAST = {
    "shared_buffers": "128MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}


def socket_folder(folder: Path) -> Path:
    """Where the server of a folder listens: in it, or under a short name where that is too long."""
    inside = folder / "socket"
    if len(os.fsencode(inside)) <= LONGEST_SOCKET:
        return inside
    short = Path("/run") if account().lent else Path("/tmp")  # noqa: S108 its owner is checked
    return short / f"chunfeng-{_mark(folder)}"


class Server:
    """One server and its data in a folder. ``fast`` gives up durability, for tests only."""

    def __init__(self, folder: Path, *, binaries: Path | None = None, fast: bool = False) -> None:
        self.given = folder.absolute()
        self.home = self.given.parent
        self.folder = reachable(self.given)
        self.data = self.folder / "data"
        self.socket = socket_folder(self.folder)
        self.log = self.folder / "server.log"
        self.account = account()
        self._binaries, self._fast = binaries, fast
        self._process: subprocess.Popen[bytes] | None = None

    @cached_property
    def binaries(self) -> Path:
        """The folder of initdb and postgres."""
        named = os.environ.get("CHUNFENG_PG_BIN")
        return runnable(self._binaries or (Path(named) if named else None))

    def start(self) -> None:
        """Starts the server and waits until it answers; its data folder is made the first time.

        The server stops by itself when the thread that called this ends, however it ends.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with alone(self.folder / "starting.lock"):
                self._make()
                self._start()
        except OSError as error:
            raise ServerFailed(
                text("PostgreSQL could not be set up: {reason}", reason=error)
            ) from error

    def stop(self, mode: str = "fast") -> None:
        """Stops the server: fast (clients are cut off, nothing is lost) or immediate (a crash)."""
        pid = self._alive()
        if pid is not None:
            with suppress(ProcessLookupError):
                os.kill(pid, _STOP[mode])
        until = time.monotonic() + STOPPING
        while self._left():
            if time.monotonic() > until:
                raise ServerFailed(text("PostgreSQL did not stop; its log: {file}", file=self.log))
            time.sleep(0.02)

    def running(self) -> bool:
        """Whether the server of this folder runs and answers."""
        return self._alive() is not None and self._status() == "ready"

    def dsn(self, user: str = SUPERUSER, database: str = "postgres") -> str:
        """How a client reaches it; without the password."""
        return make_conninfo(host=str(self.socket), port=PORT, user=user, dbname=database)

    def pid(self) -> int:
        """The process number of the running server."""
        pid = self._alive()
        if pid is None:
            raise ServerFailed(text("PostgreSQL does not run."))
        return pid

    def password(self) -> str:
        """The administrator's password."""
        found = known_secret(self.home, password_name(SUPERUSER))
        if not found:
            raise ServerFailed(
                text(
                    "There is a database but not its password: put {folder} back.",
                    folder=self.home / "keys",
                )
            )
        return found

    def _start(self) -> None:
        failed, until = 0, time.monotonic() + RECOVERY
        while not self.running():
            # After a crash it is waited for the last process: it may still write.
            if not self._left() and not self._launch():
                failed += 1
            if failed == TRIES or time.monotonic() > until:
                raise ServerFailed(text("PostgreSQL did not start; its log: {file}", file=self.log))
            if not self.running():
                time.sleep(PAUSE)

    def _launch(self) -> bool:
        """Whether the server came up; False when it gave up."""
        # Nothing of the server is left. PostgreSQL would wait for ever where another process has
        # got the number in one of these.
        self._pid_file.unlink(missing_ok=True)
        (self.socket / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)
        trim_log(self.log)
        settings = _SETTINGS | {"shared_buffers": _buffers()} | (_FAST if self._fast else {})
        settings |= {"unix_socket_directories": str(self.socket), "cluster_name": self._name}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with os.fdopen(open_log(self.log), "ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 our own arguments, no shell
                [self.binaries / "postgres", "-D", self.data, *options],
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=_environment(),
                start_new_session=True,  # Ctrl-C at the terminal is not for it
                preexec_fn=tied(SIGINT),
                **self.account.switch,
            )
        while self._process.poll() is None and not self.running():
            time.sleep(0.02)
        return self._process.returncode is None

    @property
    def _name(self) -> str:
        """The name in the titles of all the server's processes."""
        return f"chunfeng-{_mark(self.data)}"

    @property
    def _pid_file(self) -> Path:
        return self.data / "postmaster.pid"

    def _alive(self) -> int | None:
        """The number of the server's first process, while it lives."""
        try:
            pid = int(self._pid_file.read_text().split("\n")[0])
        except (OSError, ValueError):
            return None
        return pid if self._is_ours(pid) else None

    def _left(self) -> bool:
        """Whether any process of the server is there, even one that a crash left behind."""
        if self._process is not None and self._process.poll() is None:
            return True
        numbers = (int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit())
        return any(self._name.encode() in _command_line(number) for number in numbers)

    def _is_ours(self, pid: int) -> bool:
        """Whether this is the server's first process: a number may have passed to another one."""
        return f"cluster_name={self._name}".encode() in _command_line(pid)

    def _status(self) -> str:
        try:
            return self._pid_file.read_text().split("\n")[_STATUS_LINE].strip()
        except (OSError, IndexError):
            return ""

    def _make(self) -> None:
        if not os.path.lexists(self.given):
            self.given.symlink_to(self.folder)
        self.folder.chmod(PASSABLE if self.account.lent else 0o700)
        self.account.own_folder(self.socket)
        if self.data.exists():
            self.account.own_folder(self.data)
            self.password()
        else:
            self._init()

    def _init(self) -> None:
        """Makes the data folder under another name first: a kill leaves no half of one."""
        draft = self.folder / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        self.account.own_folder(draft)
        with tempfile.NamedTemporaryFile("w", dir=self.folder) as file:
            file.write(secret(self.home, password_name(SUPERUSER)))
            file.flush()
            if self.account.lent:
                os.chown(file.name, self.account.uid, self.account.gid)
            arguments = [
                *("-D", str(draft), "-U", SUPERUSER, "-E", "UTF8", "--pwfile", file.name),
                *("--locale-provider=libc", "--locale=C.UTF-8", "--auth=scram-sha-256"),
                *("--data-checksums", "--no-instructions"),
                *(("--no-sync",) if self._fast else ()),
            ]
            self._run_initdb(arguments)
        draft.rename(self.data)

    def _run_initdb(self, arguments: list[str]) -> None:
        done = subprocess.run(  # noqa: S603 our own arguments, no shell
            [self.binaries / "initdb", *arguments],
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            env=_environment(),
            **self.account.switch,
        )
        if done.returncode != 0:
            reason = done.stderr.strip()[-400:]
            raise ServerFailed(text("PostgreSQL could not be set up: {reason}", reason=reason))


def _mark(folder: Path) -> str:
    return hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]


def _command_line(pid: int) -> bytes:
    """Anybody's to read, unlike the rest of a process; empty once it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def _buffers() -> str:
    """A sixteenth of the machine's memory for pages of the database, at most 1 GB."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return f"{min(max(memory >> 24, 128), 1024)}MB"


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
