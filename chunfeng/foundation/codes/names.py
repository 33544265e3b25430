"""How occupation words are compared."""

import re
import unicodedata

_NOISE = re.compile(r"[\s/\\·.。()（）【】\[\]、，,；;_—-]+")


def plain(word: str) -> str:
    """A word as it is compared: full-width folded, signs and spaces out, lower case."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", word)).lower()
