"""The rows of a person ledger as they are registered, each person once."""

from collections.abc import Iterator, Mapping
from datetime import date

from chunfeng.foundation.intake.parts import Source
from chunfeng.foundation.intake.reading import ReadChunk, Records, Row, each_once
from chunfeng.kit.texts import Text, text
from chunfeng.stages.people import identity


def people_chunks(source: Source, given: Mapping[str, str]) -> Iterator[ReadChunk]:
    """A file's chunks, each person once. given: values of every row that lacks them."""
    return each_once(source, given, _Known())


class _Known(Records):
    """Who has stood in the file so far, told apart as the register tells them (``matching``).

    Hashes and row numbers only: some 200 bytes a person.
    """

    def __init__(self) -> None:
        self._by_id: dict[int, int] = {}
        self._by_name: dict[int, list[tuple[date | None, bool, int]]] = {}

    def earlier(self, row: Row, number: int) -> int | None:
        """The row that named the same person before; None notes this one as the first."""
        id_number, born = row.get("id_number"), row.get("birth_date")
        found = self._by_id.get(hash(id_number)) if id_number else None
        home = row.get("household_no") or row["home"]
        namesakes = self._by_name.setdefault(hash((home, row["name"])), [])
        for birth, identified, at in namesakes if found is None else ():
            if not (identified and id_number) and (birth is None or born in (None, birth)):
                return at
        if found is None:
            namesakes.append((born, bool(id_number), number))
            if id_number:
                self._by_id[hash(id_number)] = number
        return found

    def completed(self, row: Row) -> Row:
        """With what the ID number says."""
        return identity.completed(row)

    def twice(self, earlier: int) -> tuple[Text, Text]:
        """Of somebody named before."""
        return (
            text(
                "The same person stands in row {row} of this file already; this row is left out.",
                row=earlier,
            ),
            text("Delete one of the two rows."),
        )

    def doubts(self, row: Row) -> list[tuple[str, Text, Text]]:
        """Where a row contradicts its own ID number."""
        return identity.differing(row)
