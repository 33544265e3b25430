"""What is left of an English word when its ending goes: sewing, sewer and sews meet in sew.

Rough on purpose: both sides are cut by the same rule, and nobody reads what comes out.
"""

import re
from functools import lru_cache

SHORTEST = 3  # letters that stay
_WORDS = re.compile(r"[a-z0-9]+")
_VOWEL = re.compile(r"[aeiouy]")
_DOUBLE = re.compile(r"([bdfgkmnprt])\1$")  # cutting → cut, but selling → sell


@lru_cache(50_000)
def stem(word: str) -> str:
    """A lower-case English word without plural, -ing, -er and -e; other words as they are."""
    if not (word.isascii() and word.isalpha()):
        return word
    bare = _without_plural(word)
    for ending in ("ing", "er", "e"):
        rest = bare.removesuffix(ending)
        if rest != bare and len(rest) >= SHORTEST and _VOWEL.search(rest):
            return _DOUBLE.sub(r"\1", rest)
    return bare


def words(written: str) -> list[str]:
    """The words of an English name in lower case."""
    return _WORDS.findall(written.lower())


def stems(written: str) -> str:
    """The words of an English name, cut, with spaces between."""
    return " ".join(map(stem, words(written)))


def _without_plural(word: str) -> str:
    if len(word) <= SHORTEST or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    return f"{word[:-3]}y" if word.endswith("ies") and len(word) > 4 else word[:-1]
