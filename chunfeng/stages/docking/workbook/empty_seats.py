"""The sheet 空余名额: which seats stay empty, and which requirement excludes most people."""

from chunfeng.kit.texts import text
from chunfeng.stages.docking.labels import EMPTY
from chunfeng.stages.docking.result import EmptySeats
from chunfeng.stages.docking.workbook import columns
from chunfeng.stages.docking.workbook.book import Book
from chunfeng.stages.docking.workbook.table import Column, write_table

NAME = text("Empty seats")


def write_empty_seats(book: Book) -> None:
    """The vacancies with most empty seats first."""
    lines = sorted(
        book.docking.empty, key=lambda line: (line.filled - line.headcount, line.vacancy)
    )
    write_table(book, book.sheet(NAME), _columns(book), lines, frozen=2)


def _columns(book: Book) -> list[Column[EmptySeats]]:
    places, why = book.docking.vacancies["place"], {k: book.say(v) for k, v in EMPTY.items()}
    channel, choices = columns.vacancy_field(book, "channel"), _channels(book)
    return [
        Column(text("Employer"), 24, columns.vacancy_field(book, "employer")),
        Column(text("Post"), 16, columns.vacancy_field(book, "title")),
        Column(text("Way into work"), 11, lambda line: choices.get(channel(line))),
        Column(text("Place of work"), 24, lambda line: book.areas.full(places[line.vacancy])),
        Column(text("Headcount"), 9, lambda line: line.headcount, "whole"),
        Column(text("Filled"), 8, lambda line: line.filled, "whole"),
        Column(text("Empty"), 8, lambda line: line.headcount - line.filled, "whole"),
        Column(text("Why empty"), 16, lambda line: why[line.why]),
        Column(text("Explanation"), 28, lambda line: book.say(line.reason)),
        Column(
            text("What excludes most people"),
            28,
            lambda line: columns.excluded(book, line.excluded),
            "due",
        ),
        columns.vacancy_row(book),
    ]


def _channels(book: Book) -> dict[str, str]:
    column = book.docking.vacancies.layout.column("channel")
    return {choice.code: choice.label(book.language) for choice in column.choices}
