"""Form fields as pages show them; what was typed stays whatever happens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from chunfeng.faces.ui.parts import Word
from chunfeng.kit.texts import text

GROUPS = {"radios": "radio", "choices": "checkbox", "months": "checkbox"}
MONTHS = (
    ("1", text("Jan")), ("2", text("Feb")), ("3", text("Mar")), ("4", text("Apr")),
    ("5", text("May")), ("6", text("Jun")), ("7", text("Jul")), ("8", text("Aug")),
    ("9", text("Sep")), ("10", text("Oct")), ("11", text("Nov")), ("12", text("Dec")),
)  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Field:
    """One field: what it is called, what was typed, what is wrong with it.

    kind: an input type (text, date, password, file …), or select, radios, choices, months,
    textarea. options: (code, word). unit: what stands behind the box. state: a field of radios
    beside this one that says whether the value is known, was refused or not asked. before: what
    was written here earlier, offered to be taken over with one tap.
    """

    name: str
    label: Word
    kind: str = "text"
    hint: Word | None = None
    error: Word | None = None
    options: Sequence[tuple[str, Word]] = ()
    values: Sequence[str] = field(default_factory=tuple)
    size: str = ""
    unit: Word = ""
    optional: bool = False
    autocomplete: str = ""
    inputmode: str = ""
    accept: str = ""
    rows: int = 3
    inline: bool = False  # short options beside each other
    secret: bool = False  # never kept by the browser
    state: "Field | None" = None
    before: Sequence[str] = ()

    @property
    def value(self) -> str:
        """The one value of an input."""
        return self.values[0] if self.values else ""

    @property
    def box(self) -> str:
        """What the options are: radio or checkbox; empty for a field that is one control."""
        return GROUPS.get(self.kind, "")

    @property
    def choices(self) -> Sequence[tuple[str, Word]]:
        """The options; the twelve months for a list of months."""
        return self.options or (MONTHS if self.kind == "months" else ())

    @property
    def described_by(self) -> str:
        """The ids of what explains the field: its hint, its error."""
        told = (("hint", self.hint), ("error", self.error))
        return " ".join(f"{part}_{self.name}" for part, said in told if said)

    def typed(self, data: Mapping[str, Any]) -> "Field":
        """The same field with what a form sent."""
        many = data.getlist(self.name) if hasattr(data, "getlist") else data.get(self.name, ())
        self.values = tuple(str(value) for value in many)
        if self.state:
            self.state.typed(data)
        return self


def errors(fields: Sequence[Field]) -> list[tuple[str, Word]]:
    """(name, problem) of the fields that have one, for the summary on top."""
    return [(shown.name, shown.error) for shown in fields if shown.error]
