"""Empty ledgers: drop-downs, notes, an example row, and a sheet that explains every column."""

from pathlib import Path
from typing import Any

from chunfeng.foundation.intake.columns import Column, Kind, Layout
from chunfeng.foundation.intake.write import YES_NO, new_book, style_of, write_header
from chunfeng.kit.texts import Language, Text, text

ROWS = 100_000  # rows with drop-downs
TITLE_LIMIT, NOTE_LIMIT = 32, 255  # characters a spreadsheet shows beside a cell
EXAMPLE: dict[Language, str] = {"zh": "示例", "en": "Example"}  # begins a row that is never read
FIRST_COLUMN_ROW = 2  # of the guide, counted from 0
WORDS_AT = 6  # column of the guide from which the allowed words stand, one a cell
WIDTHS = (22, 8, 34, 30, 50, 22)

KINDS: dict[Kind, Text] = {
    Kind.TEXT: text("Text"),
    Kind.WORDS: text("Several words, with 、 between them"),
    Kind.CHOICE: text("One of the allowed words"),
    Kind.CHOICES: text("One or more of the allowed words, with 、 or ; between them"),
    Kind.YES_NO: text("Yes or no"),
    Kind.INTEGER: text("Whole number"),
    Kind.DECIMAL: text("A number"),
    Kind.MONEY: text("Amount in yuan"),
    Kind.DATE: text("Date, as 2026-12-01"),
    Kind.MONTHS: text("Months, as 4、5"),
    Kind.TIME_RANGE: text("Hours of the day, as 08:30-16:30"),
    Kind.PLACE: text("Region: code, or names from the province down"),
    Kind.PLACES: text("Several regions, with 、 between them"),
    Kind.OCCUPATIONS: text("Occupations: words or codes, with 、 between them"),
    Kind.ID_NUMBER: text("ID number of 18 characters, as text"),
    Kind.PHONE: text("Telephone number"),
    Kind.CREDIT_CODE: text("Social credit code of 18 characters, as text"),
}


def write_template(path: Path, layout: Layout, language: Language) -> None:
    """An empty ledger as .xlsx. Needed columns carry a star; the example row is never read."""
    guide = text("How to fill in").to(language)
    with new_book(path) as book:
        sheet = book.add_worksheet(layout.title(language))
        names = [column.header(language) + " *" * column.required for column in layout]
        write_header(book, sheet, layout.columns, names)
        for at, column in enumerate(layout):
            example = EXAMPLE[language] if at == 0 else example_of(column, language)
            grey = {"italic": True, "font_color": "#5C6B63", **style_of(column)}
            sheet.write_string(1, at, example, book.add_format(grey))
            sheet.data_validation(1, at, ROWS, at, _help(column, at, guide, language))
        _write_guide(book, book.add_worksheet(guide), layout, language)


def example_of(column: Column, language: Language) -> str:
    """The column's example in a language: declared in Chinese, its choices translated."""
    if language == "en" and column.example:
        if column.kind is Kind.YES_NO:
            return YES_NO["en"][YES_NO["zh"].index(column.example)]
        labels = {choice.zh: choice.en for choice in column.choices}
        if labels:
            return "; ".join(labels[word] for word in column.example.split("、"))
    return column.example


def allowed_words(column: Column, language: Language) -> tuple[str, ...]:
    """The words a cell of the column may hold; empty where it is free."""
    if column.kind is Kind.YES_NO:
        return YES_NO[language][::-1]
    return tuple(choice.label(language) for choice in column.choices)


def _help(column: Column, at: int, guide: str, language: Language) -> dict[str, Any]:
    """What a spreadsheet shows beside a cell of the column, and its drop-down."""
    words = allowed_words(column, language)
    note = column.hint(language) or KINDS[column.kind].to(language)
    if column.kind is Kind.CHOICES:
        note = f"{note}\n{'; '.join(words)}"
    out: dict[str, Any] = {
        "validate": "any",
        "input_title": column.header(language)[:TITLE_LIMIT],
        "input_message": note if len(note) <= NOTE_LIMIT else note[: NOTE_LIMIT - 1] + "…",
    }
    if words:
        row, last = FIRST_COLUMN_ROW + at, WORDS_AT + len(words) - 1
        out["validate"] = "list"
        out["source"] = f"='{guide}'!${_letter(WORDS_AT)}${row + 1}:${_letter(last)}${row + 1}"
        out["show_error"] = False  # several words, and other names, are understood as well
    return out


def _letter(column: int) -> str:
    return chr(ord("A") + column)


def _write_guide(book: Any, sheet: Any, layout: Layout, language: Language) -> None:
    """The sheet that explains every column."""
    head = book.add_format({"bold": True, "bg_color": "#E8F3EC", "border": 1})
    cell = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    intro = text(
        "Fill in from row 3. A row that begins with {word} is never read.", word=EXAMPLE[language]
    )
    for at, width in enumerate(WIDTHS):
        sheet.set_column(at, at, width)
    sheet.write_string(0, 0, intro.to(language))
    for at, title in enumerate(_titles()):
        sheet.write_string(FIRST_COLUMN_ROW - 1, at, title.to(language), head)
    for row, column in enumerate(layout, FIRST_COLUMN_ROW):
        for at, written in enumerate(_guide_row(column, language)):
            sheet.write_string(row, at, written, cell)
    sheet.freeze_panes(FIRST_COLUMN_ROW, 1)


def _titles() -> tuple[Text, ...]:
    return (
        text("Column"),
        text("Needed"),
        text("What it holds"),
        text("Example"),
        text("Note"),
        text("Field (for --map)"),
        text("Allowed words"),
    )


def _guide_row(column: Column, language: Language) -> tuple[str, ...]:
    return (
        column.header(language),
        text("needed").to(language) if column.required else "",
        KINDS[column.kind].to(language),
        example_of(column, language),
        column.hint(language),
        column.field,
        *allowed_words(column, language),
    )
