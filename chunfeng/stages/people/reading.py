"""The rows of a person ledger as they are registered; worked out without a database."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from chunfeng.foundation.intake.ledger import Issue, Severity
from chunfeng.foundation.intake.parts import Chunk, Source, chunks
from chunfeng.foundation.intake.reference import Reference
from chunfeng.kit.texts import text


@dataclass(frozen=True, slots=True)
class PeopleChunk:
    """Rows to register; of how many in the file, and how many named somebody a second time."""

    chunk: Chunk
    rows: int
    twice: int


def people_chunks(source: Source, given: Mapping[str, str]) -> Iterator[PeopleChunk]:
    """A file's chunks, each person once. given: values of every row that lacks them."""
    first: dict[int, int] = {}  # hash of who a row means → its number; 16 bytes a person
    seen = 0
    for chunk in chunks(source, Reference.open()):
        once, twice = _once(chunk, given, first, source.name)
        yield PeopleChunk(once, chunk.seen - seen, twice)
        seen = chunk.seen


def _once(
    chunk: Chunk, given: Mapping[str, str], first: dict[int, int], file: str
) -> tuple[Chunk, int]:
    rows, numbers, issues = [], [], list(chunk.issues)
    for row, number in zip(chunk.rows, chunk.numbers, strict=True):
        earlier = first.setdefault(hash(_who(row)), number)
        if earlier != number:
            issues.append(_twice(chunk, file, number, earlier))
            continue
        rows.append(given | row if given else row)  # type: ignore[operator]  # dicts both
        numbers.append(number)
    twice = len(chunk.rows) - len(rows)
    issues.sort(key=lambda issue: issue.row)
    return replace(chunk, rows=rows, numbers=numbers, issues=issues), twice


def _who(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """What a row is told apart by: the ID number, else household (or village), name and birth."""
    number = row.get("id_number")
    if number:
        return (number,)
    return row.get("household_no") or row["home"], row["name"], row.get("birth_date")


def _twice(chunk: Chunk, file: str, number: int, earlier: int) -> Issue:
    return Issue(
        file=file,
        sheet=chunk.sheet,
        row=number,
        column="",
        header="",
        value="",
        severity=Severity.ROW,
        problem=text(
            "The same person stands in row {row} of this file already; this row is left out.",
            row=earlier,
        ),
        mend=text("Delete one of the two rows."),
    )
