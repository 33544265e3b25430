"""The rows of a person ledger as they are registered, each person once."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from chunfeng.foundation.intake.parts import Source
from chunfeng.foundation.intake.reading import ReadChunk, each_once
from chunfeng.kit.texts import Text, text


def people_chunks(source: Source, given: Mapping[str, str]) -> Iterator[ReadChunk]:
    """A file's chunks, each person once. given: values of every row that lacks them."""
    return each_once(source, given, _Known().earlier, _said)


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


def _said(earlier: int) -> tuple[Text, Text]:
    return (
        text(
            "The same person stands in row {row} of this file already; this row is left out.",
            row=earlier,
        ),
        text("Delete one of the two rows."),
    )
