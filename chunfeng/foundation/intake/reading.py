"""The rows of a ledger as they are registered, each record once; worked out without a database."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from chunfeng.foundation.intake.ledger import Issue, Severity
from chunfeng.foundation.intake.parts import Chunk, Source, chunks
from chunfeng.foundation.intake.reference import Reference
from chunfeng.kit.texts import Text

Row = Mapping[str, Any]
# The row that named the same record before; None notes this one as the first.
Earlier = Callable[[Row, int], int | None]
Said = Callable[[int], tuple[Text, Text]]  # of the earlier row: what is wrong, how to mend it


@dataclass(frozen=True, slots=True)
class ReadChunk:
    """Rows to register; of how many in the file, and how many named a record a second time."""

    chunk: Chunk
    rows: int
    twice: int


def each_once(
    source: Source, given: Mapping[str, str], earlier: Earlier, said: Said
) -> Iterator[ReadChunk]:
    """A file's chunks, each record once. given: values of every row that lacks them."""
    seen = 0
    for chunk in chunks(source, Reference.open()):
        once, twice = _once(chunk, given, earlier, said, source.name)
        yield ReadChunk(once, chunk.seen - seen, twice)
        seen = chunk.seen


def _once(
    chunk: Chunk, given: Mapping[str, str], earlier: Earlier, said: Said, file: str
) -> tuple[Chunk, int]:
    rows, numbers, issues = [], [], list(chunk.issues)
    for row, number in zip(chunk.rows, chunk.numbers, strict=True):
        before = earlier(row, number)
        if before is not None:
            issues.append(_twice(chunk, file, number, said(before)))
            continue
        rows.append({**given, **row} if given else row)
        numbers.append(number)
    twice = len(chunk.rows) - len(rows)
    issues.sort(key=lambda issue: issue.row)
    return replace(chunk, rows=rows, numbers=numbers, issues=issues), twice


def _twice(chunk: Chunk, file: str, number: int, said: tuple[Text, Text]) -> Issue:
    problem, mend = said
    return Issue(
        file=file,
        sheet=chunk.sheet,
        row=number,
        column="",
        header="",
        value="",
        severity=Severity.ROW,
        problem=problem,
        mend=mend,
    )
