"""Invented employers of every channel, at real places."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from chunfeng.cli.demo.draw import Dice, Floats, words
from chunfeng.cli.demo.geography import Geography
from chunfeng.cli.demo.identity import credit_code
from chunfeng.cli.demo.posts import Post, Trade, trades

SITE_KM = 1.2
UNEVEN = 1.1  # spread of the towns' attraction to employers


@dataclass(frozen=True, slots=True)
class Site:
    """Where an employer is; ``names`` fill the pattern of its name, ``point`` is lon and lat."""

    place: int
    county: int  # index
    town: int  # index; -1 outside the county
    names: dict[str, str]
    point: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Employer:
    """One employer and its place of work."""

    number: int
    name: str
    credit_code: str
    channel: str
    trade: Trade
    site: Site
    stay_share: float | None
    size: float  # how big next to others of its channel


def employers(
    dice: Dice, geography: Geography, channel: str, count: int, first: int
) -> list[Employer]:
    """``count`` employers of a channel, numbered from ``first``."""
    rng = dice(f"employers {channel}")
    kinds = trades(channel)
    share = np.array([kind.weight for kind in kinds])
    siting = _Siting(rng, geography)
    found: list[Employer] = []
    for number in range(first, first + count):
        trade = kinds[int(rng.choice(len(kinds), p=share / share.sum()))]
        site = siting.of(channel)
        found.append(_employer(rng, number, channel, trade, site))
    return found


def scattered(
    dice: Dice, geography: Geography, hiring: Sequence[tuple[Employer, Post]]
) -> list[tuple[Employer, Post]]:
    """The same posts, each at a village of its employer's township."""
    siting = _Siting(dice("scattered"), geography)
    return [
        (replace(employer, site=siting.in_a_village_of(employer.site.town)), post)
        for employer, post in hiring
    ]


def _employer(
    rng: np.random.Generator, number: int, channel: str, trade: Trade, site: Site
) -> Employer:
    brands = words("employers")["brands"]
    first, second = (rng.choice(brands[part].split()) for part in ("first", "second"))
    pattern = str(rng.choice(trade.pattern))
    name = pattern.format(**site.names, brand=f"{first}{second}", trade=trade.trade)
    least, most = trade.posts[0].stay
    stay = float(np.round(rng.uniform(least, most), 1)) if rng.random() < 0.7 else None
    size = float(rng.lognormal(0, 0.45))
    return Employer(number, name, credit_code(trade.code, number), channel, trade, site, stay, size)


class _Siting:
    """Draws a place of work for each channel; some towns have much more than their share."""

    def __init__(self, rng: np.random.Generator, geography: Geography) -> None:
        self.rng = rng
        self.geography = geography
        villages = np.bincount(geography.villages.within, minlength=len(geography.towns))
        weight = (villages + 1) * rng.lognormal(0, UNEVEN, len(geography.towns))
        self.towns = weight / weight.sum()
        self.next_town = 0
        self.share: dict[str, float] = words("employers")["sites"]
        self.seats = [
            int(np.flatnonzero(geography.towns.within == county)[0])
            for county in range(len(geography.counties))
        ]

    def of(self, channel: str) -> Site:
        """A site for an employer of a channel."""
        draws: dict[str, Callable[[], Site]] = {
            "near": self.in_a_town_or_village,
            "local": self.in_the_county,
            "cooperation": self.far_away,
            "base": self.in_the_prefecture,
            "public_welfare": self.in_the_next_town,
            "temporary": self.in_a_town_or_village,
        }
        return draws[channel]()

    def in_a_town(self) -> Site:
        return self._site(self._any_town(), None)

    def in_a_town_or_village(self) -> Site:
        town = self._any_town()
        villages = np.flatnonzero(self.geography.villages.within == town)
        inside = len(villages) and self.rng.random() < self.share["in_a_village"]
        return self._site(town, int(self.rng.choice(villages)) if inside else None)

    def _any_town(self) -> int:
        return int(self.rng.choice(len(self.towns), p=self.towns))

    def in_the_county(self) -> Site:
        if self.rng.random() < self.share["in_the_main_town"]:
            return self._site(int(self.rng.choice(self.seats)), None)
        return self.in_a_town()

    def in_the_prefecture(self) -> Site:
        if self.rng.random() < self.share["in_the_county"] or not len(self.geography.prefecture):
            return self._site(int(self.rng.choice(self.seats)), None)
        other = int(self.rng.integers(0, len(self.geography.prefecture)))
        name = str(self.geography.prefecture_names[other])
        return Site(int(self.geography.prefecture[other]), 0, -1, {"city": name}, None)

    def in_the_next_town(self) -> Site:
        """One town after the other: each has one government."""
        self.next_town += 1
        return self._site((self.next_town - 1) % len(self.towns), None)

    def in_a_village_of(self, town: int) -> Site:
        villages = np.flatnonzero(self.geography.villages.within == town)
        return self._site(town, int(self.rng.choice(villages)) if len(villages) else None)

    def far_away(self) -> Site:
        capital = self.geography.capital
        if self.rng.random() < self.share["in_the_province"]:
            return Site(int(self.rng.choice(capital.work)), 0, -1, {"city": capital.name}, None)
        destinations = self.geography.destinations
        share: Floats = np.array([destination.share for destination in destinations])
        city = destinations[int(self.rng.choice(len(share), p=share / share.sum()))]
        return Site(int(self.rng.choice(city.work)), 0, -1, {"city": city.name}, None)

    def _site(self, town: int, village: int | None) -> Site:
        towns, counties = self.geography.towns, self.geography.counties
        county = int(towns.within[town])
        names = {"county": str(counties.name[county]), "town": str(towns.name[town])}
        names["city"] = names["county"]
        if village is None:
            lon, lat = towns.shifted(self.rng, np.array([town]), SITE_KM)
            return Site(int(towns.code[town]), county, town, names, (float(lon[0]), float(lat[0])))
        villages = self.geography.villages
        name = str(villages.name[village])
        names["village"] = name
        point = (round(float(villages.lon[village]), 4), round(float(villages.lat[village]), 4))
        return Site(int(villages.code[village]), county, town, names, point)
