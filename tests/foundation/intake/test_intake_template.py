"""Empty ledgers: what they hold, and that they read back as empty."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from chunfeng.foundation.intake import Reference, read_ledger, write_template
from chunfeng.foundation.intake.cells_places import PlaceReader
from chunfeng.foundation.intake.columns import Column, Kind, Layout
from chunfeng.foundation.intake.template import KINDS, allowed_words, example_of
from chunfeng.foundation.intake.typing_cells import Typist
from chunfeng.kit.texts import Language
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.vacancies.sheets import VACANCIES

LAYOUTS = pytest.mark.parametrize("layout", [PEOPLE, VACANCIES], ids=["people", "vacancies"])
LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])
Template = Callable[[Layout, Language], Any]


@pytest.fixture
def template(tmp_path: Path) -> Template:
    """The workbook of a template, and its path as ``.path``."""

    def write(layout: Layout, language: Language) -> Any:
        path = tmp_path / "template.xlsx"
        write_template(path, layout, language)
        return openpyxl.load_workbook(path)

    return write


@LAYOUTS
@LANGUAGES
def test_a_template_reads_back_as_a_ledger_without_rows(
    in_process: None, tmp_path: Path, reference: Reference, layout: Layout, language: Language
) -> None:
    path = tmp_path / "template.xlsx"
    write_template(path, layout, language)
    ledger = read_ledger(path, layout, reference=reference)
    assert (len(ledger), ledger.rows_seen) == (0, 0)
    assert not ledger.issues
    assert any("Example rows, not read: 2." in note.to("en") for note in ledger.notes)


@LAYOUTS
@LANGUAGES
def test_a_filled_template_is_read_without_the_example(
    in_process: None, tmp_path: Path, reference: Reference, layout: Layout, language: Language
) -> None:
    path = tmp_path / "template.xlsx"
    write_template(path, layout, language)
    book = openpyxl.load_workbook(path)
    for at, column in enumerate(layout, 1):
        book.worksheets[0].cell(3, at, example_of(column, language) or None)
    book.save(path)
    ledger = read_ledger(path, layout, reference=reference)
    assert list(ledger.row_numbers) == [3]
    assert not ledger.issues
    assert all(ledger[column.field][0] is not None for column in layout if column.example)


@LAYOUTS
@LANGUAGES
def test_every_column_is_there_and_needed_ones_carry_a_star(
    template: Template, layout: Layout, language: Language
) -> None:
    page = template(layout, language).worksheets[0]
    assert page.title == layout.title(language)
    assert [cell.value for cell in page[1]] == [
        column.header(language) + (" *" if column.required else "") for column in layout
    ]
    assert page.freeze_panes == "A2"


@LAYOUTS
@LANGUAGES
def test_every_choice_has_a_drop_down_of_its_words(
    template: Template, layout: Layout, language: Language
) -> None:
    book = template(layout, language)
    page, guide = book.worksheets
    lists = {
        str(rule.sqref).split(":")[0]: rule.formula1
        for rule in page.data_validations.dataValidation
        if rule.type == "list"
    }
    for at, column in enumerate(layout, 1):
        words = allowed_words(column, language)
        source = lists.get(page.cell(2, at).coordinate)
        assert (source is not None) == bool(words), column.field
        if source:
            sheet, _, cells = source.partition("!")
            assert sheet.strip("'") == guide.title
            row = guide[cells.replace("$", "")][0]
            assert tuple(cell.value for cell in row) == words


@LAYOUTS
def test_codes_and_numbers_with_zeros_are_kept_as_text(template: Template, layout: Layout) -> None:
    page = template(layout, "zh").worksheets[0]
    for at, column in enumerate(layout, 1):
        shown = page.column_dimensions[openpyxl.utils.get_column_letter(at)].number_format
        if column.kind in {Kind.ID_NUMBER, Kind.PHONE, Kind.CREDIT_CODE, Kind.MONTHS, Kind.TEXT}:
            assert shown == "@", column.field


@LAYOUTS
@LANGUAGES
def test_the_guide_explains_every_column(
    template: Template, layout: Layout, language: Language
) -> None:
    guide = template(layout, language).worksheets[1]
    rows = {row[0].value: [cell.value for cell in row] for row in guide.iter_rows(min_row=3)}
    for column in layout:
        _, needed, holds, example, note, field, *words = rows[column.header(language)]
        assert bool(needed) == column.required
        assert holds == KINDS[column.kind].to(language)
        assert (example or "") == example_of(column, language)
        assert (note or "") == column.hint(language)
        assert field == column.field
        assert tuple(filter(None, words)) == allowed_words(column, language)


@LAYOUTS
@LANGUAGES
def test_every_example_is_a_good_value_of_its_column(
    layout: Layout, language: Language, reference: Reference
) -> None:
    typist = Typist(reference, PlaceReader(reference.places), guarded=False)
    for column in layout:
        if column.example:
            assert not doubts(typist, column, example_of(column, language)), column.field


def doubts(typist: Typist, column: Column, cell: str) -> object:
    return typist.read(column, [cell], paired=False).doubts


def test_every_kind_of_column_is_explained() -> None:
    assert KINDS.keys() == set(Kind)


@LAYOUTS
def test_the_same_template_has_the_same_bytes(tmp_path: Path, layout: Layout) -> None:
    for name in ("a", "b"):
        write_template(tmp_path / f"{name}.xlsx", layout, "zh")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
