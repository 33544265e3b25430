"""The rows of a vacancy ledger as they are registered, each vacancy once."""

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

from chunfeng.foundation.intake.parts import Source
from chunfeng.foundation.intake.reading import ReadChunk, Records, Row, each_once
from chunfeng.kit.texts import Text, text
from chunfeng.stages.people.likeness import plain_name


def vacancy_chunks(source: Source, given: Mapping[str, str]) -> Iterator[ReadChunk]:
    """A file's chunks, each vacancy once. given: values of every row that lacks them."""
    return each_once(source, given, _Known())


class _Known(Records):
    """Which vacancies have stood in the file so far."""

    def __init__(self) -> None:
        self._first: dict[Hashable, int] = {}

    def earlier(self, row: Row, number: int) -> int | None:
        """The row that named the same vacancy before."""
        of = row.get("credit_code") or plain_name(row["employer"])
        first = self._first.setdefault((of, *identity(row)), number)
        return None if first == number else first

    def twice(self, earlier: int) -> tuple[Text, Text]:
        """Of a vacancy named before."""
        return (
            text(
                "The same vacancy stands in row {row} of this file already; this row is left out.",
                row=earlier,
            ),
            text("Give the two vacancies numbers of their own, or delete one of the rows."),
        )


def identity(row: Row) -> tuple[Any, ...]:
    """What tells a vacancy from others of its employer: its number, else title and place."""
    if row.get("vacancy_no"):
        return (plain_name(row["vacancy_no"]),)
    return plain_name(row["title"]), row["place"]
