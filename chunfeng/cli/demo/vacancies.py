"""The vacancy ledger of the demo county: who offers which posts, and for how many."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from chunfeng.cli.demo.draw import Dice, words
from chunfeng.cli.demo.employers import Employer, employers, scattered
from chunfeng.cli.demo.geography import Geography
from chunfeng.cli.demo.identity import names
from chunfeng.cli.demo.people import Match, strangers
from chunfeng.cli.demo.posts import Post
from chunfeng.cli.demo.terms import Clerk

TOWNS_OWN = "public_welfare"  # a township's government offers it, in its villages
Offers = list[tuple[Employer, Post]]


def vacancies(
    dice: Dice, geography: Geography, count: int, seats: int, on: np.datetime64, match: Match
) -> dict[str, list[Any]]:
    """The columns of a ledger of ``count`` vacancies with about ``seats`` seats in all."""
    rows: list[dict[str, Any]] = []
    offers = _offers(dice, geography, count)
    hired = 1 + max((e.number for part in offers.values() for e, _ in part), default=0)
    contacts = names(Dice(dice.seed, dice.county + 2), strangers(hired))
    for channel, part in offers.items():
        clerk = Clerk(dice(f"terms {channel}"), geography, on, match)
        for (employer, post), headcount in zip(
            part, _headcounts(dice, channel, part, seats), strict=True
        ):
            row = clerk.row(employer, post, headcount)
            rows.append(row | {"contact": contacts[employer.number]})
    _tell_apart(rows)
    numbers = {"vacancy_no": [f"V{number:05d}" for number in range(1, len(rows) + 1)]}
    fields = rows[0] if rows else {}
    return numbers | {field: [row[field] for row in rows] for field in fields}


def _tell_apart(rows: Sequence[dict[str, Any]]) -> None:
    """Gives a post that an employer offers again at the same place a title of its own."""
    met: Counter[tuple[str, str, int]] = Counter()
    again = words("employers")["again"]
    for row in rows:
        same = (row["credit_code"], row["title"], row["place"])
        met[same] += 1
        if met[same] > 1:
            row["title"] += f"（{again[(met[same] - 2) % len(again)]}）"


def _offers(dice: Dice, geography: Geography, count: int) -> dict[str, Offers]:
    """Who offers which posts, by channel; shares of ``count`` to the nearest vacancy."""
    channels: dict[str, dict[str, float]] = words("employers")["channels"]
    ends = np.round(np.cumsum([c["vacancies"] for c in channels.values()]) * count).astype(int)
    sizes = dict(zip(channels, np.diff(np.r_[0, ends]).tolist(), strict=True))
    found: dict[str, Offers] = {}
    first = 0
    for channel, size in sizes.items():
        number = max(1, round(size / channels[channel]["each"]))
        if channel == TOWNS_OWN:
            number = min(number, len(geography.towns))
        hiring = employers(dice, geography, channel, number, first)
        offers = _share_out(dice(f"offers {channel}"), hiring, size)
        found[channel] = scattered(dice, geography, offers) if channel == TOWNS_OWN else offers
        first += number
    return found


def _share_out(rng: np.random.Generator, hiring: Sequence[Employer], size: int) -> Offers:
    """Posts for each employer, each post once as long as there are others; big ones have more."""
    chosen = np.r_[np.arange(len(hiring)), rng.choice(len(hiring), max(0, size - len(hiring)))]
    counts = np.bincount(chosen[:size], minlength=len(hiring))
    found: Offers = []
    for employer, count in zip(hiring, counts.tolist(), strict=True):
        posts = employer.trade.posts
        weight = np.array([post.weight for post in posts])
        order: list[int] = []
        while len(order) < count:
            order += rng.choice(
                len(posts), len(posts), replace=False, p=weight / weight.sum()
            ).tolist()
        found += [(employer, posts[number]) for number in order[:count]]
    return found


def _headcounts(dice: Dice, channel: str, part: Offers, seats: int) -> list[int]:
    """Headcounts in proportion to the usual ones, at least 1, towards the channel's seats."""
    rng = dice(f"headcounts {channel}")
    share: float = words("employers")["channels"][channel]["seats"]
    usual = np.array(
        [rng.uniform(post.seats[0], post.seats[1]) * employer.size for employer, post in part]
    )
    scaled = usual * (seats * share / usual.sum()) if len(part) else usual
    return [int(number) for number in np.maximum(1, np.round(scaled))]
