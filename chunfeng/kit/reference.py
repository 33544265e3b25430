"""Read-only SQLite files that set-up builds once from the locked packages."""

import csv
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.util import find_spec
from pathlib import Path

from chunfeng.kit.texts import text

ROOT = Path(__file__).resolve().parents[2]
BUILT = ROOT / "build/reference"
LISTS = ROOT / "data/reference"


class NotBuilt(RuntimeError):
    """A file that set-up makes is not there; ``text`` says what to do, ready to show."""

    def __init__(self) -> None:
        self.text = text("The reference data is missing: run ./run setup first.")
        super().__init__(self.text.to("en"))


def connect(path: Path) -> sqlite3.Connection:
    """A read-only connection to a built file; NotBuilt when it is not there."""
    if not path.is_file():
        raise NotBuilt
    # The file never changes once built: without locks any number of processes may read it.
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(address, uri=True, check_same_thread=False)


@contextmanager
def building(target: Path, schema: str) -> Iterator[sqlite3.Connection]:
    """A connection to fill; the file gets its name at the end, so that it is whole or absent."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    with closing(sqlite3.connect(draft)) as database:
        database.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + schema)
        with database:
            yield database
    draft.replace(target)


def package(name: str) -> Path:
    """The folder of an installed package, found without importing it."""
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"package {name} is missing: run ./run setup")
    return Path(spec.submodule_search_locations[0])


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)
