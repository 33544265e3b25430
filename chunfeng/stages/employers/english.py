"""An employer's name in English: regions and proper names in pinyin, what is generic translated.

平利县女娲茶业有限公司 is Pingli County Nüwa Tea Industry Co., Ltd.: a way to say it, not a
registered name, so that pages show the Chinese beside it.
"""

import re
from functools import cache, lru_cache

from chunfeng.foundation.codes.named import glossary
from chunfeng.foundation.places.english import spell

_OF_REGIONS = frozenset("市县区镇乡村")  # part of a name where only one sign stands before
_HAN = re.compile(r"[\u3400-\u9fff]+")
_BRACKETS = re.compile(r"[（）()【】“”\s·]+")


@cache
def _parts() -> "re.Pattern[str]":
    """Any generic part; of two that begin at one sign the longer."""
    known = sorted(glossary("employer"), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, known)))


@lru_cache(20_000)
def in_english(name: str) -> str:
    """The English of a Chinese name; empty where nothing in it is Chinese."""
    if not _HAN.search(name):
        return ""
    generic, said, start = glossary("employer"), [], 0
    for found in _parts().finditer(name):
        if found[0] in _OF_REGIONS and found.start() - start < 2:
            continue
        said += [_spelt(name[start : found.start()]), generic[found[0]]]
        start = found.end()
    said.append(_spelt(name[start:]))
    return " ".join(filter(None, said))


def _spelt(part: str) -> str:
    """Chinese signs as words of pinyin; Latin letters and figures as they are."""
    return " ".join(_HAN.sub(lambda run: f" {spell(run[0])} ", _BRACKETS.sub(" ", part)).split())
