"""What a run says on the terminal: its summary, or its issues."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text as Plain

from chunfeng.cli.stops import clean
from chunfeng.foundation.intake import Issue, Reference
from chunfeng.kit.texts import Language, Text, text
from chunfeng.stages.docking.areas import Areas
from chunfeng.stages.docking.labels import SEVERITY, WHY, headline
from chunfeng.stages.docking.privacy import hidden
from chunfeng.stages.docking.result import Docking
from chunfeng.stages.docking.summary import Summary, summarise

LEVERS = 3
TOTAL, PART = "bold", ""  # styles of a figure, and of what it is made up of


def show_run(
    docking: Docking, reference: Reference, language: Language, written: Sequence[Path]
) -> None:
    """The sentence, the figures, what helps most, and where the files lie."""
    summary = summarise(docking, Areas(reference.places, docking.people["home"]))
    said = headline(summary.people, summary.looked_for, summary.placed, docking.proof)
    _say(said, language)
    table = Table(box=box.SIMPLE, show_header=False, pad_edge=False)
    table.add_column()
    table.add_column(justify="right")
    for style, name, number in _figures(summary):
        shown = name.to(language) if style is TOTAL else f"  {name.to(language)}"
        table.add_row(Plain(clean(shown), style), Plain(f"{number:,}", style))
    Console().print(table)
    for lever in docking.levers[:LEVERS]:
        gained = lever.people_gained
        _say(text("Helps most: {what} (+{people:,})", what=lever.text, people=gained), language)
    for path in written:
        _say(text("Written: {file}", file=path), language)


def _figures(summary: Summary) -> Iterator[tuple[str, Text, int]]:
    yield TOTAL, text("Usable people"), summary.people
    yield TOTAL, text("People looked for"), summary.looked_for
    yield TOTAL, text("People with a proposal"), summary.placed
    for tier in summary.tiers:
        yield PART, tier.name, tier.placed
    yield TOTAL, text("People not placed"), summary.unplaced
    for reason in summary.whys:
        yield PART, WHY[reason], summary.why[reason]
    yield TOTAL, text("Seats"), summary.seats
    yield PART, text("Seats filled"), summary.placed
    yield PART, text("Seats left"), summary.empty
    yield TOTAL, text("Data issues"), sum(summary.issues.values())
    for severity, number in summary.issues.items():
        yield PART, SEVERITY[severity], number


def show_issues(issues: Iterable[Issue], language: Language) -> None:
    """Every issue as a line: where, what, how to mend it."""
    for issue in issues:
        line = text(
            "{file}, sheet {sheet}, {cell} {header}: {problem} {mend}",
            file=issue.file,
            sheet=issue.sheet,
            cell=f"{issue.column}{issue.row or ''}",
            header=issue.header,
            problem=issue.problem,
            mend=issue.mend,
        )
        _say(line, language)


def _say(message: Text, language: Language) -> None:
    typer.echo(clean(hidden(message.to(language))))
