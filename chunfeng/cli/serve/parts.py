"""What ``chunfeng serve`` runs: one-off steps, the web server, the workers."""

import errno
import os
import socket
import sys
import time
from pathlib import Path

from chunfeng.cli.serve.supervisor import Part
from chunfeng.cli.stops import Exit, Stop
from chunfeng.foundation.database.url import without_login
from chunfeng.kit.texts import Text, text

WEB_WORKERS, WEB_THREADS = 2, 4  # measured: threads with lasting connections, two processes
GRACE = 20  # seconds requests and jobs get to finish
_PORT_TRIES, _PORT_PAUSE = 10, 0.2  # an earlier web server may still be ending


def web(home: Path, host: str, port: int) -> Part:
    """The web server."""
    options = {
        "interface": "wsgi",
        "host": host,
        "port": port,
        "backlog": 1024,
        "workers": WEB_WORKERS,
        "blocking-threads": WEB_THREADS,
        "workers-kill-timeout": GRACE,
        "log-level": "warning",
    }
    given = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    flags = ["--no-access-log", "--no-ws", "--respawn-failed-workers"]
    address = f"http://{_shown(host)}:{port}"
    return Part(
        name="web",
        title=text("Web server"),
        command=_python("granian", *given, *flags, "chunfeng.config.wsgi:application"),
        environment=_environment(home, "web"),
        patience=GRACE + 5,
        answers=lambda: _answers(host, port),
        welcome=text("Chunfeng is ready: {address}", address=address),
    )


def worker(home: Path, number: int) -> Part:
    """A worker for background jobs."""
    command = _django("procrastinate", "worker", "--shutdown-graceful-timeout", str(GRACE))
    return Part(
        name=f"worker-{number}",
        title=text("Worker {number}", number=number),
        command=[*command, "--name", f"worker-{number}"],
        environment=_environment(home, "worker"),
        patience=GRACE + 5,
    )


def migrations(home: Path) -> Part:
    """Brings the tables up to date, in the owner's role."""
    return Part(
        name="migrate",
        title=text("Bringing the tables up to date …"),
        command=_django("migrate", "--no-input", "--verbosity", "1"),
        environment=_environment(home, "owner"),
    )


def static_files(home: Path) -> Part:
    """Gathers what browsers load: style sheets, scripts, icons."""
    return Part(
        name="static",
        title=text("Gathering style sheets and scripts …"),
        command=_django("collectstatic", "--no-input", "--verbosity", "1"),
        environment=_environment(home, "web"),
    )


def check_port(host: str, port: int) -> None:
    """Stops with a plain sentence where the web server could not listen."""
    for left in range(_PORT_TRIES, 0, -1):
        try:
            _try_port(host, port)
        except socket.gaierror:
            raise Stop(Exit.USAGE, text("There is no host {host}.", host=host)) from None
        except OSError as error:
            if left == 1 or isinstance(error, PermissionError):
                raise Stop(Exit.USAGE, _busy(error, host, port)) from None
            time.sleep(_PORT_PAUSE)
        else:
            return


def _try_port(host: str, port: int) -> None:
    family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        trial.bind(address)
        trial.listen(1)


def _busy(error: OSError, host: str, port: int) -> Text:
    if isinstance(error, PermissionError):
        return text("Only an administrator may use port {port}; take --port 8000.", port=port)
    if error.errno == errno.EADDRINUSE:
        return text(
            "Port {port} is in use; take another one: --port {other}", port=port, other=8001
        )
    return text("Nothing can listen at {host}:{port} here.", host=host, port=port)


def _answers(host: str, port: int) -> bool:
    """Whether somebody accepts connections there."""
    near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 compared only
    try:
        socket.create_connection((near, port), timeout=1).close()
    except OSError:
        return False
    return True


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _python(module: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", module, *arguments]


def _django(*arguments: str) -> list[str]:
    return _python("django", *arguments)


def _environment(home: Path, role: str) -> dict[str, str]:
    """What a process gets; only the one that migrates gets the administrator's login."""
    given = {
        "DJANGO_SETTINGS_MODULE": "chunfeng.config.settings",
        "CHUNFENG_HOME": str(home),
        "CHUNFENG_DATABASE_ROLE": role,
        "PYTHONUTF8": "1",
        "PYTHONUNBUFFERED": "1",
    }
    url = os.environ.get("DATABASE_URL")
    if url and role != "owner":
        given["DATABASE_URL"] = without_login(url)
    return given
