"""What ``chunfeng serve`` runs: one-off steps, the web server, the workers."""

import errno
import os
import socket
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from chunfeng.cli.serve.supervisor import Part
from chunfeng.cli.stops import Exit, Stop
from chunfeng.foundation.database.url import without_login
from chunfeng.kit.texts import Text, text

SHORT, HEAVY = "default", "heavy"  # the queues, as the jobs are declared
WEB_WORKERS, WEB_THREADS = 2, 4  # measured: threads with lasting connections, two processes
# No more of the public at once than there are processors: its questions to the database would
# stand in the way of the officers'.
PUBLIC_THREADS = min(WEB_THREADS, max(1, (os.cpu_count() or 1) // WEB_WORKERS))
GRACE = 20  # seconds requests and jobs get to finish
_PORT_TRIES, _PORT_PAUSE = 10, 0.2  # an earlier web server may still be ending


def web(home: Path, host: str, port: int, addresses: dict[str, str]) -> Part:
    """The workbench."""
    told = text("The workbench is ready: {address}", address=address(host, port))
    return _server(home, ("web", "web"), text("Web server"), (host, port), addresses, told)


def public(home: Path, host: str, port: int, addresses: dict[str, str]) -> Part:
    """Portal, desk and api: processes of their own, so that no crowd there slows an officer."""
    told = text("The public site is ready: {address}", address=address(host, port))
    given = addresses | {"CHUNFENG_PROCESSES": str(WEB_WORKERS)}  # that share the limit of reads
    return _server(home, ("public", "public"), text("Public site"), (host, port), given, told)


def address(host: str, port: int) -> str:
    """How a browser on this machine reaches a server."""
    return f"http://{_shown(host)}:{port}"


def _server(
    home: Path,
    called: tuple[str, str],
    title: Text,
    where: tuple[str, int],
    addresses: dict[str, str],
    welcome: Text,
) -> Part:
    """called: the name of its log and whose login it uses."""
    (name, role), (host, port) = called, where
    options = {
        "interface": "wsgi",
        "host": host,
        "port": port,
        "backlog": 1024,
        "workers": WEB_WORKERS,
        "blocking-threads": PUBLIC_THREADS if role == "public" else WEB_THREADS,
        "workers-kill-timeout": GRACE,
        "log-level": "warning",
    }
    flags = ["--no-access-log", "--no-ws", "--respawn-failed-workers"]
    return Part(
        name=name,
        title=title,
        command=_python("granian", *_options(options), *flags, "chunfeng.config.wsgi:application"),
        environment=_environment(home, role) | addresses,
        patience=GRACE + 5,
        answers=lambda: _answers(host, port),
        welcome=welcome,
    )


def short_jobs(home: Path, addresses: dict[str, str]) -> Part:
    """The worker for jobs of seconds, some at a time."""
    made = _worker(home, "worker", text("Worker"), queue=SHORT, at_once=4)
    return replace(made, environment=dict(made.environment) | addresses)


def heavy_jobs(home: Path, number: int) -> Part:
    """A worker for imports and the like: one at a time, for each takes much memory."""
    title = text("Import worker {number}", number=number)
    return _worker(home, f"imports-{number}", title, queue=HEAVY, at_once=1)


def _worker(home: Path, name: str, title: Text, *, queue: str, at_once: int) -> Part:
    options = {
        "name": name,
        "queues": queue,
        "concurrency": at_once,
        "shutdown-graceful-timeout": GRACE,
    }
    return Part(
        name=name,
        title=title,
        command=_django("procrastinate", "worker", *_options(options)),
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
        command=_python("chunfeng.cli.serve.gather"),
        environment=_environment(home, "web"),
    )


def check_port(host: str, port: int) -> None:
    """Stops with a plain sentence where the web server could not listen."""
    for left in range(_PORT_TRIES, 0, -1):
        try:
            _try_port(host, port)
        except socket.gaierror:
            raise Stop(Exit.USAGE, text("No host is called {host}.", host=host)) from None
        except OSError as error:
            if left == 1 or error.errno != errno.EADDRINUSE:
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
            "Port {port} is in use; take another one: --port {other}",
            port=port,
            other=port + 1 if port < 65535 else 8000,
        )
    return text("Nothing can listen at {host}:{port} here.", host=host, port=port)


def _answers(host: str, port: int) -> bool:
    """Whether a page comes from there; the socket alone is open before the pages are."""
    near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 compared only
    asked = HTTPConnection(near, port, timeout=1)
    try:
        asked.request("HEAD", "/")
        return asked.getresponse().status < HTTPStatus.INTERNAL_SERVER_ERROR
    except (OSError, HTTPException):
        return False
    finally:
        asked.close()


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _options(options: Mapping[str, object]) -> list[str]:
    return [part for name, value in options.items() for part in (f"--{name}", str(value))]


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
