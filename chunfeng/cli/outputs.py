"""Files to write: checked before the work, put in place only when whole."""

import errno
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from chunfeng.cli.stops import Exit, Stop
from chunfeng.kit.texts import Text, text

_DENIED = text("access is denied")
_WHY = {
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.EROFS: text("the disk is read-only"),
    errno.ENOSPC: text("the disk is full"),
    errno.EDQUOT: text("the disk is full"),
    errno.ENAMETOOLONG: text("the name is too long"),
}


def check_target(path: Path, suffix: str, taken: Sequence[Path]) -> None:
    """Stops unless a file can be written there; ``taken`` are the files it must not replace."""
    try:
        problem = _problem(path, suffix, taken)
    except OSError as error:
        problem = _cannot(path, error)
    if problem is not None:
        raise Stop(Exit.USAGE, problem)


def _problem(path: Path, suffix: str, taken: Sequence[Path]) -> Text | None:
    if path.suffix.lower() != suffix:
        return text("{file} must end in {suffix}.", file=path, suffix=suffix)
    if path.is_dir():
        return text("{file} is a folder; give the name of a file.", file=path)
    if not path.parent.is_dir():
        return text("The folder {folder} does not exist.", folder=path.parent)
    if any(_same(path, other) for other in taken):
        return text("{file} is one of the other files of this run; choose another name.", file=path)
    _beside(path).touch()
    _beside(path).unlink()
    if path.exists() and not os.access(path, os.W_OK):
        return text("{file} is write-protected.", file=path)
    return None


def _same(path: Path, other: Path) -> bool:
    with suppress(OSError):
        if path.samefile(other):
            return True
    return path.resolve() == other.resolve()


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A file beside ``path`` that takes its name once it is whole and on the disk."""
    path = path.resolve()
    draft = _beside(path)
    try:
        yield draft
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        draft.replace(path)
    except OSError as error:
        raise Stop(Exit.FAILED, _cannot(path, error)) from error
    finally:
        draft.unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.part")


def _cannot(path: Path, error: OSError) -> Text:
    why = _WHY.get(error.errno or 0, error.strerror or type(error).__name__)
    return text("{file} cannot be written: {why}.", file=path, why=why)
