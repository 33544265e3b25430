"""The sheet 未对接人员: why, and the smallest change that would help."""

from chunfeng.kit.texts import text
from chunfeng.stages.docking.labels import WHY, next_step
from chunfeng.stages.docking.result import WHYS, Unplaced, Why
from chunfeng.stages.docking.workbook import columns
from chunfeng.stages.docking.workbook.book import Book
from chunfeng.stages.docking.workbook.table import Column, write_table

NAME = text("People not placed")


def write_unplaced(book: Book) -> None:
    """By township, and within it those first whom a change would help."""
    township = columns.by_township(book)
    lines = sorted(
        book.docking.unplaced,
        key=lambda line: (township(line), WHYS.index(line.why), line.person),
    )
    write_table(book, book.sheet(NAME), _columns(book), lines, frozen=3)


def _columns(book: Book) -> list[Column[Unplaced]]:
    tiers = [book.say(name) for name in book.docking.tier_names]
    why = {reason: book.say(name) for reason, name in WHY.items()}
    return [
        *columns.who(book),
        Column(text("Why not placed"), 12, lambda line: why[line.why]),
        Column(text("Explanation"), 28, lambda line: book.say(line.reason)),
        Column(
            text("What excludes most vacancies"),
            28,
            lambda line: columns.excluded(book, line.excluded),
        ),
        *_help(book),
        Column(text("Tier"), 12, lambda line: None if line.tier is None else tiers[line.tier]),
        columns.person_no(book),
        columns.person_row(book),
    ]


def _help(book: Book) -> list[Column[Unplaced]]:
    def change(line: Unplaced) -> str | None:
        if line.change is None or line.why is Why.NOT_DOCKED:  # then it is the next step
            return None
        return book.say(line.change)

    return [
        Column(text("Smallest change that would help"), 26, change, "due"),
        Column(text("Nearest option"), 20, lambda line: columns.called(book, line.nearest)),
        Column(text("Its distance, km"), 9, lambda line: line.nearest_km, "km"),
        Column(text("Next step"), 26, lambda line: book.say(next_step(line))),
    ]
