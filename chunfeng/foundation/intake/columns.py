"""The declaration of a ledger: its columns, what each may hold, and the words for them.

A stage declares its ledger in a ``ledger.yaml`` beside its ``sheets.py``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

from chunfeng.kit.texts import Language


class Kind(StrEnum):
    """What a cell holds, and so the Python value it becomes."""

    TEXT = "text"  # str
    WORDS = "words"  # tuple[str, ...]: split at 、 ， , ； ; / and line ends
    CHOICE = "choice"  # str: a Choice.code
    CHOICES = "choices"  # tuple[str, ...] of Choice.code, in declared order
    YES_NO = "yes_no"  # bool
    INTEGER = "integer"  # int
    DECIMAL = "decimal"  # float
    MONEY = "money"  # float, yuan
    DATE = "date"  # datetime.date
    MONTHS = "months"  # tuple[int, ...] 1..12, sorted
    TIME_RANGE = "time_range"  # tuple[int, int]: minutes after midnight, start < end
    PLACE = "place"  # int: 12-digit region code
    PLACES = "places"  # tuple[int, ...]
    OCCUPATIONS = "occupations"  # tuple[OccupationWord, ...]
    ID_NUMBER = "id_number"  # str, checked
    PHONE = "phone"  # str, digits
    CREDIT_CODE = "credit_code"  # str, checked


@dataclass(frozen=True, slots=True)
class Choice:
    """One allowed value of a column and the words it goes by."""

    code: str
    zh: str
    en: str
    also: tuple[str, ...] = ()

    def label(self, language: Language) -> str:
        """The word to show."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class OccupationWord:
    """An occupation as written, with its code where one is known."""

    word: str
    code: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a ledger.

    ``personal`` values are masked wherever a cell is quoted. ``household`` values fill down through
    a merged cell or the empty cells below the first member. ``group`` heads two-level headers.
    """

    field: str
    zh: str
    en: str
    kind: Kind
    group: str
    also: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    required: bool = False
    personal: bool = False
    household: bool = False
    minimum: float | None = None
    maximum: float | None = None
    hint_zh: str = ""
    hint_en: str = ""
    example: str = ""  # as a cell text, in Chinese

    def hint(self, language: Language) -> str:
        """What to know before filling the column in; may be empty."""
        return self.hint_zh if language == "zh" else self.hint_en

    def header(self, language: Language) -> str:
        """The column's name to show."""
        return self.zh if language == "zh" else self.en

    def choice(self, code: str) -> Choice:
        """The choice with a code; KeyError when there is none."""
        for choice in self.choices:
            if choice.code == code:
                return choice
        raise KeyError(code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A kind of ledger: its name, titles and columns in order."""

    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    groups: tuple[Choice, ...]

    def title(self, language: Language) -> str:
        """The sheet's name to show."""
        return self.zh if language == "zh" else self.en

    def column(self, field: str) -> Column:
        """The column that fills a field; KeyError when there is none."""
        for column in self.columns:
            if column.field == field:
                return column
        raise KeyError(field)

    def __iter__(self) -> Iterator[Column]:
        return iter(self.columns)


def load_layout(path: Path) -> Layout:
    """The layout a ``ledger.yaml`` declares; TypeError or KeyError where the file is not one."""
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    choices = {name: tuple(map(_choice, items)) for name, items in raw["choices"].items()}
    return Layout(
        name=raw["name"],
        zh=raw["zh"],
        en=raw["en"],
        groups=tuple(
            Choice(code, words["zh"], words["en"]) for code, words in raw["groups"].items()
        ),
        columns=tuple(_column(item, choices) for item in raw["columns"]),
    )


def _choice(item: dict[str, Any]) -> Choice:
    return Choice(item["code"], item["zh"], item["en"], tuple(item.get("also", ())))


def _column(item: dict[str, Any], choices: dict[str, tuple[Choice, ...]]) -> Column:
    item = dict(item)
    return Column(
        kind=Kind(item.pop("kind")),
        also=tuple(item.pop("also", ())),
        choices=choices[item.pop("choices")] if "choices" in item else (),
        minimum=item.pop("min", None),
        maximum=item.pop("max", None),
        **item,
    )
