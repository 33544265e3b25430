"""The rows of a person ledger as they are registered; worked out without a database."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from chunfeng.foundation.intake.ledger import Issue, Severity
from chunfeng.foundation.intake.parts import Chunk, Source, chunks
from chunfeng.foundation.intake.reference import Reference
from chunfeng.kit.texts import Text, text
from chunfeng.stages.people import identity
from chunfeng.stages.people.sheets import PEOPLE


@dataclass(frozen=True, slots=True)
class PeopleChunk:
    """Rows to register; of how many in the file, and how many named somebody a second time."""

    chunk: Chunk
    rows: int
    twice: int


def people_chunks(source: Source, given: Mapping[str, str]) -> Iterator[PeopleChunk]:
    """A file's chunks, each person once. given: values of every row that lacks them."""
    known, seen = _Known(), 0
    for chunk in chunks(source, Reference.open()):
        once, twice = _once(chunk, given, known, source.name)
        yield PeopleChunk(once, chunk.seen - seen, twice)
        seen = chunk.seen


class _Known:
    """Who has stood in the file so far, told apart as the register tells them (``matching``).

    Hashes and row numbers only: some 200 bytes a person.
    """

    def __init__(self) -> None:
        self._by_id: dict[int, int] = {}
        self._by_name: dict[int, list[tuple[date | None, bool, int]]] = {}

    def earlier(self, row: Mapping[str, Any], number: int) -> int | None:
        """The row that named the same person before; None notes this one as the first."""
        identity, born = row.get("id_number"), row.get("birth_date")
        found = self._by_id.get(hash(identity)) if identity else None
        home = row.get("household_no") or row["home"]
        namesakes = self._by_name.setdefault(hash((home, row["name"])), [])
        for birth, identified, at in namesakes if found is None else ():
            if not (identified and identity) and (birth is None or born in (None, birth)):
                return at
        if found is None:
            namesakes.append((born, bool(identity), number))
            if identity:
                self._by_id[hash(identity)] = number
        return found


def _once(chunk: Chunk, given: Mapping[str, str], known: _Known, file: str) -> tuple[Chunk, int]:
    rows, numbers, issues = [], [], list(chunk.issues)
    for stands, number in zip(chunk.rows, chunk.numbers, strict=True):
        row = identity.completed(stands)
        earlier = known.earlier(row, number)
        if earlier is not None:
            issues.append(_twice(chunk, file, number, earlier))
            continue
        issues += [_cell(chunk, file, number, *told) for told in identity.differing(stands)]
        rows.append({**given, **row} if given else row)
        numbers.append(number)
    twice = len(chunk.rows) - len(rows)
    issues.sort(key=lambda issue: issue.row)
    return replace(chunk, rows=rows, numbers=numbers, issues=issues), twice


def _cell(chunk: Chunk, file: str, row: int, field: str, problem: Text, mend: Text) -> Issue:
    return Issue(
        file=file,
        sheet=chunk.sheet,
        row=row,
        column="",
        header=PEOPLE.column(field).zh,
        value="",
        severity=Severity.CELL,
        problem=problem,
        mend=mend,
    )


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
