"""Where snapshots lie, and what each one says about itself. A folder is whole or absent."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import orjson

from chunfeng.foundation.database.url import HOME

FOLDER = HOME / "files" / "snapshots"
MANIFEST = "manifest.json"
STAMP = "%Y%m%dT%H%M%SZ"
NAMED = re.compile(r"[0-9]{8}T[0-9]{6}Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file of a snapshot."""

    name: str
    content: str  # vacancies, employers, workshops
    format: str  # ndjson, parquet
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A snapshot: made_at in UTC; the feed goes on from (xact, nothing of it seen)."""

    name: str
    made_at: datetime
    xact: int
    files: Sequence[File]


def kept(folder: Path = FOLDER) -> list[Snapshot]:
    """The snapshots there are, the latest first."""
    if not folder.is_dir():
        return []
    named = [one.name for one in folder.iterdir() if NAMED.fullmatch(one.name)]
    read = (_read(folder / name) for name in sorted(named, reverse=True))
    return [one for one in read if one]


def file(snapshot: str, name: str, folder: Path = FOLDER) -> tuple[Path, File] | None:
    """A file of a snapshot, and what is known of it; only what a manifest names."""
    found = _read(folder / snapshot) if NAMED.fullmatch(snapshot) else None
    for one in found.files if found else ():
        if one.name == name:
            return folder / snapshot / name, one
    return None


def write_manifest(folder: Path, snapshot: Snapshot) -> None:
    """Says in a draft's folder what it holds."""
    (folder / MANIFEST).write_bytes(orjson.dumps(asdict(snapshot)))


def _read(folder: Path) -> Snapshot | None:
    try:
        told = orjson.loads((folder / MANIFEST).read_bytes())
    except FileNotFoundError:  # it may be going just now
        return None
    told["made_at"] = datetime.fromisoformat(told["made_at"])
    told["files"] = tuple(File(**one) for one in told["files"])
    return Snapshot(**told)
