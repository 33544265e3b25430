"""The rows of a ledger as they are registered, each record once; worked out without a database."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from chunfeng.foundation.intake.current import reference
from chunfeng.foundation.intake.ledger import Issue, Severity
from chunfeng.foundation.intake.parts import Chunk, Source, chunks
from chunfeng.kit.texts import Text

Row = Mapping[str, Any]


class Records:
    """What tells the records of a ledger apart while its rows are read; one for each file."""

    def completed(self, row: Row) -> Row:
        """A row with what follows from it."""
        return row

    def earlier(self, row: Row, number: int) -> int | None:
        """The row that named the same record before; None notes this one as the first."""
        raise NotImplementedError

    def twice(self, earlier: int) -> tuple[Text, Text]:
        """Of a row left out for an earlier one: what is wrong, how to mend it."""
        raise NotImplementedError

    def doubts(self, row: Row) -> Sequence[tuple[str, Text, Text]]:
        """(field, what is wrong, how to mend it) of the cells that contradict others."""
        return ()


@dataclass(frozen=True, slots=True)
class ReadChunk:
    """Rows to register; of how many in the file, and how many named a record a second time."""

    chunk: Chunk
    rows: int
    twice: int


def each_once(source: Source, given: Mapping[str, str], records: Records) -> Iterator[ReadChunk]:
    """A file's chunks, each record once. given: values of every row that lacks them."""
    seen = 0
    for chunk in chunks(source, reference()):
        once, twice = _once(chunk, given, records, source)
        yield ReadChunk(once, chunk.seen - seen, twice)
        seen = chunk.seen


def _once(
    chunk: Chunk, given: Mapping[str, str], records: Records, source: Source
) -> tuple[Chunk, int]:
    rows, numbers, issues = [], [], list(chunk.issues)
    for stands, number in zip(chunk.rows, chunk.numbers, strict=True):
        row = records.completed(stands)
        before = records.earlier(row, number)
        if before is not None:
            issues.append(_issue(chunk, source, number, *records.twice(before)))
            continue
        issues += [
            _issue(chunk, source, number, problem, mend, field)
            for field, problem, mend in records.doubts(stands)
        ]
        rows.append({**given, **row} if given else row)
        numbers.append(number)
    twice = len(chunk.rows) - len(rows)
    issues.sort(key=lambda issue: issue.row)
    return replace(chunk, rows=rows, numbers=numbers, issues=issues), twice


def _issue(
    chunk: Chunk, source: Source, row: int, problem: Text, mend: Text, field: str = ""
) -> Issue:
    """Of a row, or of its cell of a field."""
    return Issue(
        file=source.name,
        sheet=chunk.sheet,
        row=row,
        column="",
        header=source.layout.column(field).zh if field else "",
        value="",
        severity=Severity.CELL if field else Severity.ROW,
        problem=problem,
        mend=mend,
    )
