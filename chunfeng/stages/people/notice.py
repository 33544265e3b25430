"""The public notice 公示: what it shows of people, and what speaks against putting it up."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from chunfeng.foundation.places.current import places
from chunfeng.kit.texts import Text, text
from chunfeng.stages.people.fields import SECRET_SEALED
from chunfeng.stages.people.sheets import PEOPLE

SMALLEST = 3  # names a place must have; a smaller one is shown as the place above it
HIDDEN = "*"
_NUMBER = re.compile(r"\d(?:[\s-]?\d){6,}")  # a phone, an ID number, an account
_HARMLESS = frozenset({"healthy"})


@dataclass(frozen=True, slots=True)
class Notice:
    """The lines of a notice: (name with one sign hidden, region). ``problems``: do not put it up.

    ``widened``: regions with too few names, shown as the one above.
    """

    item: str
    lines: Sequence[tuple[str, int]]
    widened: Sequence[int]
    problems: Sequence[Text]


def notice(people: Sequence[tuple[str, int]], item: str) -> Notice:
    """A notice of (name, village) pairs about one thing that is the same for all."""
    lines, widened = _widen([(masked(name), region) for name, region in people])
    return Notice(item.strip(), lines, widened, list(_problems(item, lines)))


def masked(name: str) -> str:
    """A name with one sign hidden: 王*, 王*春."""
    if len(name) < 3:
        return name[:1] + HIDDEN
    return name[:-2] + HIDDEN + name[-1]


def _widen(lines: Sequence[tuple[str, int]]) -> tuple[list[tuple[str, int]], list[int]]:
    """Nobody stands alone in a small place: village → township → county."""
    out, widened = list(lines), []
    for level in (5, 4):
        names = Counter(region for _, region in out)
        few = {r for r, n in names.items() if n < SMALLEST and places().held(r).level == level}
        above = {region: places().held(region).parent or region for region in few}
        out = [(name, above.get(region, region)) for name, region in out]
        widened += sorted(few)
    return sorted(out, key=lambda line: line[1]), widened


def _problems(item: str, lines: Sequence[tuple[str, int]]) -> Iterator[Text]:
    if not item.strip():
        yield text("Say what the notice is about.")
    if _NUMBER.search(item):
        yield text("The item holds a long number. Phones, ID and account numbers do not go there.")
    told = sorted(word for word in _secret_words() if word in item.lower())
    if told:
        yield text(
            "The item says why people are poor or ill ({words}). Name the measure, not the reason.",
            words="、".join(told),
        )
    if 0 < len(lines) < SMALLEST:
        yield text("A notice with fewer than {n} names singles people out.", n=SMALLEST)


@cache
def _secret_words() -> frozenset[str]:
    """What the ledger calls its most sensitive fields and their values."""
    words: set[str] = set()
    for field in SECRET_SEALED:
        column = PEOPLE.column(field)
        words |= {column.zh, column.en, *column.also}
        for choice in column.choices:
            if choice.code not in _HARMLESS:
                words |= {choice.zh, choice.en, *choice.also}
    return frozenset(word.lower() for word in words if len(word) > 1)
