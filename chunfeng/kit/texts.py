"""Texts for people: written once in English, translated when they are shown.

``text("Row {row} has no name", row=3)`` is lazy, so one plan can be printed in any language.
Translations live in ``locale/<language>/LC_MESSAGES/chunfeng.po`` and are compiled at set-up.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path
from typing import Any, Literal

Language = Literal["zh", "en"]
LOCALE_DIR = Path(__file__).resolve().parents[2] / "locale"
_LOCALES: dict[Language, str] = {"zh": "zh_Hans", "en": "en"}


@dataclass(frozen=True, slots=True)
class Text:
    """A message and its values; a value may be a Text itself, or a list of them."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.message, tuple(sorted((k, repr(v)) for k, v in self.values.items()))))

    def to(self, language: Language) -> str:
        """The message in a language, its values filled in."""
        template = _translator(language)(self.message)
        if not self.values:
            return template
        return template.format_map({k: _shown(v, language) for k, v in self.values.items()})


class Declared(Text):
    """Words that bring their own Chinese: of a ledger's layout or of policy data."""

    __slots__ = ()

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en, {"zh": zh})

    def to(self, language: Language) -> str:
        """The words in a language."""
        return str(self.values["zh"]) if language == "zh" else self.message


def text(message: str, **values: object) -> Text:
    """Mark a message for translation and keep its values."""
    return Text(message, values)


def as_json(said: Text) -> dict[str, Any]:
    """A text as JSON, to be shown later in any language."""
    if isinstance(said, Declared):
        return {"en": said.message, "zh": said.values["zh"]}
    return {"message": said.message, "values": {k: _kept(v) for k, v in said.values.items()}}


def from_json(kept: Mapping[str, Any]) -> Text:
    """The text that was kept."""
    if "zh" in kept:
        return Declared(kept["zh"], kept["en"])
    return Text(kept["message"], {k: _restored(v) for k, v in kept["values"].items()})


def joined(items: list[Text] | tuple[Text, ...], language: Language) -> str:
    """Texts as one sentence part: 甲、乙 or a, b."""
    return ("、" if language == "zh" else ", ").join(item.to(language) for item in items)


def _kept(value: object) -> Any:
    if isinstance(value, Text):
        return as_json(value)
    if isinstance(value, list | tuple):
        return [_kept(item) for item in value]
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)


def _restored(value: Any) -> Any:
    if isinstance(value, dict):
        return from_json(value)
    return [_restored(item) for item in value] if isinstance(value, list) else value


def _shown(value: object, language: Language) -> object:
    if isinstance(value, Text):
        return value.to(language)
    if isinstance(value, list | tuple) and all(isinstance(item, Text) for item in value):
        return joined(list(value), language)
    return value


@cache
def _translator(language: Language) -> Callable[[str], str]:
    if language == "en":
        return NullTranslations().gettext
    return translation("chunfeng", LOCALE_DIR, [_LOCALES[language]]).gettext
