"""The state folder (CHUNFENG_HOME): what a machine must keep, back up and never publish."""

import os
import secrets
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
HOME = Path(os.environ.get("CHUNFENG_HOME") or ROOT / "build" / "home").absolute()
FOLDERS = ("keys", "files", "seals", "logs")  # and database/, which the server makes itself
PASSABLE = 0o711  # other accounts may pass through to a folder of theirs, not look around
LONGEST_LOG = 10 << 20  # bytes


def make_home(home: Path) -> None:
    """Makes what is missing of the state folder; what is in it only its owner can read."""
    if not home.exists():
        home.mkdir(parents=True)
        home.chmod(PASSABLE)  # PostgreSQL's account has to reach database/
    for name in FOLDERS:
        (home / name).mkdir(mode=0o700, exist_ok=True)
        (home / name).chmod(0o700)
    secret(home, "session.key")


def secret(home: Path, name: str) -> str:
    """A secret of the key folder; made when it is asked for the first time."""
    path = home / "keys" / name
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(path, secrets.token_urlsafe(32))
    return path.read_text(encoding="ascii").strip()


def known_secret(home: Path, name: str) -> str:
    """A secret of the key folder; empty where there is none yet."""
    path = home / "keys" / name
    return path.read_text(encoding="ascii").strip() if path.exists() else ""


def password_name(login: str) -> str:
    """The name of a login's password in the key folder."""
    return f"{login}.password"


def write_private(path: Path, content: str) -> None:
    """Writes a file only its owner can read; whole or not at all, never over another one."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first: its secret holds
    finally:
        draft.unlink()


def open_log(path: Path) -> int:
    """A descriptor that appends to a log only its owner can read."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)


def trim_log(path: Path) -> None:
    """Moves a log that has grown long to ``.1``; those who append to it need not know."""
    if path.exists() and path.stat().st_size > LONGEST_LOG:
        old = path.with_name(f"{path.name}.1")
        old.unlink(missing_ok=True)
        with os.fdopen(os.open(old, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(path.read_bytes())
        os.truncate(path, 0)
