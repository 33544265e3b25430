"""What people can do: trades, certificates, experience, licences, Putonghua."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from chunfeng.cli.demo.draw import (
    Bools,
    Dice,
    Ints,
    Words,
    band,
    by_age,
    by_sex_and_age,
    chance,
    dates,
    draw,
    either,
    objects,
    pick,
    words,
)
from chunfeng.cli.demo.households import Members

UNSKILLED = ""


@dataclass(frozen=True, slots=True)
class Skills:
    """``trade`` is a person's first skill, "" where there is none; the rest are fields."""

    trade: Words
    second: Words
    certificates: Words
    certificates_until: Words
    experience_years: Words
    driving_licence: Words
    putonghua: Bools

    @property
    def skilled(self) -> Bools:
        """Who has a trade."""
        return np.asarray(self.trade != UNSKILLED)


def learn(dice: Dice, members: Members, on: np.datetime64) -> Skills:
    """Draw it for every member."""
    shares = words("people")["skills"]
    size = len(members)
    rng = dice("skills")
    skilled = chance(rng, by_sex_and_age(shares["skilled"], members.male, members.age), size)
    trade = either(skilled, _trades(rng, members), UNSKILLED)
    second = either(skilled & chance(rng, 0.16, size), _trades(rng, members), UNSKILLED)
    held = _certificates(rng, trade)
    until = on + rng.integers(-240, 1300, size).astype("timedelta64[D]")
    licensed = chance(rng, by_sex_and_age(shares["licensed"], members.male, members.age), size)
    return Skills(
        trade=trade,
        second=either(second != trade, second, UNSKILLED),
        certificates=held,
        certificates_until=either(held.astype(bool) & chance(rng, 0.8, size), dates(until)),
        experience_years=either(skilled, _years(rng, members.age)),
        driving_licence=either(licensed, draw(rng, shares["licences"], size)),
        putonghua=chance(rng, by_age(shares["putonghua"], members.age), size),
    )


def _trades(rng: np.random.Generator, members: Members) -> Words:
    """A trade by sex and by the age from which it is usual."""
    trades: dict[str, dict[str, Any]] = words("people")["skills"]["trades"]
    edges = [16, 18, 20, 22, 24, 25, 28, 30, 32, 34, 35]
    weights = np.array(
        [
            [
                trade[sex] if trade["from"] <= edge else trade[sex] * 0.02
                for trade in trades.values()
            ]
            for sex in ("male", "female")
            for edge in edges
        ]
    )
    rows = band(edges, members.age) + np.where(members.male, 0, len(edges))
    found: Words = objects(list(trades))[pick(rng, weights + 1e-9, rows)]
    return found


def _certificates(rng: np.random.Generator, trade: Words) -> Words:
    trades: dict[str, dict[str, Any]] = words("people")["skills"]["trades"]
    share = np.array([trades.get(t, {}).get("held", 0.0) for t in trade.tolist()])
    held = chance(rng, share, len(trade))
    return objects(
        [(trades[t]["certificate"],) if h else None for t, h in zip(trade, held, strict=True)]
    )


def _years(rng: np.random.Generator, ages: Ints) -> Words:
    """Half of the years since sixteen at most, more often fewer."""
    most = np.clip((ages - 16) * 0.5, 0.5, 25)
    return objects(np.round(rng.beta(1.2, 2.2, len(ages)) * most + 0.5, 0).tolist())
