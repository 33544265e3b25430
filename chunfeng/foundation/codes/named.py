"""Names by code or word, for pages that say many of them: read once in a process."""

import re
from functools import cache, lru_cache

from chunfeng.foundation.codes.lookup import Codes
from chunfeng.foundation.codes.names import plain
from chunfeng.foundation.codes.occupations import Occupations
from chunfeng.kit.texts import Language

SURE = 3  # signs of a name at the end of a title
SINGLE = 4  # level of an occupation
_BRACKETS = re.compile(r"[（(【\[].*?[）)】\]]")


def occupation_name(code: str | None, language: Language) -> str:
    """缝纫工 or Sewing machine operator; empty for a code that nobody knows."""
    zh, en = _names().get(code or "", ("", ""))
    return zh if language == "zh" else en


@cache
def _names() -> dict[str, tuple[str, str]]:
    return {one.code: (one.name, one.name_en) for one in Occupations.open().every()}


@lru_cache(20_000)
def occupation_meant(title: str) -> str | None:
    """The code of the occupation a title is a word for, or whose name it ends with.

    毛绒玩具缝纫工 is a 缝纫工; 毛衣车工 may be no 车工, so that short names have to be all of it.
    What stands in brackets does not count. None where it says neither.
    """
    key, (words, names) = plain(_BRACKETS.sub("", title)), _words()
    if key in words:
        return words[key]
    ends = (key[start:] for start in range(1, len(key) - SURE + 1))
    return next((names[end] for end in ends if end in names), None)


@cache
def _words() -> tuple[dict[str, str], dict[str, str]]:
    """Whatever means an occupation, and the names of the classification, each with its code."""
    occupations = Occupations.open()
    names = {plain(one.name): one.code for one in occupations.every() if one.level == SINGLE}
    return occupations.meanings(), names


@cache
def glossary(name: str) -> dict[str, str]:
    """The English of Chinese words: ``employer`` (parts of names) or ``term`` (skills, papers)."""
    return Codes.open().glossary(name)
