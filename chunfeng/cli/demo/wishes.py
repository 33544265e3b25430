"""What people want: whether, how far, what, for how much, with whom."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from chunfeng.cli.demo.capacity import Capacity
from chunfeng.cli.demo.draw import (
    Bools,
    Dice,
    Ints,
    Table,
    Words,
    by_age,
    chance,
    dates,
    draw,
    either,
    objects,
    pick,
    rounded,
    sets,
    words,
)
from chunfeng.cli.demo.geography import Destination
from chunfeng.cli.demo.households import Members
from chunfeng.cli.demo.skills import UNSKILLED, Skills
from chunfeng.cli.demo.ties import Ties
from chunfeng.cli.demo.work import Work

REACHES = ("village", "township", "county", "prefecture", "province", "outside")
FAR = REACHES.index("prefecture")  # from here on people live away
OUTSIDE = REACHES.index("outside")
NOT_STABLE = ("none", "casual", "farming")
NEAREST_WITH_ANOTHER = REACHES.index("township")


@dataclass(frozen=True, slots=True)
class Wishes:
    """The fields of the ledger; ``wanted`` is the trade asked for, "" where none is."""

    willing: Words
    not_willing_reason: Words
    wish_reach: Words
    wish_places: Words
    wanted: Words
    pay_min: Words
    wish_forms: Words
    board_needed: Words
    available_from: Words
    company: Words
    escort: Words
    trained_in: Words
    school_wish: Words


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about the members when they are asked."""

    members: Members
    capacity: Capacity
    ties: Ties
    skills: Skills
    work: Work

    def __len__(self) -> int:
        return len(self.members)


def ask(dice: Dice, facts: Facts, destinations: Sequence[Destination], on: np.datetime64) -> Wishes:
    """Draw it for every member; only who looks for work is asked what for."""
    shares = words("people")["wishes"]
    rng = dice("wishes")
    size, ages = len(facts), facts.members.age
    willing = _willing(rng, facts)
    asked = np.asarray(willing == "yes") & facts.work.seeking
    reach = _reach(rng, facts)
    far = asked & (reach >= FAR)
    trade = _trade(rng, facts)
    return Wishes(
        willing=willing,
        not_willing_reason=either(willing == "not_now", draw(rng, shares["reasons"], size)),
        wish_reach=either(asked, _reaches(rng, reach)),
        wish_places=either(asked & (reach == OUTSIDE), _cities(rng, destinations, size)),
        wanted=either(asked, trade, UNSKILLED),
        pay_min=either(asked & ~chance(rng, shares["no_pay"], size), _pay(rng, reach)),
        wish_forms=either(asked, _forms(rng, facts)),
        board_needed=either(asked, _board(rng, far)),
        available_from=either(asked & chance(rng, 0.7, size), _start(rng, on, size)),
        company=either(far, _tuples(draw(rng, shares["company"], size))),
        escort=either(far, chance(rng, by_age(shares["escort"], ages), size).astype(object)),
        trained_in=either(
            asked & chance(rng, by_age(shares["training"], ages), size), trade, UNSKILLED
        ),
        school_wish=either(_leaver(facts), chance(rng, shares["school"], size).astype(object)),
    )


def _willing(rng: np.random.Generator, facts: Facts) -> Words:
    groups: dict[str, dict[str, float]] = words("people")["willing"]
    names = list(groups)
    changing, weak = facts.work.change_wanted.astype(bool), facts.capacity.weak
    status = facts.work.status.astype(str)
    free, stable = np.isin(status, ["casual", "farming"]), ~np.isin(status, NOT_STABLE)
    who = np.select(
        [changing, stable, free, weak, facts.ties.tied],
        [names.index(n) for n in ("changing", "settled", "content", "weak", "idle_tied")],
        names.index("idle"),
    )
    drawn = Table.of(list(groups.values())).draw(rng, who)
    out = facts.work.status == "left_labour"
    unasked = ~facts.capacity.able | (facts.work.status == "studying")
    return either(unasked, None, either(out, "no", drawn))


def _reach(rng: np.random.Generator, facts: Facts) -> Ints:
    """Index into REACHES: the farthest a person would go."""
    groups: dict[str, dict[str, float]] = words("people")["wishes"]["reach"]
    ages, names = facts.members.age, list(groups)
    tied, male = facts.ties.tied, facts.members.male
    who = np.select(
        [tied, facts.ties.caring, facts.capacity.weak, ages >= 50, ages < 30, male],
        [names.index(n) for n in ("tied", "caring", "weak", "older", "young", "middle_male")],
        names.index("middle_female"),
    )
    weights = np.array([[shares.get(r, 0.0) for r in REACHES] for shares in groups.values()])
    return pick(rng, weights, who)


def _reaches(rng: np.random.Generator, reach: Ints) -> Words:
    """The farthest reach, and for some a nearer one beside it."""
    share = words("people")["wishes"]["also_nearer"]
    nearer = chance(rng, share, len(reach)) & (reach > NEAREST_WITH_ANOTHER)
    county = REACHES.index("county")
    other = np.where(reach > county, county, county - 1)
    flags = {name: (reach == i) | (nearer & (other == i)) for i, name in enumerate(REACHES)}
    return sets(flags)


def _trade(rng: np.random.Generator, facts: Facts) -> Words:
    """One's own trade, or one that looks possible; often none is named."""
    shares = words("people")["wishes"]["occupation"]
    own = facts.skills.skilled & chance(rng, shares["skill"], len(facts))
    unskilled = ~facts.skills.skilled & chance(rng, shares["anyone"], len(facts))
    hoped = np.full(len(facts), UNSKILLED, object)
    for sex, rows in (("male", facts.members.male), ("female", ~facts.members.male)):
        hoped[rows] = draw(rng, shares["hoped"][sex], int(rows.sum()))
    return either(own, facts.skills.trade, either(unskilled, hoped, UNSKILLED))


def _cities(rng: np.random.Generator, destinations: Sequence[Destination], size: int) -> Words:
    share = words("people")["wishes"]["named"]
    weights = np.array([[destination.share for destination in destinations]])
    drawn = pick(rng, weights, np.zeros(size, np.int64))
    cities = objects([(destination.city,) for destination in destinations])
    return either(chance(rng, share, size), cities[drawn])


def _pay(rng: np.random.Generator, reach: Ints) -> Words:
    spans: dict[str, list[int]] = words("people")["wishes"]["pay_min"]
    least, most = np.array([spans[name] for name in REACHES], np.float64).T[:, reach]
    return rounded(least + rng.beta(1.6, 2.0, len(reach)) * (most - least), 100)


def _start(rng: np.random.Generator, on: np.datetime64, size: int) -> Words:
    later = chance(rng, words("people")["wishes"]["later"], size)
    days = np.where(later, rng.integers(20, 150, size), -rng.integers(0, 60, size))
    return dates(on + days.astype("timedelta64[D]"))


def _forms(rng: np.random.Generator, facts: Facts) -> Words:
    shares = words("people")["wishes"]["forms"]
    who = (facts.ties.tied | facts.capacity.weak).astype(np.int64)
    return _tuples(Table.of([shares["free"], shares["tied"]]).draw(rng, who))


def _board(rng: np.random.Generator, far: Bools) -> Words:
    shares = words("people")["wishes"]["board"]
    return _tuples(Table.of([shares["near"], shares["far"]]).draw(rng, far.astype(np.int64)))


def _leaver(facts: Facts) -> Bools:
    """Left school at sixteen to eighteen without going on."""
    ages = facts.members.age
    return (ages >= 16) & (ages < 19) & ~facts.capacity.in_school


def _tuples(codes: Words) -> Words:
    """``"meals housing"`` as ``("meals", "housing")``."""
    names, where = np.unique(codes.astype(str), return_inverse=True)
    return objects([tuple(str(name).split()) for name in names])[where]
