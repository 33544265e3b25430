"""What is kept in Chinese, as it is called in the language of the request."""

import re
from dataclasses import dataclass

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

from chunfeng.faces.ui.language import current
from chunfeng.foundation.codes.named import glossary, occupation_meant, occupation_name
from chunfeng.foundation.places.current import places
from chunfeng.kit.texts import Language, Text
from chunfeng.stages.employers.english import in_english

# Chinese signs, with the full-width marks, figures and letters between them.
_HAN = re.compile(r"[\u3400-\u9fff](?:[\u3000-\u303f\u3400-\u9fff\uff00-\uffef·\w]*)")
_MARKED = r'<span lang="zh-Hans">\g<0></span>'


def place(code: int | str) -> str:
    """平利县 or Pingli County."""
    return places().held(code).name_in(current())


def full_place(code: int | str) -> str:
    """陕西省安康市平利县 or Shaanxi, Ankang City, Pingli County."""
    return places().full_name(code, current())


def occupation(code: str | None) -> str:
    """缝纫工 or Sewing machine operator; empty where nobody knows the code."""
    return occupation_name(code, current())


def chinese(written: str) -> SafeString:
    """What somebody wrote in Chinese, marked as such on an English page for who has it read out."""
    said = conditional_escape(written)
    if current() == "zh":
        return said
    return mark_safe(_HAN.sub(_MARKED, said))  # noqa: S308 escaped above


def work(title: str, code: str | None) -> SafeString:
    """A title; on English pages what its occupation is called in front, for HTML."""
    english = _work_in_english(title, code)
    said = chinese(title)
    between = mark_safe(" · ")
    return escape(english) + between + said if english else said


def work_said(title: str, code: str | None) -> str:
    """The same without marks, for titles of windows and what is sent on."""
    english = _work_in_english(title, code)
    return f"{english} · {title}" if english else title


def _work_in_english(title: str, code: str | None) -> str:
    return occupation(code or occupation_meant(title)) if current() == "en" else ""


@dataclass(frozen=True, slots=True)
class Word(Text):
    """A skill or a paper as it was written; on English pages what it comes to, where we know."""

    def to(self, language: Language) -> str:
        """缝纫工, or Sewing machine operator; a word we cannot translate stays."""
        code = str(self.values["code"] or "")
        english = glossary("term").get(self.message) or occupation_name(code, "en").lower()
        return self.message if language == "zh" or not english else english


def word(written: str, code: str | None = None) -> Word:
    """A word and the occupation it means."""
    return Word(written, {"code": code})


def employer(name: str) -> SafeString:
    """An employer's name; on English pages what it comes to in English in front, for HTML."""
    english = in_english(name) if current() == "en" else ""
    said = chinese(name)
    return escape(english) + mark_safe(" · ") + said if english else said


def employer_said(name: str) -> str:
    """The same without marks."""
    english = in_english(name) if current() == "en" else ""
    return f"{english} · {name}" if english else name
