"""Columns that several sheets share: who, which vacancy, which limits."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from chunfeng.kit.texts import text
from chunfeng.stages.docking.areas import township_of
from chunfeng.stages.docking.labels import sentence
from chunfeng.stages.docking.result import Count
from chunfeng.stages.docking.words import vacancy_name
from chunfeng.stages.docking.workbook.book import About, Book, Cell
from chunfeng.stages.docking.workbook.table import Column


class OfPerson(Protocol):
    """A line about a person: an index into the person ledger."""

    @property
    def person(self) -> int: ...


class OfVacancy(Protocol):
    """A line about a vacancy: an index into the vacancy ledger."""

    @property
    def vacancy(self) -> int: ...


def person_field(book: Book, field: str) -> Callable[[OfPerson], Any]:
    """What the person ledger says in a field."""
    values = book.docking.people[field]
    return lambda line: values[line.person]


def vacancy_field(book: Book, field: str) -> Callable[[OfVacancy], Any]:
    """What the vacancy ledger says in a field."""
    values = book.docking.vacancies[field]
    return lambda line: values[line.vacancy]


def by_township(book: Book) -> Callable[[OfPerson], int]:
    """What to sort people by, so that a township stands together."""
    homes = book.docking.people["home"]
    return lambda line: township_of(homes[line.person])


def who(book: Book) -> list[Column[OfPerson]]:
    """Township, village and name."""
    homes, areas = book.docking.people["home"], book.areas
    return [
        Column(text("Township"), 9, lambda line: areas.township(homes[line.person])),
        Column(text("Village"), 9, lambda line: areas.village(homes[line.person])),
        Column(text("Name"), 9, person_field(book, "name")),
    ]


def person_no(book: Book) -> Column[OfPerson]:
    """The number the ledger gives a person."""
    return Column(text("Person no."), 8.5, person_field(book, "person_no"))


def person_row(book: Book) -> Column[OfPerson]:
    """Where the person stands in the ledger, to find the phone number."""
    rows = book.docking.people.row_numbers
    return Column(text("Row in person ledger"), 7.5, lambda line: rows[line.person], "centre")


def vacancy_row(book: Book) -> Column[OfVacancy]:
    """Where the vacancy stands in the ledger."""
    rows = book.docking.vacancies.row_numbers
    return Column(text("Row in vacancy ledger"), 7.5, lambda line: rows[line.vacancy], "centre")


def called(book: Book, vacancy: int | None) -> str | None:
    """A vacancy's employer and post."""
    return None if vacancy is None else book.say(vacancy_name(book.docking.vacancies, vacancy))


def excluded(book: Book, counts: Iterable[Count]) -> str:
    """Limits with how many each excluded."""
    parts = [text("{what} ({number:,})", what=count.text, number=count.number) for count in counts]
    return sentence(parts, book.language)


def km(distance: float | None, approximate: bool) -> Cell:
    """A distance, marked where it is only approximate."""
    return About(distance) if approximate and distance is not None else distance
