"""The rows of a vacancy ledger as they are registered, each vacancy once."""

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

from chunfeng.foundation.intake.parts import Source
from chunfeng.foundation.intake.reading import ReadChunk, each_once
from chunfeng.kit.texts import Text, text
from chunfeng.stages.people.likeness import plain_name


def vacancy_chunks(source: Source, given: Mapping[str, str]) -> Iterator[ReadChunk]:
    """A file's chunks, each vacancy once. given: values of every row that lacks them."""
    known: dict[Hashable, int] = {}

    def earlier(row: Mapping[str, Any], number: int) -> int | None:
        of = row.get("credit_code") or plain_name(row["employer"])
        first = known.setdefault((of, *identity(row)), number)
        return None if first == number else first

    return each_once(source, given, earlier, _said)


def identity(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """What tells a vacancy from others of its employer: its number, else title and place."""
    if row.get("vacancy_no"):
        return (plain_name(row["vacancy_no"]),)
    return plain_name(row["title"]), row["place"]


def _said(earlier: int) -> tuple[Text, Text]:
    return (
        text(
            "The same vacancy stands in row {row} of this file already; this row is left out.",
            row=earlier,
        ),
        text("Give the two vacancies numbers of their own, or delete one of the rows."),
    )
