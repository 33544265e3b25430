"""Where the database is and whose login this process uses; a password is never printed."""

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from chunfeng.foundation.database.server import PORT, SUPERUSER, reachable, socket_folder

ROOT = Path(__file__).resolve().parents[3]
HOME = Path(os.environ.get("CHUNFENG_HOME") or ROOT / "build" / "home").absolute()
OWNER_ROLE = "chunfeng_owner"
LOGINS = {"web": "chunfeng_web", "worker": "chunfeng_worker"}
NAME = "chunfeng"


def databases(process: str, home: Path = HOME) -> dict[str, dict[str, Any]]:
    """Django's DATABASES for a kind of process: web, worker, or owner (migrations only).

    DATABASE_URL (postgresql://login:password@host:port/name?sslmode=…) names a server of one's
    own, with the administrator's login for owner; otherwise it is the embedded one in ``home``.
    """
    base = _from_url(os.environ["DATABASE_URL"]) if os.environ.get("DATABASE_URL") else None
    found = base or _embedded(home)
    options: dict[str, Any] = dict(found.pop("OPTIONS", {}))
    if process == "owner":
        options["options"] = f"-c role={OWNER_ROLE}"
    else:
        found["USER"] = LOGINS[process]
        found["PASSWORD"] = password(home, LOGINS[process])
        options["application_name"] = f"chunfeng-{process}"
    lasting = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True, "ATOMIC_REQUESTS": False}
    return {"default": found | lasting | {"OPTIONS": options}}


def password(home: Path, login: str) -> str:
    """A login's password from the home's key folder; empty where there is none yet."""
    path = home / "keys" / f"{login}.password"
    return path.read_text(encoding="ascii").strip() if path.exists() else ""


def hidden(url: str) -> str:
    """A database URL fit to be shown."""
    return re.sub(r"(?<=://)([^:/@]*)(:[^@]*)?@", r"\1:***@", url)


def _from_url(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ValueError("DATABASE_URL must begin with postgresql://")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or NAME,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(parts.port or query.pop("port", "")),
        "OPTIONS": query,
    }


def _embedded(home: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": NAME,
        "USER": SUPERUSER,
        "PASSWORD": password(home, SUPERUSER),
        "HOST": str(socket_folder(reachable(home / "database"))),
        "PORT": str(PORT),
    }
