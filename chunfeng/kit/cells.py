"""Small cells of a table of counts: which to hide so that nobody can be told from it."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

LEAST = 10
Key = TypeVar("Key", bound=Hashable)


def hidden(cells: Mapping[Key, int], least: int = LEAST) -> frozenset[Key]:
    """The cells to hide: those below ``least``, and as many of the next smallest as it takes.

    The total may be shown beside the others: what it gives away of the hidden ones together is of
    two cells at least and ``least`` heads at least. Where that cannot be, every cell is hidden.
    """
    order = sorted(cells, key=lambda key: (cells[key], str(key)))
    count = sum(n < least for n in cells.values())
    if not count:
        return frozenset()
    while count < len(order) and (count < 2 or sum(cells[key] for key in order[:count]) < least):
        count += 1
    return frozenset(order[:count])
