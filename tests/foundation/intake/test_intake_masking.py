"""No personal value is ever quoted: canaries in every personal cell of both ledgers."""

from collections.abc import Callable
from typing import Any

import pytest
from intake_sheets import HOME, VACANCY, VACANCY_HEAD

from chunfeng.foundation.intake import Ledger
from chunfeng.foundation.intake.columns import Layout
from chunfeng.foundation.intake.masking import letter, redacted, shown
from chunfeng.kit.texts import Language
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.vacancies.sheets import VACANCIES

Read = Callable[..., Ledger]
LANGUAGES: tuple[Language, Language] = ("zh", "en")
# None of these is a valid value of its column; each is followed by what must not be seen.
CANARIES = (
    ("金丝雀一二三四五六七八九", "丝雀"),
    ("99999919800101001Z", "99999919800101001"),
    ("1380000777", "0000777"),
    ("金丝雀大病历" * 400, "丝雀"),
    ("999999198001010011234", "999999198001010011234"),
    ("2980.13.45", "2980.13"),
)


def said(ledger: Ledger) -> str:
    parts: list[str] = []
    for language in LANGUAGES:
        parts += [note.to(language) for note in ledger.notes]
        for issue in ledger.issues:
            parts += [issue.value, issue.problem.to(language), issue.mend.to(language)]
    return "\n".join(parts)


@pytest.mark.parametrize("layout", [PEOPLE, VACANCIES], ids=["people", "vacancies"])
@pytest.mark.parametrize(("canary", "secret"), CANARIES)
def test_no_issue_or_note_shows_a_personal_value(
    read_rows: Read, layout: Layout, canary: str, secret: str
) -> None:
    personal = [column for column in layout if column.personal and not column.required]
    head, row = (
        (("姓名", "户籍地"), ("王小春", HOME)) if layout is PEOPLE else (VACANCY_HEAD, VACANCY)
    )
    ledger = read_rows(
        [(*head, *(column.zh for column in personal)), (*row, *[canary] * len(personal))], layout
    )
    assert ledger.issues
    assert secret not in said(ledger)


def test_hidden_values_are_explained_in_a_note(read_rows: Read) -> None:
    ledger = read_rows([("姓名", "户籍地", "证件号码"), ("王小春", HOME, "123")])
    assert "Personal values are shown as ***." in [note.to("en") for note in ledger.notes]


def test_a_number_that_slipped_into_the_wrong_column_is_not_quoted(read_rows: Read) -> None:
    ledger = read_rows(
        [
            ("姓名", "户籍地", "学历", "就业地"),
            ("王小春", HOME, "999999198001010011", "电话13800000777"),
            ("李小明", "999999198001010011"),
        ]
    )
    assert len(ledger.issues) == 3
    assert "0010011" not in said(ledger)
    assert "0000777" not in said(ledger)


@pytest.mark.parametrize(
    ("field", "cell", "seen"),
    [
        ("name", "王小春", "王**"),
        ("name", "13800000777", "***"),
        ("phone", "1380000777", "138****"),
        ("phone", "王小春", "***"),
        ("id_number", "99999919800101001Z", "***"),
        ("birth_date", "1980.13.45", "***"),
        ("remarks", "病重", "***"),
        ("education", "念过书", "念过书"),
        ("education", "长" * 100, "长" * 59 + "…"),
        ("education", None, ""),
    ],
)
def test_what_is_shown_of_a_cell(field: str, cell: Any, seen: str) -> None:
    assert shown(PEOPLE.column(field), cell) == seen


def test_short_numbers_are_no_personal_numbers() -> None:
    assert redacted("3000-4500，12人，610926101200") == "3000-4500，12人，610926101200"


@pytest.mark.parametrize(("column", "name"), [(1, "A"), (26, "Z"), (27, "AA"), (300, "KN")])
def test_columns_have_letters(column: int, name: str) -> None:
    assert letter(column) == name
