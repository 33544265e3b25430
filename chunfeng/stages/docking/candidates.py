"""Changes that look as if they would place more people; levers confirms them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from chunfeng.engine.limits import Limit
from chunfeng.engine.misses import lacking, misses
from chunfeng.engine.tables import Bools, Longs, chosen, joined
from chunfeng.foundation.places import Places, Scale
from chunfeng.kit.texts import Text, text
from chunfeng.stages.docking import masks
from chunfeng.stages.docking.changes import certificates
from chunfeng.stages.docking.result import LeverKind
from chunfeng.stages.docking.solved import Solved
from chunfeng.stages.docking.unplaced import BLOCK_PAIRS, against
from chunfeng.stages.docking.whatif import NONE, Change
from chunfeng.stages.docking.words import choices, vacancy_name
from chunfeng.stages.vacancies.sheets import VACANCIES

SEATS = 5  # seats a lever adds to a vacancy
CLASS_SIZE = 30
WORKSHOP_SEATS = 20
MOST_PAIRS = 1 << 26  # pairs looked at for openings; vacancies with most free seats come first
MOST_GROUPS = 8  # candidates of one sort that are looked at closely
ALL_HOURS = {"hours": np.nan, "window_start": -1, "window_end": -1}  # unknown is no limit


@dataclass(frozen=True, eq=False, kw_only=True)
class Candidate:
    """A change that may help; ``estimate`` is how many people more it may place at most."""

    kind: LeverKind
    text: Text
    place: int | None = None
    vacancy: int | None = None
    estimate: int
    change: Callable[[], Change]


@dataclass(frozen=True, eq=False)
class Openings:
    """Pairs of a person without a place and a free seat that a single limit excludes."""

    i: Longs
    j: Longs
    limit: Longs

    def only(self, keep: Bools) -> "Openings":
        """Some of the pairs."""
        return Openings(self.i[keep], self.j[keep], self.limit[keep])


def candidates(solved: Solved, places: Places) -> list[Candidate]:
    """All candidates, the most promising of each kind first."""
    found = [*_seats(solved), *_workshops(solved, places)]
    openings = _openings(solved)
    for sort in (_classes, _putonghua, _flexible, _schooling):
        found += sort(solved, openings)
    for of_township in (_transport, _care):
        found += of_township(solved, openings, places)
    return sorted(found, key=lambda candidate: -candidate.estimate)


def _waiting(solved: Solved) -> Longs:
    return np.flatnonzero(solved.plan.assignment < 0)


def _openings(solved: Solved) -> Openings:
    waiting, columns = _waiting(solved), np.flatnonzero(solved.free > 0)
    most = max(1, MOST_PAIRS // max(1, waiting.size))
    columns = np.sort(columns[np.argsort(-solved.free[columns], kind="stable")[:most]])
    pairs = against(solved.pairs, columns)
    step = max(1, BLOCK_PAIRS // max(1, columns.size))
    found = [Openings(NONE, NONE, NONE)]
    for first in range(0, waiting.size, step):
        rows = waiting[first : first + step]
        failures = pairs.failures(rows)
        r, c = np.nonzero(np.bitwise_count(failures) == 1)
        limit = np.bitwise_count(failures[r, c] - np.uint32(1))
        found.append(Openings(rows[r], columns[c], limit.astype(np.int64)))
    return Openings(
        np.concatenate([part.i for part in found]),
        np.concatenate([part.j for part in found]),
        np.concatenate([part.limit for part in found]),
    )


@dataclass(frozen=True, eq=False)
class _Group:
    """People whom one change would give a free seat; ``estimate`` of them at most."""

    key: int
    people: Longs
    estimate: int


def _groups(solved: Solved, openings: Openings, key: NDArray[np.generic]) -> list[_Group]:
    """The largest groups of openings with the same key."""
    keys, number, counts = np.unique(key, return_inverse=True, return_counts=True)
    found = []
    for group in np.argsort(-counts, kind="stable")[:MOST_GROUPS].tolist():
        own = number == group
        people = np.unique(openings.i[own])
        seats = int(solved.free[np.unique(openings.j[own])].sum())
        found.append(_Group(int(keys[group]), people, min(people.size, seats)))
    return found


def _seats(solved: Solved) -> Iterator[Candidate]:
    """More seats where people without a place are eligible and all seats are taken."""
    demand = np.zeros(solved.vacancy.size, np.int64)
    waiting = solved.plan.assignment < 0
    for _, rows, opportunity, _ in solved.instance.chunks():
        demand += np.bincount(opportunity[waiting[rows]], minlength=demand.size)
    demand[solved.free > 0] = 0
    gain = np.minimum(demand, SEATS)
    order = np.lexsort((-solved.plan.price, -gain))
    for j in order[: 2 * MOST_GROUPS].tolist():
        if gain[j] > 0 and solved.snapshot.parts[j].open:
            yield _more_seats(solved, j, int(gain[j]))


def _more_seats(solved: Solved, j: int, seats: int) -> Candidate:
    row = int(solved.vacancy[j])
    vacancy = vacancy_name(solved.snapshot.vacancies, row)
    return Candidate(
        kind=LeverKind.SEATS,
        text=text("Seats to add: {seats:,} ({vacancy})", seats=seats, vacancy=vacancy),
        vacancy=row,
        estimate=seats,
        change=partial(_with_seats, solved, j, seats),
    )


def _with_seats(solved: Solved, j: int, seats: int) -> Change:
    market = solved.pairs.market
    headcount = market.opportunities.headcount.copy()
    headcount[j] += seats
    more = replace(market.opportunities, headcount=headcount)
    return Change(replace(market, opportunities=more), opportunities=np.array([j]))


def _with_seekers(solved: Solved, people: Longs, **columns: object) -> Change:
    """A change to some people: a value, or one a person, for each column."""
    seekers = solved.pairs.market.seekers
    changed = {}
    for name, value in columns.items():
        changed[name] = getattr(seekers, name).copy()
        changed[name][people] = value
    market = replace(solved.pairs.market, seekers=replace(seekers, **changed))
    return Change(market, people=people)


def _classes(solved: Solved, openings: Openings) -> Iterator[Candidate]:
    """Classes for a certificate that alone is missing."""
    some = openings.only(openings.limit == Limit.CERTIFICATE)
    missing = lacking(solved.pairs, some.i, some.j)
    held = solved.pairs.market.seekers.certificates
    for group in _groups(solved, some, missing):
        people = _first(solved, group)
        names = certificates(solved, group.key)
        more = held[people] | np.uint64(group.key)
        yield Candidate(
            kind=LeverKind.CLASS,
            text=text("Get {what} (people: {people:,})", what=names, people=people.size),
            estimate=people.size,
            change=partial(_with_seekers, solved, people, certificates=more),
        )


def _first(solved: Solved, group: _Group) -> Longs:
    """As many of a group as fit in a class and could be placed, in the order of tiers."""
    tier = solved.pairs.market.seekers.tier[group.people]
    order = np.argsort(tier, kind="stable")[: min(CLASS_SIZE, group.estimate)]
    return np.sort(group.people[order])


def _putonghua(solved: Solved, openings: Openings) -> Iterator[Candidate]:
    some = openings.only(openings.limit == Limit.PUTONGHUA)
    for group in _groups(solved, some, np.zeros(some.i.size, np.int64)):
        people = _first(solved, group)
        yield Candidate(
            kind=LeverKind.CLASS,
            text=text("A class in Putonghua (people: {people:,})", people=people.size),
            estimate=people.size,
            change=partial(_with_seekers, solved, people, putonghua=1),
        )


def _townships(solved: Solved, i: Longs) -> Longs:
    return solved.pairs.market.seekers.village[i] // 1000 * 1000


def _transport(solved: Solved, openings: Openings, places: Places) -> Iterator[Candidate]:
    """A shuttle for the people of a township whom the daily way alone keeps from free seats."""
    extra = solved.pairs.rules.shuttle_extra_km
    far = np.isin(openings.limit, (Limit.COMMUTE, Limit.CARE_DISTANCE))
    some = openings.only(far)
    # Both limits are missed by the same km.
    some = some.only(misses(solved.pairs, Limit.COMMUTE, some.i, some.j) <= extra)
    own = solved.pairs.market.seekers.commute_km
    for group in _groups(solved, some, _townships(solved, some.i)):
        longer = own[group.people] + np.float32(extra)
        yield Candidate(
            kind=LeverKind.LIMIT,
            text=text(
                "A shuttle from {place}, {km:g} km beyond the daily way (people: {people:,})",
                place=places.held(group.key).name,
                people=group.people.size,
                km=extra,
            ),
            place=group.key,
            estimate=group.estimate,
            change=partial(_with_seekers, solved, group.people, commute_km=longer),
        )


def _care(solved: Solved, openings: Openings, places: Places) -> Iterator[Candidate]:
    """Care places in a township, for carers whom their hours alone keep from free seats."""
    some = openings.only(openings.limit == Limit.CARE_HOURS)
    for group in _groups(solved, some, _townships(solved, some.i)):
        yield Candidate(
            kind=LeverKind.LIMIT,
            text=text(
                "Care places in {place} that free carers for full working hours ({people:,})",
                place=places.held(group.key).name,
                people=group.people.size,
            ),
            place=group.key,
            estimate=group.estimate,
            change=partial(_with_seekers, solved, group.people, **ALL_HOURS),
        )


def _with_vacancy(solved: Solved, row: int, column: str, value: object) -> Change:
    """A change to all seats of a vacancy."""
    market, seats = solved.pairs.market, np.flatnonzero(solved.vacancy == row)
    changed = getattr(market.opportunities, column).copy()
    changed[seats] = value
    opportunities = replace(market.opportunities, **{column: changed})
    market = replace(market, opportunities=opportunities)
    return Change(market, opportunities=seats)


def _flexible(solved: Solved, openings: Openings) -> Iterator[Candidate]:
    """Flexible hours at a vacancy that carers could take."""
    some = openings.only(openings.limit == Limit.CARE_HOURS)
    for group in _groups(solved, some, solved.vacancy[some.j]):
        row = group.key
        yield Candidate(
            kind=LeverKind.LIMIT,
            text=text(
                "Flexible hours: {vacancy}", vacancy=vacancy_name(solved.snapshot.vacancies, row)
            ),
            vacancy=row,
            estimate=group.estimate,
            change=partial(_with_vacancy, solved, row, "flexible", True),
        )


def _schooling(solved: Solved, openings: Openings) -> Iterator[Candidate]:
    """Less schooling asked for, where it alone excludes people."""
    some = openings.only(openings.limit == Limit.EDUCATION)
    for group in _groups(solved, some, solved.vacancy[some.j]):
        row = group.key
        level = int(solved.pairs.market.seekers.education[group.people].min())
        yield Candidate(
            kind=LeverKind.LIMIT,
            text=text(
                "Ask for {level} only: {vacancy}",
                level=choices(VACANCIES, "education_min", [_LEVELS[level]]),
                vacancy=vacancy_name(solved.snapshot.vacancies, row),
            ),
            vacancy=row,
            estimate=group.estimate,
            change=partial(_with_vacancy, solved, row, "education", level),
        )


_LEVELS = {rank: word for word, rank in reversed(masks.EDUCATION_RANK.items())}


def _workshops(solved: Solved, places: Places) -> Iterator[Candidate]:
    """A workshop in the townships where most people without a place are tied to home."""
    s = solved.pairs.market.seekers
    waiting = _waiting(solved)
    tied = waiting[s.carer[waiting] | (s.reach[waiting] <= Scale.TOWNSHIP)]
    home = _townships(solved, tied)
    townships, counts = np.unique(home, return_counts=True)
    for k in np.argsort(-counts, kind="stable")[:MOST_GROUPS].tolist():
        code, seats = int(townships[k]), min(int(counts[k]), WORKSHOP_SEATS)
        if code not in solved.snapshot.registers.works.numbers:
            continue  # the ledger says only in which county they live
        yield Candidate(
            kind=LeverKind.WORKSHOP,
            text=text(
                "A workshop with {seats:,} seats in {place}: "
                "light work, flexible hours, about {pay:,.0f} yuan a month",
                seats=seats,
                place=places.held(code).name,
                pay=solved.pairs.rules.median_pay,
            ),
            place=code,
            estimate=seats,
            change=partial(_with_workshop, solved, code, seats, tied[home == code]),
        )


def _with_workshop(solved: Solved, code: int, seats: int, people: Longs) -> Change:
    """One more opportunity, in the middle of the people it is meant for."""
    market = solved.pairs.market
    s, o = market.seekers, market.opportunities
    unknown = {"age_min": -1, "age_max": -1, "window_start": -1, "window_end": -1}
    plain = {
        **dict.fromkeys(("certificates", "disabilities", "demands", "intensity"), 0),
        **dict.fromkeys(("education", "hours", "start", "end", "occupation", "agreement"), 0),
        **dict.fromkeys(("public_welfare", "hazardous", "putonghua", "skilled"), False),
        **dict.fromkeys(("housing", "shuttle", "escorted", "meals"), False),
        **dict.fromkeys(("flexible", "casual"), True),
    }
    terms = {
        "lon": np.median(s.lon[people]),
        "lat": np.median(s.lat[people]),
        "approximate": bool(s.approximate[people].any()),
        "work": solved.snapshot.registers.works.numbers[code],
        "headcount": seats,
        "employer": int(o.employer.max()) + 1,
        "employer_seats": seats,
        "channel": masks.CHANNELS.index("near"),
        "forms": masks.mask(("full", "half", "piece"), masks.FORMS),
        "hours": np.nan,
        "pay": solved.pairs.rules.median_pay,
        "stay": np.nan,
    }
    new = chosen(o, np.array([0]))
    columns = {**plain, **unknown, **terms}
    row = {name: np.array([value], getattr(o, name).dtype) for name, value in columns.items()}
    market = replace(market, opportunities=joined(o, replace(new, **row)))
    return Change(market, opportunities=np.array([len(o)]))
