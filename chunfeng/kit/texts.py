"""Texts for people: written once in English, translated when they are shown.

``text("Row {row} has no name", row=3)`` is lazy, so one plan can be printed in any language.
Translations live in ``locale/<language>/LC_MESSAGES/chunfeng.po`` and are compiled at set-up.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path
from typing import Literal

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


def text(message: str, **values: object) -> Text:
    """Mark a message for translation and keep its values."""
    return Text(message, values)


def joined(items: list[Text] | tuple[Text, ...], language: Language) -> str:
    """Texts as one sentence part: 甲、乙 or a, b."""
    return ("、" if language == "zh" else ", ").join(item.to(language) for item in items)


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
