"""The sheet 对接方案: whom to phone, in order, and what to offer."""

from collections.abc import Callable

from chunfeng.kit.texts import text
from chunfeng.stages.docking.labels import sentence
from chunfeng.stages.docking.privacy import phone_start
from chunfeng.stages.docking.result import Placement
from chunfeng.stages.docking.words import vacancy_name
from chunfeng.stages.docking.workbook import columns
from chunfeng.stages.docking.workbook.book import Book
from chunfeng.stages.docking.workbook.table import Column, write_table
from chunfeng.stages.docking.workbook.working_time import working_time

NAME = text("Docking plan")
REASONS = 3


def write_plan(book: Book) -> None:
    """By township, and within it in the order of phoning."""
    township = columns.by_township(book)
    lines = sorted(book.docking.placements, key=lambda line: (township(line), line.contact_order))
    write_table(book, book.sheet(NAME), _columns(book), lines, frozen=4)


def _columns(book: Book) -> list[Column[Placement]]:
    return [
        Column(text("Call order"), 7, lambda line: line.contact_order, "centre"),
        *columns.who(book),
        *_offer(book),
        *_standing(book),
        columns.person_no(book),
        columns.person_row(book),
        columns.vacancy_row(book),
        Column(text("Outcome"), 9, lambda line: None),
        Column(text("Date"), 7, lambda line: None),
        Column(text("Remarks"), 9, lambda line: None),
    ]


def _offer(book: Book) -> list[Column[Placement]]:
    homes, places = book.docking.people["home"], book.docking.vacancies["place"]
    workplace, phones = book.areas.workplace, book.docking.people["phone"]
    return [
        Column(text("Phone begins"), 8.5, lambda line: phone_start(phones[line.person])),
        Column(text("Post"), 10, columns.vacancy_field(book, "title")),
        Column(text("Employer"), 14, columns.vacancy_field(book, "employer")),
        Column(
            text("Place of work"),
            12,
            lambda line: workplace(places[line.vacancy], homes[line.person]),
        ),
        Column(
            text("Distance, km"),
            9,
            lambda line: columns.km(line.distance_km, line.distance_approximate),
            "km",
        ),
        Column(text("Pay a month"), 13.5, lambda line: line.pay_month, "money"),
        Column(text("Pay and hours"), 17, working_time(book)),
    ]


def _standing(book: Book) -> list[Column[Placement]]:
    tiers = [book.say(name) for name in book.docking.tier_names]
    return [
        Column(text("Reasons"), 32, _reasons(book)),
        Column(text("Another option"), 16, _over_asked(book)),
        Column(text("Tier"), 10, lambda line: tiers[line.tier]),
        Column(text("Score"), 7.5, lambda line: line.score, "whole"),
    ]


def _reasons(book: Book) -> Callable[[Placement], str]:
    """The weightiest; all stand in the JSON report."""
    return lambda line: sentence(
        [part.text for part in line.reasons[:REASONS] if part.points], book.language
    )


def _over_asked(book: Book) -> Callable[[Placement], str]:
    """The best option that went to others; the rest stand in the JSON report."""

    def shown(line: Placement) -> str:
        if not line.over_asked:
            return ""
        option = line.over_asked[0]
        return book.say(
            text(
                "{vacancy} ({score:,}): others gain more from its seats.",
                vacancy=vacancy_name(book.docking.vacancies, option.vacancy),
                score=option.score,
            )
        )

    return shown
