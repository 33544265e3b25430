"""Where the database is and whose login this process uses; a password is never printed."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from psycopg.conninfo import make_conninfo

from chunfeng.foundation.database.failures import BadUrl
from chunfeng.foundation.database.home import HOME, ROOT, known_secret, password_name
from chunfeng.foundation.database.server import PORT, SUPERUSER, reachable, socket_folder
from chunfeng.kit.texts import text

__all__ = ["HOME", "ROOT", "BadUrl", "database_name", "databases", "dsn", "hidden", "without_login"]

OWNER_ROLE = "chunfeng_owner"
LOGINS = {"web": "chunfeng_web", "worker": "chunfeng_worker", "public": "chunfeng_portal"}
NAME = "chunfeng"
ENGINE = "chunfeng.foundation.database.postgresql"


def databases(process: str, home: Path = HOME) -> dict[str, dict[str, Any]]:
    """Django's DATABASES for a kind of process: web, worker, public, or owner (migrations only).

    DATABASE_URL (postgresql://login:password@host:port/name?sslmode=…) names a server of one's
    own, with the administrator's login for owner; otherwise it is the embedded one in ``home``.
    """
    url = os.environ.get("DATABASE_URL")
    found = _from_url(url) if url else _embedded(home)
    options: dict[str, Any] = found.pop("OPTIONS", {})
    if process == "owner":
        options["options"] = f"{options.get('options', '')} -c role={OWNER_ROLE}".strip()
    else:
        found["USER"] = LOGINS[process]
        found["PASSWORD"] = known_secret(home, password_name(LOGINS[process]))
        options["application_name"] = f"chunfeng-{process}"
    lasting = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True, "ATOMIC_REQUESTS": False}
    return {"default": found | lasting | {"OPTIONS": options}}


def dsn(process: str, home: Path = HOME) -> str:
    """The same as a connection text for psycopg; owner: the administrator, in their own role."""
    found = databases(process, home)["default"]
    options = dict(found["OPTIONS"])
    if process == "owner":
        options["options"] = options["options"].removesuffix(f"-c role={OWNER_ROLE}").strip()
    keys = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    given = {key: found[name] for key, name in keys.items()} | options | {"dbname": found["NAME"]}
    return make_conninfo(**{key: value for key, value in given.items() if value})


def database_name() -> str:
    """The name of the database."""
    return str(databases("owner")["default"]["NAME"])


def hidden(url: str) -> str:
    """A database URL fit to be shown: neither login nor password nor options."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, _place(parts.netloc), parts.path, "", ""))


def without_login(url: str) -> str:
    """A database URL for web and workers, who have logins of their own."""
    parts = urlsplit(url)
    kept = [(k, v) for k, v in parse_qsl(parts.query) if k not in ("user", "password")]
    return urlunsplit((parts.scheme, _place(parts.netloc), parts.path, urlencode(kept), ""))


def _place(netloc: str) -> str:
    return netloc.rpartition("@")[2]


def _from_url(url: str) -> dict[str, Any]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:  # its text may hold a part of the password
        raise BadUrl(
            text("DATABASE_URL: signs like / : @ ? # in a password must be percent-encoded.")
        ) from None
    if parts.scheme not in ("postgres", "postgresql") or parts.fragment:
        raise BadUrl(text("DATABASE_URL is written postgresql://login:password@host:port/name."))
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": ENGINE,
        "NAME": unquote(parts.path.lstrip("/")) or NAME,
        "USER": unquote(parts.username or query.pop("user", "")),
        "PASSWORD": unquote(parts.password or query.pop("password", "")),
        "HOST": query.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(port or query.pop("port", "")),
        "OPTIONS": query,
    }


def _embedded(home: Path) -> dict[str, Any]:
    return {
        "ENGINE": ENGINE,
        "NAME": NAME,
        "USER": SUPERUSER,
        "PASSWORD": known_secret(home, password_name(SUPERUSER)),
        "HOST": str(socket_folder(reachable(home / "database"))),
        "PORT": str(PORT),
    }
