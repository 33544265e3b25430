"""The sheet 最能见效: changes that would place more people, each confirmed by solving again."""

from chunfeng.kit.texts import text
from chunfeng.stages.docking.labels import LEVER
from chunfeng.stages.docking.result import Lever
from chunfeng.stages.docking.workbook import columns
from chunfeng.stages.docking.workbook.book import Book
from chunfeng.stages.docking.workbook.table import Column, write_table

NAME = text("What helps most")


def write_levers(book: Book) -> None:
    """In the order docking found them: most people gained first."""
    ranked = list(enumerate(book.docking.levers, 1))
    write_table(book, book.sheet(NAME), _columns(book), ranked, frozen=2)


def _columns(book: Book) -> list[Column[tuple[int, Lever]]]:
    kinds = {kind: book.say(name) for kind, name in LEVER.items()}

    def place(line: tuple[int, Lever]) -> str | None:
        return None if line[1].place is None else book.areas.full(line[1].place)

    return [
        Column(text("No."), 6, lambda line: line[0], "centre"),
        Column(text("Kind of change"), 14, lambda line: kinds[line[1].kind]),
        Column(text("What to change"), 52, lambda line: book.say(line[1].text)),
        Column(text("Where"), 30, place),
        Column(text("Vacancy"), 30, lambda line: columns.called(book, line[1].vacancy)),
        Column(text("More people placed"), 12, lambda line: line[1].people_gained, "whole"),
        Column(text("Score gained"), 12, lambda line: line[1].score_gained, "whole"),
    ]
