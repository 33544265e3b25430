"""The smallest change that would let a person take a vacancy: what it costs, and its words.

A cost says how much of a step a change is, in km of a longer daily way; the size of everything else
is set beside it. Several changes at once cost AND_ALSO each on top.
"""

from collections.abc import Callable, Sequence
from datetime import date
from math import ceil
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from chunfeng.engine.limits import Limit
from chunfeng.engine.misses import lacking
from chunfeng.engine.tables import Bools, Bytes, Floats
from chunfeng.foundation.places import Scale
from chunfeng.kit.texts import Declared, Text, text
from chunfeng.stages.docking.certificates import MOST
from chunfeng.stages.docking.labels import SCALE
from chunfeng.stages.docking.solved import Solved
from chunfeng.stages.docking.words import choices, clock, vacancy_name
from chunfeng.stages.vacancies.sheets import VACANCIES

AND_ALSO = 30.0
FULL = 10.0  # the vacancy has no free seat: one more is needed as well
SHUTTLE, HOUSING = 8.0, 25.0  # instead of a longer way
STEP = 15.0
NEVER = np.inf  # set by law, or no limit for a person without other options
COST: dict[Limit, float] = {
    Limit.YOUNG: NEVER,
    Limit.OVER_AGE: NEVER,
    Limit.AGE_ASKED: 20,
    Limit.CAPACITY: 40,
    Limit.HEAVY: 40,
    Limit.STANDING: 30,
    Limit.BENDING: 30,
    Limit.HEIGHTS: 30,
    Limit.NIGHT: 25,
    Limit.DUST: 30,
    Limit.NOISE: 30,
    Limit.FINE_SIGHT: 30,
    Limit.ALONE_TRAVEL: 10,
    Limit.DISABILITY: 40,
    Limit.CERTIFICATE: 10,
    Limit.EDUCATION: 15,
    Limit.PUTONGHUA: 8,
    Limit.CARE_DISTANCE: 0,  # and the km, or a shuttle
    Limit.CARE_HOURS: 12,
    Limit.COMMUTE: 0,  # and the km, or a shuttle, or housing
    Limit.REACH: 0,  # and STEP for each administrative level further
    Limit.DATES: 3,
    Limit.AGREEMENT: 30,
    Limit.LAST_RESORT: NEVER,
}
DISTANCE = np.uint32(1 << Limit.CARE_DISTANCE | 1 << Limit.COMMUTE)
REACH = np.uint32(1 << Limit.REACH)
_HALF = 12  # bits looked up at once
_LOW = np.uint32((1 << _HALF) - 1)


def _sums(first: int) -> Floats:
    """The cost of every set of the twelve limits from ``first`` on."""
    sums = np.zeros(1, np.float32)
    for number in range(first, first + _HALF):
        cost = COST[Limit(number)] + AND_ALSO
        sums = np.concatenate([sums, sums + np.float32(cost)])
    return sums


_COSTS = (_sums(0), _sums(_HALF))


def costs(failures: NDArray[np.uint32], way: Floats, steps: Bytes) -> Floats:
    """The cost of lifting all limits that exclude pairs.

    ``way`` is that of the distance; ``steps`` are the administrative levels beyond what is wished.
    """
    total: Floats = _COSTS[0][failures & _LOW] + _COSTS[1][failures >> np.uint32(_HALF)]
    total += np.where(failures & DISTANCE, way, np.float32(0))
    total += np.where(failures & REACH, steps * np.float32(STEP), np.float32(0))
    return total


def ways(
    km: Floats, own: Floats, shuttle: Bools, housing: Bools, solved: Solved
) -> tuple[Floats, Floats, Floats]:
    """What bridging a distance costs: a longer daily way, a shuttle, housing; inf = impossible.

    km of the pair; own: most km accepted without a shuttle; housing: where it would help.
    """
    extra = np.float32(solved.pairs.rules.shuttle_extra_km)
    needed = km - np.where(shuttle, extra, np.float32(0))
    longest = np.float32(solved.snapshot.policy.commute.at_most_km)
    longer = np.where(np.ceil(needed) <= longest, needed - own, np.inf).astype(np.float32)
    bus = np.where(~shuttle & (km <= own + extra), np.float32(SHUTTLE), np.inf)
    bed = np.where(housing, np.float32(HOUSING), np.inf)
    return longer, bus.astype(np.float32), bed.astype(np.float32)


def changes(solved: Solved, i: int, j: int, failures: int) -> list[Text]:
    """The words of every change that seeker i needs for opportunity j."""
    found: list[Text] = []
    for limit, say in _SAYS.items():
        if failures >> limit & 1:
            found.extend(say(solved, i, j))
    return found


def if_changed(solved: Solved, steps: Sequence[Text], j: int) -> Text:
    """The sentence: if all this changed, that vacancy would be possible."""
    vacancy = vacancy_name(solved.snapshot.vacancies, int(solved.vacancy[j]))
    if solved.free[j] > 0:
        return text("If {changes}: {vacancy}", changes=list(steps), vacancy=vacancy)
    return text(
        "If {changes}, and a seat were added: {vacancy}", changes=list(steps), vacancy=vacancy
    )


Says: TypeAlias = Callable[[Solved, int, int], list[Text]]


def _way(solved: Solved, i: int, j: int) -> list[Text]:
    s, o = solved.pairs.market.seekers, solved.pairs.market.opportunities
    km = solved.pairs.km(np.array([i]), np.array([j]))
    own, shuttle = s.commute_km[[i]], o.shuttle[[j]]
    step = ways(km, own, shuttle, ~s.carer[[i]] & ~o.housing[[j]], solved)
    best = int(np.argmin([cost[0] for cost in step]))
    if best == 1:
        return [text("a shuttle ran there, about {km:.0f} km", km=float(km[0]))]
    if best == 2:
        return [text("the employer offered housing")]
    extra = solved.pairs.rules.shuttle_extra_km if shuttle[0] else 0.0
    return [
        text(
            "the daily way could be {km:g} km (now {now:g} km)",
            km=ceil(float(km[0]) - extra),
            now=round(float(own[0]), 1),
        )
    ]


def _care_hours(solved: Solved, i: int, j: int) -> list[Text]:
    s, o = solved.pairs.market.seekers, solved.pairs.market.opportunities
    found = []
    if o.hours[j] > s.hours[i]:
        found.append(
            text(
                "care were found so that {hours:g} hours a day are free (now {now:g})",
                hours=float(o.hours[j]),
                now=float(s.hours[i]),
            )
        )
    start, end = int(s.window_start[i]), int(s.window_end[i])
    begins, ends = int(o.window_start[j]), int(o.window_end[j])
    if start >= 0 <= begins and (begins < start or ends > end):
        found.append(
            text(
                "care were found from {begins} to {ends} (free now {start}–{end})",
                begins=clock(begins),
                ends=clock(ends),
                start=clock(start),
                end=clock(end),
            )
        )
    return found


def _certificate(solved: Solved, i: int, j: int) -> list[Text]:
    bits = int(lacking(solved.pairs, np.array([i]), np.array([j]))[0])
    return [text("the person held {certificates}", certificates=certificates(solved, bits))]


def certificates(solved: Solved, bits: int) -> list[Text]:
    """The certificates of a mask, as vacancies call them."""
    numbers = [number for number in range(MOST) if bits >> number & 1]
    names = map(solved.snapshot.registers.certificate_name, numbers)
    return [Declared(name, name) for name in names]


def _education(solved: Solved, i: int, j: int) -> list[Text]:
    asked = solved.snapshot.vacancies["education_min"][solved.vacancy[j]]
    has = solved.snapshot.people["education"][solved.snapshot.seeker_rows[i]]
    level, now = (choices(VACANCIES, "education_min", [word]) for word in (has, asked))
    return [text("the vacancy asked for {level} only (now {asked})", level=level, asked=now)]


def _reach(solved: Solved, i: int, j: int) -> list[Text]:
    where = SCALE[Scale(int(solved.pairs.scale(np.array([i]), np.array([j]))[0]))]
    return [text("the person would go further ({where})", where=where)]


def _dates(solved: Solved, i: int, j: int) -> list[Text]:
    day = date.fromordinal(int(solved.pairs.market.opportunities.end[j]))
    return [text("the person could begin by {day}", day=day.isoformat())]


def _age_asked(solved: Solved, i: int, j: int) -> list[Text]:
    age = int(solved.pairs.market.seekers.age[i])
    return [text("the vacancy took people aged {age}", age=age)]


def _fixed(message: Text) -> Says:
    return lambda solved, i, j: [message]


def _without(demand: Text) -> Says:
    return _fixed(text("the post could do without: {demand}", demand=demand))


def _conditions() -> dict[Limit, Says]:
    """The demands that the vacancy ledger words itself."""
    named = ("standing", "bending", "heights", "dust", "noise", "fine_sight")
    words = choices(VACANCIES, "conditions", named)
    return {Limit[name.upper()]: _without(word) for name, word in zip(named, words, strict=True)}


_SAYS: dict[Limit, Says] = {
    Limit.COMMUTE: _way,
    Limit.CARE_DISTANCE: _way,
    Limit.REACH: _reach,
    Limit.CARE_HOURS: _care_hours,
    Limit.CERTIFICATE: _certificate,
    Limit.PUTONGHUA: _fixed(text("the person learnt Putonghua")),
    Limit.EDUCATION: _education,
    Limit.DATES: _dates,
    Limit.ALONE_TRAVEL: _fixed(text("someone travelled along")),
    Limit.AGE_ASKED: _age_asked,
    Limit.AGREEMENT: _fixed(text("the vacancy were open to people from here")),
    Limit.CAPACITY: _fixed(text("the work were light, or its hours flexible")),
    Limit.DISABILITY: _fixed(text("the employer accepted the person's kind of disability")),
    Limit.HEAVY: _without(text("heavy work")),
    Limit.NIGHT: _without(text("night shifts")),
    **_conditions(),
}
"""The words of every limit that can be lifted."""
