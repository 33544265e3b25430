"""What employers offer: the catalogue of ``data/demo/posts.yaml``, defaults filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from chunfeng.cli.demo.draw import words

Span = Sequence[float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One kind of work. Exactly one of ``month``, ``day``, ``hour`` (yuan) and ``piece`` is given.

    ``piece`` holds the price of one and the yuan an hour it comes to, least and most. ``night``,
    ``flexible`` … are chances; ``stay`` is the share still there after 90 days, in percent.
    """

    title: str
    occupation: str
    seats: Span
    month: Span = ()
    day: Span = ()
    hour: Span = ()
    piece: Span = ()
    weight: float = 1.0
    hours: float = 8.0
    days: float = 6.0
    window: str = "day"
    night: float = 0.0
    flexible: float = 0.0
    housing: float = 0.0
    meals: float = 0.0
    shuttle: float = 0.0
    escorted: float = 0.0
    contract: float = 0.0
    insurance: float = 0.0
    stay: Span = ()
    intensity: str = "light"
    conditions: Sequence[str] = ()
    education: str = "any"
    skill: str = ""
    skilled: float = 0.0
    certificate: str = ""
    putonghua: bool = False
    disabilities: Sequence[str] = ()
    spring: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """One kind of employer and its posts."""

    trade: str
    pattern: Sequence[str]
    kind: str
    code: str
    posts: Sequence[Post]
    weight: float = field(default=1.0)


@cache
def trades(channel: str) -> tuple[Trade, ...]:
    """The kinds of employers of a channel."""
    raw: Mapping[str, Any] = words("posts")[channel]
    return tuple(_trade(raw, item) for item in raw["trades"])


def _trade(channel: Mapping[str, Any], item: Mapping[str, Any]) -> Trade:
    common = {key: channel[key] for key in ("pattern", "kind", "code")} | dict(item)
    posts = tuple(Post(**(channel["common"] | post)) for post in item["posts"])
    return Trade(**(common | {"posts": posts}))
