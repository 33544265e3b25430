"""The data keys: a file outside the database and its backups, never made anew by accident."""

import json
import os
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = "data-keys.json"
LENGTH = 32  # bytes


class MissingKeys(Exception):
    """The key file is not where it should be; what was sealed cannot be opened without it."""


@dataclass(frozen=True, slots=True, repr=False)
class Keyring:
    """Master keys by number (1..65535), the number in use, and the key of the blind index."""

    current: int
    masters: Mapping[int, bytes]
    index: bytes


def ensure_keys(folder: Path) -> None:
    """Makes the key file where there is none yet; to be called when a new home is set up."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / FILE
    if path.exists():
        return
    made = {"current": 1, "masters": {"1": _fresh()}, "index": _fresh()}
    draft = folder / f".{FILE}.{os.getpid()}"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        json.dump(made, stream)
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(draft, path)  # never over a key file that came in between
    except FileExistsError:
        pass
    finally:
        draft.unlink()


@cache
def load_keys(folder: Path) -> Keyring:
    """The keys of a home; MissingKeys where there are none."""
    try:
        read = json.loads((folder / FILE).read_text(encoding="ascii"))
    except FileNotFoundError:
        raise MissingKeys(f"no key file in {folder}") from None
    masters = {int(number): b64decode(key) for number, key in read["masters"].items()}
    return Keyring(current=read["current"], masters=masters, index=b64decode(read["index"]))


def _fresh() -> str:
    return b64encode(secrets.token_bytes(LENGTH)).decode("ascii")
