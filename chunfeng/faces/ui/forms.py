"""Form fields as pages show them; what was typed stays whatever happens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from chunfeng.kit.texts import Text

Word = Text | str


@dataclass(slots=True, kw_only=True)
class Field:
    """One field: what it is called, what was typed, what is wrong with it.

    kind: an input type, or select, radios, choices, textarea. options: (code, word).
    """

    name: str
    label: Word
    kind: str = "text"
    hint: Word | None = None
    error: Word | None = None
    options: Sequence[tuple[str, Word]] = ()
    values: Sequence[str] = field(default_factory=tuple)
    size: str = ""
    autocomplete: str = ""
    inputmode: str = ""
    secret: bool = False  # never kept by the browser

    @property
    def value(self) -> str:
        """The one value of an input."""
        return self.values[0] if self.values else ""

    def typed(self, data: Mapping[str, Any]) -> "Field":
        """The same field with what a form sent."""
        many = data.getlist(self.name) if hasattr(data, "getlist") else data.get(self.name, ())
        self.values = tuple(str(value) for value in many)
        return self


def errors(fields: Sequence[Field]) -> list[tuple[str, Word]]:
    """(name, problem) of the fields that have one, for the summary on top."""
    return [(shown.name, shown.error) for shown in fields if shown.error]
