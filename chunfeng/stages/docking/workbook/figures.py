"""The small tables of the sheet 汇总."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from chunfeng.kit.texts import Text, text
from chunfeng.stages.docking.labels import SCALE, SEVERITY, WHY
from chunfeng.stages.docking.workbook.book import Book, Cell

TOTAL, NUMBER, SHARE = text("Total"), text("Number"), text("Share placed")
PEOPLE, PLACED, UNPLACED = text("People"), text("Placed"), text("Not placed")
SEATS, EMPTY = text("Seats"), text("Empty")

Lines: TypeAlias = list[list[Cell]]


@dataclass(frozen=True, slots=True)
class Block:
    """A small table: its title, headers and lines; a last line in bold where there is a total."""

    title: Text
    headers: Sequence[Text]
    lines: Sequence[Sequence[Cell]]
    total: Sequence[Cell] = ()


def in_all(book: Book) -> Block:
    """From the rows of the ledgers to the proposals."""
    summary = book.summary
    counts = [
        (text("Rows in the person ledger"), summary.people_rows),
        (text("Usable people"), summary.people),
        (text("People looked for"), summary.looked_for),
        (text("People with a proposal"), summary.placed),
        (text("People not placed"), summary.unplaced),
        (text("Rows in the vacancy ledger"), summary.vacancy_rows),
        (text("Usable vacancies"), summary.vacancies),
        (SEATS, summary.seats),
        (text("Seats filled"), summary.placed),
        (text("Seats left"), summary.empty),
    ]
    lines: Lines = [[book.say(name), number] for name, number in counts]
    return Block(text("In all"), [text("Item"), NUMBER], lines)


def by_township(book: Book) -> Block:
    """People by home township, the largest first."""
    summary = book.summary
    lines: Lines = [
        [
            area.name,
            area.people,
            area.placed,
            area.unplaced,
            *(area.why[reason] for reason in book.summary.whys),
            area.share,
        ]
        for area in summary.townships
    ]
    total: list[Cell] = [
        book.say(TOTAL),
        summary.people,
        summary.placed,
        summary.unplaced,
        *(summary.why[reason] for reason in book.summary.whys),
        summary.share,
    ]
    headers = [
        text("Township"),
        PEOPLE,
        PLACED,
        UNPLACED,
        *map(WHY.__getitem__, book.summary.whys),
        SHARE,
    ]
    return Block(text("By township"), headers, lines, total)


def by_channel(book: Book) -> Block:
    """Vacancies and seats by way into work."""
    channel, summary = book.docking.vacancies.layout.column("channel"), book.summary
    unknown = book.say(text("Not given"))
    lines: Lines = [
        [
            channel.choice(count.channel).label(book.language) if count.channel else unknown,
            count.vacancies,
            count.seats,
            count.filled,
            count.empty,
        ]
        for count in summary.channels
    ]
    counts = (summary.vacancies, summary.seats, summary.placed, summary.empty)
    headers = [text("Way into work"), text("Vacancies"), SEATS, text("Filled"), EMPTY]
    return Block(text("By way into work"), headers, lines, [book.say(TOTAL), *counts])


def by_why(book: Book) -> Block:
    """People not placed, by reason."""
    lines: Lines = [
        [book.say(WHY[reason]), book.summary.why[reason]] for reason in book.summary.whys
    ]
    total: list[Cell] = [book.say(TOTAL), book.summary.unplaced]
    return Block(text("Why people are not placed"), [text("Reason"), PEOPLE], lines, total)


def by_tier(book: Book) -> Block:
    """People looked for and placed, by who is served first."""
    lines: Lines = [
        [
            book.say(tier.name),
            tier.people,
            tier.placed,
            tier.share,
        ]
        for tier in book.summary.tiers
    ]
    headers = [text("Tier"), PEOPLE, PLACED, SHARE]
    return Block(text("By tier, among those looked for"), headers, lines)


def by_scale(book: Book) -> Block:
    """Placements by how far from home they are."""
    lines: Lines = [
        [book.say(SCALE[scale]), number] for scale, number in book.summary.scales.items()
    ]
    return Block(text("Where the placed would work"), [text("Place"), PLACED], lines)


def by_limit(book: Book) -> Block:
    """Pairs of person and vacancy that a limit excluded."""
    lines: Lines = [[book.say(limit.name), limit.pairs] for limit in book.summary.limits]
    headers = [text("Requirement"), text("Pairs")]
    return Block(text("What excluded most pairs of person and vacancy"), headers, lines)


def by_severity(book: Book) -> Block:
    """Wrong and doubtful cells."""
    lines: Lines = [
        [book.say(SEVERITY[kind]), number] for kind, number in book.summary.issues.items()
    ]
    return Block(text("Data issues"), [text("Weight"), NUMBER], lines)
