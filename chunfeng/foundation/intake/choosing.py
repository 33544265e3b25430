"""Which sheet of a workbook is the ledger, and whether it has the columns a ledger needs."""

from collections.abc import Mapping

from chunfeng.foundation.intake.columns import Column, Layout
from chunfeng.foundation.intake.errors import UnusableLedger, listed
from chunfeng.foundation.intake.grid import Grid, Workbook
from chunfeng.foundation.intake.header import Header, Names, find_header, keys
from chunfeng.kit.texts import Declared, text

SHOWN = 40  # headers or sheets a message lists


def field_mapping(mapping: Mapping[str, str], layout: Layout) -> dict[str, str]:
    """{header: field} as asked for; a field may be given by its code or by its header."""
    by_word = {keys(word)[0]: c.field for c in layout for word in (c.en, c.zh, c.field)}
    for header, meant in mapping.items():
        if keys(meant)[0] not in by_word:
            raise UnusableLedger(
                text(
                    "--map {header}={field}: this ledger has no field “{field}”; it has {fields}.",
                    header=header,
                    field=meant,
                    fields=[_both(column) for column in layout],
                )
            )
    return {header: by_word[keys(meant)[0]] for header, meant in mapping.items()}


def _both(column: Column) -> Declared:
    """A column as a message names it, with the code that --map takes."""
    return Declared(f"{column.zh}（{column.field}）", f"{column.en} ({column.field})")


def choose_sheet(
    workbook: Workbook, names: Names, asked: str | None, layout: Layout, file: str
) -> tuple[Grid, Header]:
    """The sheet asked for, or the one whose header fits best; a hidden one as a last resort."""
    best: tuple[Grid, Header] | None = None
    for grid in workbook.sheets if asked is None else [_asked(workbook, asked, file)]:
        header = find_header(grid, names)
        if header and (best is None or _fit(grid, header) > _fit(*best)):
            best = grid, header
    if best is None:
        raise UnusableLedger(
            text(
                "{file}: no row with the column names of the {ledger} was found near the top of a"
                " sheet. Start from the empty ledger (chunfeng template), or name the columns with"
                " --map.",
                file=file,
                ledger=Declared(layout.zh, f"{layout.en.lower()} ledger"),
            )
        )
    return best


def _fit(grid: Grid, header: Header) -> tuple[bool, int]:
    return not grid.hidden, len(header)


def _asked(workbook: Workbook, asked: str, file: str) -> Grid:
    by_name = {grid.name: grid for grid in workbook.sheets}
    by_number = {str(number): grid for number, grid in enumerate(workbook.sheets, 1)}
    grid = by_name.get(asked) or by_number.get(asked)
    if grid is None:
        raise UnusableLedger(
            text(
                "{file} has no sheet “{sheet}”; its sheets are: {sheets}.",
                file=file,
                sheet=asked,
                sheets=listed(list(by_name), SHOWN),
            )
        )
    return grid


def require_columns(layout: Layout, header: Header, file: str) -> None:
    """UnusableLedger where a required column is not on the sheet."""
    found = [header.words[column] for column in sorted(header.words)]
    have = header.fields.keys() | ({header.region} if header.parts else set())
    missing = [column for column in layout if column.required and column.field not in have]
    if missing:
        raise UnusableLedger(
            text(
                "{file}: no column for {missing}. Found: {found}. If it goes by another name, say"
                " so: --map “{example}={field}”.",
                file=file,
                missing=[Declared(column.zh, column.en) for column in missing],
                found=listed(found, SHOWN),
                example=found[0],
                field=missing[0].field,
            )
        )
