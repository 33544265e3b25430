"""What ties people to home: who cares for whom, hours, farm months, ways and vehicles."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from chunfeng.cli.demo.capacity import Capacity
from chunfeng.cli.demo.draw import (
    Bools,
    Dice,
    Floats,
    Ints,
    Words,
    by_age,
    by_sex_and_age,
    chance,
    draw,
    either,
    objects,
    sets,
    words,
)
from chunfeng.cli.demo.households import Members

DUTIES = ("preschool", "school_child", "elder", "patient")


@dataclass(frozen=True, slots=True)
class Ties:
    """The fields of the ledger, who cares for anyone, and who is
    tied hard (by a small child or a patient)."""

    care: Words
    care_count: Words
    hours_per_day: Words
    hours_window: Words
    busy_months: Words
    commute_km: Words
    vehicle: Bools
    shuttle_needed: Bools
    caring: Bools
    tied: Bools


def tie(dice: Dice, members: Members, capacity: Capacity, busy: Sequence[int]) -> Ties:
    """Draw it for every member; ``busy`` are the county's farm-busy months."""
    shares = words("people")["ties"]
    rng = dice("ties")
    size = len(members)
    needs = _needs(members, capacity)
    cares = _carers(dice, members, capacity, needs)
    number = _cared_for(members, cares, needs)
    tied = cares["preschool"] | cares["patient"]
    hours = draw(rng, shares["hours"], size)
    known = tied & chance(rng, 0.9, size)
    vehicle = chance(rng, by_sex_and_age(shares["vehicle"], members.male, members.age), size)
    commute = either(tied, draw(rng, shares["commute"], size))
    asked = chance(rng, 0.35, size)
    farms = chance(rng, by_age(shares["farms"], members.age), size) & capacity.able
    none = either(capacity.able, objects([("none",)]))
    return Ties(
        care=either(number > 0, sets(cares), none),
        care_count=either(number > 0, number.astype(object)),
        hours_per_day=either(known, _floats(hours), either(asked & capacity.able, 8.0)),
        hours_window=either(known & chance(rng, 0.67, size), _windows(rng, size)),
        busy_months=either(farms, objects([tuple(busy)])),
        commute_km=_floats(either(tied | ~asked, commute, _commute(rng, size))),
        vehicle=vehicle,
        shuttle_needed=~vehicle & chance(rng, 0.18, size),
        caring=number > 0,
        tied=tied,
    )


def _floats(values: Words) -> Words:
    return objects([None if value is None else float(value) for value in values.tolist()])


def _commute(rng: np.random.Generator, size: int) -> Words:
    return draw(rng, words("people")["ties"]["commute_others"], size)


def _windows(rng: np.random.Generator, size: int) -> Words:
    shares: dict[str, float] = words("people")["ties"]["windows"]
    spans = {span: minutes(span) for span in shares}
    drawn = draw(rng, shares, size)
    return objects([spans[span] for span in drawn.tolist()])


def minutes(span: str) -> tuple[int, int]:
    """``08:30-16:30`` as minutes after midnight."""
    start, end = ((int(t[:2]) * 60 + int(t[3:])) for t in span.split("-"))
    return start, end


def _needs(members: Members, capacity: Capacity) -> dict[str, Bools]:
    """Who needs care."""
    ill = (capacity.work_capacity == "lost") & (members.age < 75) & (members.age >= 16)
    return {
        "preschool": members.age < 6,
        "school_child": (members.age >= 6) & (members.age < 16),
        "elder": members.age >= 75,
        "patient": ill,
    }


def _carers(
    dice: Dice, members: Members, capacity: Capacity, needs: dict[str, Bools]
) -> dict[str, Bools]:
    """For each duty, the one listed member of a household who does it, if anybody has to."""
    shares = words("people")["ties"]
    weight = by_sex_and_age(shares["carer"], members.male, members.age)
    weight *= capacity.able & members.listed & ~capacity.in_school & (members.age >= 16)
    found: dict[str, Bools] = {}
    busy = np.ones(len(members))
    for duty in DUTIES:
        rng = dice(f"care {duty}")
        wanted = chance(rng, shares["cared"][duty], members.households)
        wanted &= members.count(needs[duty]) > 0
        throw = _race(rng, weight * busy * ~needs[duty])
        found[duty] = _first_of(members, throw) & wanted[members.household]
        busy = np.where(found[duty], 3.0, busy)  # who cares already is likelier to care for others
    return found


def _race(rng: np.random.Generator, weight: Floats) -> Floats:
    """Times in a race that each wins with a chance in proportion to the weight."""
    times = rng.exponential(size=len(weight))
    found: Floats = np.full(len(weight), np.inf)
    np.divide(times, weight, out=found, where=weight > 0)
    return found


def _first_of(members: Members, times: Floats) -> Bools:
    """The fastest member of each household; nobody where nobody runs."""
    order = np.lexsort((times, members.household))
    first = np.zeros(len(members), np.bool_)
    leads = np.r_[True, members.household[order][1:] != members.household[order][:-1]]
    first[order[leads]] = True
    return first & np.isfinite(times)


def _cared_for(members: Members, cares: dict[str, Bools], needs: dict[str, Bools]) -> Ints:
    """How many each carer cares for."""
    total = np.zeros(len(members), np.int64)
    for duty, carer in cares.items():
        total += np.where(carer, members.count(needs[duty])[members.household], 0)
    return total
