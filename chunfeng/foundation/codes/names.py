"""How occupation words are compared."""

import re
import unicodedata

_SPELT = re.compile(r"[a-z]+")
_NOISE = re.compile(r"[\s/\\·.。()（）【】\[\]、，,；;_—-]+")


def plain(word: str) -> str:
    """A word as it is compared: full-width folded, signs and spaces out, lower case."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", word)).lower()


def spelt(word: str) -> tuple[str, str]:
    """The plain pinyin of a word in one piece, and its initials; empty where it has no signs."""
    from pypinyin import lazy_pinyin

    syllables = [one for one in lazy_pinyin(word, errors="ignore") if _SPELT.fullmatch(one)]
    return "".join(syllables), "".join(one[0] for one in syllables)
