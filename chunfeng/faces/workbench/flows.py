"""The flow band of a run: from the townships people live in to the ways into work, as drawn bands.

Plain geometry in a box of WIDTH by a height that follows; a table beside it says the same.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chunfeng.faces.ui.parts import Word

WIDTH, TALL, GAP = 860, 300, 10  # units; the bands together are TALL high
LEFT, RIGHT = 170, 640  # where bands begin and end
BAR = 8
MOST = 12  # townships drawn by themselves
REST = -1


@dataclass(frozen=True, slots=True)
class Node:
    """One end of bands: where it stands, how high, what it is called, how many."""

    name: Word
    people: int
    y: float
    height: float

    @property
    def middle(self) -> float:
        """Where its name stands."""
        return self.y + self.height / 2 + 4


@dataclass(frozen=True, slots=True)
class Band:
    """People of one township on one way, as the path of an SVG; number: of the way."""

    path: str
    number: int


@dataclass(frozen=True, slots=True)
class Flow:
    """The whole picture."""

    height: int
    left: Sequence[Node]
    right: Sequence[Node]
    bands: Sequence[Band]


def flow(
    streams: Sequence[Any],
    town: Callable[[int], Word],
    channel: Callable[[str], Word],
    rest: Word,
) -> Flow | None:
    """Draws streams (township, channel, people); None where nobody is proposed."""
    if not streams:
        return None
    drawn = _folded(streams)
    towns, ways = _totals(drawn, 0), _totals(drawn, 1)
    scale = TALL / sum(towns.values())

    def name(code: int) -> Word:
        return rest if code == REST else town(code)

    left, right = _nodes(towns, scale, name), _nodes(ways, scale, channel)
    height = max(_end(left), _end(right))
    return Flow(round(height), list(left.values()), list(right.values()),
                _bands(drawn, left, right, scale))  # fmt: skip


def _folded(streams: Sequence[Any]) -> dict[tuple[int, str], int]:
    """People by township and way; the townships with fewest stand together."""
    towns: dict[int, int] = {}
    for one in streams:
        towns[one.township] = towns.get(one.township, 0) + one.people
    kept = set(sorted(towns, key=lambda code: -towns[code])[:MOST])
    out: dict[tuple[int, str], int] = {}
    for one in streams:
        key = (one.township if one.township in kept else REST, one.channel)
        out[key] = out.get(key, 0) + one.people
    return out


def _totals(drawn: Mapping[tuple[int, str], int], end: int) -> dict[Any, int]:
    """People at each township (0) or way (1), most first; the rest last."""
    out: dict[Any, int] = {}
    for key, people in drawn.items():
        out[key[end]] = out.get(key[end], 0) + people
    return dict(sorted(out.items(), key=lambda item: (item[0] == REST, -item[1])))


def _nodes(totals: Mapping[Any, int], scale: float, name: Callable[[Any], Word]) -> dict[Any, Node]:
    out, y = {}, 0.0
    for key, people in totals.items():
        height = max(people * scale, 1.0)
        out[key] = Node(name(key), people, y, height)
        y += max(height, 14) + GAP  # room for its name
    return out


def _end(nodes: Mapping[Any, Node]) -> float:
    return max(node.y + max(node.height, 14) for node in nodes.values())


def _bands(
    drawn: Mapping[tuple[int, str], int],
    left: Mapping[Any, Node],
    right: Mapping[Any, Node],
    scale: float,
) -> list[Band]:
    used: dict[Any, float] = {}
    ways = list(right)
    out = []
    for town, way in sorted(drawn, key=lambda key: (list(left).index(key[0]), ways.index(key[1]))):
        thick = drawn[town, way] * scale
        begins = left[town].y + used.get(("from", town), 0.0)
        ends = right[way].y + used.get(("to", way), 0.0)
        used["from", town] = used.get(("from", town), 0.0) + thick
        used["to", way] = used.get(("to", way), 0.0) + thick
        out.append(Band(_path(begins, ends, thick), ways.index(way)))
    return out


def _path(begins: float, ends: float, thick: float) -> str:
    """A band from left to right, bent in the middle."""
    x0, x1, half = LEFT + BAR, RIGHT - BAR, (LEFT + RIGHT) / 2
    return (
        f"M{x0} {begins:.1f}C{half} {begins:.1f} {half} {ends:.1f} {x1} {ends:.1f}"
        f"V{ends + thick:.1f}C{half} {ends + thick:.1f} {half} {begins + thick:.1f}"
        f" {x0} {begins + thick:.1f}Z"
    )
