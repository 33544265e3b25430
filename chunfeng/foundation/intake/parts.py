"""Reading a stored ledger of any size: part by part, as chunks of rows with bounded memory.

The chunks of a file are always the same ones in the same order.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import Any

from chunfeng.foundation.intake.cells_places import PlaceReader
from chunfeng.foundation.intake.columns import Layout
from chunfeng.foundation.intake.errors import UnreadableFile
from chunfeng.foundation.intake.ledger import Issue, Ledger
from chunfeng.foundation.intake.read import read_ledger
from chunfeng.foundation.intake.reference import Reference
from chunfeng.foundation.intake.refusal import REFUSALS, Refused
from chunfeng.foundation.intake.sealed_files import SealedFile, in_memory
from chunfeng.foundation.intake.splitting import (
    ROWS,
    Outline,
    Piece,
    counted,
    opened,
    outlined,
    pieces,
)
from chunfeng.kit.texts import Text, text

CHUNK = 5000  # rows
_MAGIC = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A stored file and how it is to be read."""

    file: SealedFile
    name: str
    layout: Layout
    sheet: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """Usable rows that lie together: given values by field, their numbers in the file, issues.

    seen: rows of the file down to here, wrong ones included.
    """

    rows: Sequence[Mapping[str, Any]]
    numbers: Sequence[int]
    issues: Sequence[Issue]
    seen: int
    sheet: str


def is_text(file: SealedFile) -> bool:
    """Whether a stored file is a text table, not a workbook."""
    return not next(file.pieces(), b"").startswith(_MAGIC)


def total(source: Source) -> int | None:
    """How many rows a file holds; None where only reading it whole tells."""
    if not is_text(source.file):
        return None
    with said_of(source.name):
        return _outline(source).rows


def ledgers(
    source: Source, reference: Reference, size: int = ROWS
) -> Iterator[tuple[Ledger, Piece | None]]:
    """The file as ledgers of about ``size`` rows; a workbook is one ledger."""
    if not is_text(source.file):
        with in_memory(source.file.pieces(), source.name) as path:
            yield _read(source, path, reference), None
        return
    with said_of(source.name):
        outline = _outline(source)
        county = PlaceReader.for_texts(reference.places, outline.places).county
        for piece in pieces(outline, source.layout, size):
            with in_memory([piece.text()], source.name) as path:
                ledger = _read(source, path, reference, county or 0)
            yield _renumbered(ledger, piece, first=piece.first == len(piece.top) + 1), piece


def chunks(
    source: Source, reference: Reference, *, size: int = ROWS, chunk: int = CHUNK
) -> Iterator[Chunk]:
    """The usable rows of a file, about ``chunk`` at a time; UnreadableFile, UnusableLedger."""
    seen = 0
    for ledger, _ in ledgers(source, reference, size):
        cuts = list(_cuts(ledger, chunk))
        left = list(ledger.issues)
        rest = ledger.rows_seen
        for begin, end in cuts:
            last = end == len(ledger)
            until = ledger.row_numbers[end - 1] if end and not last else None
            mine = [i for i in left if until is None or i.row <= until]
            left = left[len(mine) :]
            wrong = rest - (end - begin) if last else 0
            rest -= end - begin + wrong
            seen += end - begin + wrong
            yield Chunk(
                rows=_rows(ledger, begin, end),
                numbers=ledger.row_numbers[begin:end],
                issues=mine,
                seen=seen,
                sheet=ledger.sheet,
            )


def stored_parts(
    source: Source, wanted: Collection[int], size: int = ROWS
) -> Iterator[tuple[Path, Callable[[int], int]]]:
    """(path, row number in the part → in the file) of the parts that hold a wanted row."""
    if not is_text(source.file):
        with in_memory(source.file.pieces(), source.name) as path:
            yield path, int
        return
    with said_of(source.name):
        bare = outlined(opened(source.file), source.layout, dict(source.mapping), source.name)
        for piece in pieces(bare, source.layout, size):
            if any(piece.first <= row < piece.first + len(piece.rows) for row in wanted):
                with in_memory([piece.text()], source.name) as path:
                    yield path, piece.number


@contextmanager
def said_of(name: str) -> Iterator[None]:
    """Turns a refusal into a sentence about a file."""
    try:
        yield
    except Refused as refused:
        reason = Text(REFUSALS[refused.code].message, {"detail": refused.detail})
        raise UnreadableFile(text("{file}: {reason}", file=name, reason=reason)) from None


def _outline(source: Source) -> Outline:
    bare = outlined(opened(source.file), source.layout, dict(source.mapping), source.name)
    return counted(bare, source.layout)


def _read(source: Source, path: Path, reference: Reference, county: int | None = None) -> Ledger:
    return read_ledger(
        path,
        source.layout,
        reference=reference,
        sheet=source.sheet,
        mapping=source.mapping,
        county=county,
    )


def _renumbered(ledger: Ledger, piece: Piece, *, first: bool) -> Ledger:
    """A part's ledger with the row numbers of the whole file; the header's issues once."""
    top = len(piece.top)
    return replace(
        ledger,
        row_numbers=[piece.number(row) for row in ledger.row_numbers],
        issues=tuple(
            replace(issue, row=piece.number(issue.row))
            for issue in ledger.issues
            if first or issue.row == 0 or issue.row > top
        ),
    )


def _cuts(ledger: Ledger, chunk: int) -> Iterator[tuple[int, int]]:
    """(begin, end) of the chunks; a household stays whole if it is not longer than a chunk."""
    number = next((c.field for c in ledger.layout if c.household), "")
    homes = ledger.columns.get(number) or [None] * len(ledger)
    begin = 0
    for at in range(1, len(ledger)):
        full = at - begin >= chunk
        if full and (homes[at] is None or homes[at] != homes[at - 1] or at - begin >= 2 * chunk):
            yield begin, at
            begin = at
    yield begin, len(ledger)


def _rows(ledger: Ledger, begin: int, end: int) -> list[dict[str, Any]]:
    """Rows as what they give, by field."""
    rows: list[dict[str, Any]] = [{} for _ in range(end - begin)]
    for name, values in ledger.columns.items():
        for row, value in zip(rows, values[begin:end], strict=True):
            if value is not None:
                row[name] = value
    return rows


def stem(name: str) -> str:
    """A file's name without its suffix."""
    return PurePath(name).stem
