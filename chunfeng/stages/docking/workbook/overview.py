"""The sheet 汇总: one sentence on top, the figures below, charts beside them."""

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from chunfeng import __version__
from chunfeng.kit.texts import Text, text
from chunfeng.stages.docking.labels import STATUS, gap_percent, headline
from chunfeng.stages.docking.workbook import figures
from chunfeng.stages.docking.workbook.book import (
    Book,
    Cell,
    digits,
    lines_of,
    put,
    put_wide,
    set_height,
)
from chunfeng.stages.docking.workbook.charts import HEIGHT, Drawn, insert_chart
from chunfeng.stages.docking.workbook.figures import SHARE, Block

NAME = text("Summary")
WIDTHS = (30, 14, 10, 10, 11, 11, 11, 11, 11)
ROW_PIXELS = 20


def write_overview(book: Book) -> None:
    """Shows only the figures counted once for all faces."""
    sheet = book.sheet(NAME)
    for number, width in enumerate(WIDTHS):
        sheet.set_column(number, number, width)
    sheet.set_column(len(WIDTHS), len(WIDTHS), 2)
    _write_head(book, sheet)
    row, charts = 4, []
    for block, charted in _blocks(book):
        if charted:
            charts.append(Drawn(block, row + 2, charted))
        row = _write_block(book, sheet, row, block)
    for line, basis in enumerate(_basis(book), row):
        put_wide(book, sheet, line, basis, "plain", WIDTHS)
    for number, drawn in enumerate(charts):
        corner = 4 + number * (HEIGHT // ROW_PIXELS + 1)
        insert_chart(book, sheet, drawn, corner, len(WIDTHS) + 1)


def _blocks(book: Book) -> list[tuple[Block, tuple[int, ...]]]:
    """The tables from top to bottom, and which of their columns are drawn."""
    return [
        (figures.in_all(book), ()),
        (figures.by_township(book), (2, 4, 5)),
        (figures.by_channel(book), (3, 4)),
        (figures.by_why(book), (1,)),
        (figures.by_tier(book), ()),
        (figures.by_scale(book), ()),
        (figures.by_limit(book), ()),
        (figures.by_severity(book), ()),
    ]


def _write_head(book: Book, sheet: Worksheet) -> None:
    """The title and the two sentences."""
    summary, proof = book.summary, book.docking.proof
    title = text("Docking plan of {day}", day=book.docking.on.isoformat())
    put_wide(book, sheet, 0, title, "title", WIDTHS)
    said = headline(summary.people, summary.looked_for, summary.placed, proof)
    put_wide(book, sheet, 1, said, "headline", WIDTHS)
    put_wide(book, sheet, 2, _proof(book), "plain", WIDTHS)


def _proof(book: Book) -> Text:
    proof = book.docking.proof
    return text(
        "{status} Total score {value:,}; no plan can pass {bound:,.0f}; gap {gap:.2f} %. "
        "Pairs of person and vacancy that meet every requirement: {pairs:,}.",
        status=STATUS[proof.status],
        value=proof.value,
        bound=proof.bound,
        gap=gap_percent(proof),
        pairs=proof.pairs,
    )


def _basis(book: Book) -> list[Text]:
    """What the plan rests on, so that it can be made again."""
    docking = book.docking
    ledgers = [
        text("{ledger}: {file}, sheet {sheet}.", ledger=title, file=ledger.file, sheet=ledger.sheet)
        for ledger in (docking.people, docking.vacancies)
        for title in (ledger.layout.title(book.language),)
    ]
    policy = text(
        "Policy: {name} ({digest}). Software: Chunfeng {version}.",
        name=docking.policy_name,
        digest=docking.policy_digest,
        version=__version__,
    )
    return [policy, *ledgers]


def _write_block(book: Book, sheet: Worksheet, top: int, block: Block) -> int:
    """Writes a table; returns the row where the next one starts."""
    put(sheet, top, 0, book.say(block.title), book.styles("section"))
    headers = [book.say(header) for header in block.headers]
    _write_line(book, sheet, top + 1, headers, ["header"] * len(headers))
    shares = [header is SHARE for header in block.headers]
    kinds = ["percent" if share else "whole" for share in shares]
    row = top + 2
    for line in block.lines:
        _write_line(book, sheet, row, line, ["text", *kinds[1:]])
        row += 1
    if block.total:
        totals = ["total_percent" if share else "total" for share in shares]
        _write_line(book, sheet, row, block.total, totals)
        row += 1
    return row + 1


def _write_line(
    book: Book, sheet: Worksheet, row: int, line: Sequence[Cell], kinds: Sequence[str]
) -> None:
    lines = 1
    for column, (value, kind) in enumerate(zip(line, kinds, strict=False)):
        shown = put(sheet, row, column, value, book.styles(kind))
        lines = max(lines, lines_of(digits(shown), WIDTHS[column]))
    if lines > 1:
        set_height(sheet, row, lines)
