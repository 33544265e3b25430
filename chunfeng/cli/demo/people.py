"""The person ledger of the demo county, column by column."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from chunfeng.cli.demo.capacity import assess
from chunfeng.cli.demo.draw import (
    Bools,
    Dice,
    Floats,
    Ints,
    Words,
    chance,
    dates,
    draw,
    either,
    objects,
    sets,
    words,
)
from chunfeng.cli.demo.geography import Geography
from chunfeng.cli.demo.households import HEAD, Members, settle
from chunfeng.cli.demo.identity import PERSON_PHONES, birth_dates, id_numbers, names, phones
from chunfeng.cli.demo.skills import UNSKILLED, learn
from chunfeng.cli.demo.ties import tie
from chunfeng.cli.demo.wishes import Facts, Wishes, ask
from chunfeng.cli.demo.work import Work, occupy
from chunfeng.foundation.intake.columns import OccupationWord

Match = Callable[[str], OccupationWord]
Arrays = dict[str, Words]
HOME_KM = 0.8
NEIGHBOURHOODS = 8  # a township's first villages, where resettlement sites are


@dataclass(frozen=True, slots=True)
class Homes:
    """Where each household lives: village index and point."""

    village: Ints
    relocated: Bools
    lon: Floats
    lat: Floats


def people(
    dice: Dice,
    geography: Geography,
    count: int,
    on: np.datetime64,
    busy: Sequence[int],
    match: Match,
) -> tuple[dict[str, list[Any]], int]:
    """The columns of a ledger of ``count`` people, and how many of them look for work."""
    members = settle(dice, count)
    skills = learn(dice, members, on)
    capacity = assess(dice, members, skills.skilled)
    ties = tie(dice, members, capacity, busy)
    work = occupy(dice, members, capacity, ties, on)
    facts = Facts(members, capacity, ties, skills, work)
    wishes = ask(dice, facts, geography.destinations, on)
    homes = _homes(dice, geography, members.households)
    columns = (
        _identity(dice, members, on)
        | _home(geography, homes, members)
        | _standing(dice, homes, facts, wishes)
        | _abilities(facts, match)
        | _now(dice, geography, homes, facts)
        | _wished(wishes, match)
        | _record(dice, geography, homes, members, on)
    )
    listed = np.flatnonzero(members.listed)
    numbers = {"person_no": [f"P{number:06d}" for number in range(1, len(listed) + 1)]}
    seeking = int((members.listed & work.seeking & (wishes.willing == "yes")).sum())
    return numbers | {f: values[listed].tolist() for f, values in columns.items()}, seeking


def _homes(dice: Dice, geography: Geography, households: int) -> Homes:
    """Households over the villages, which differ in size; the ledger goes village by village."""
    rng = dice("homes")
    size = rng.lognormal(0, 0.35, len(geography.villages))
    village = np.sort(rng.choice(len(size), households, p=size / size.sum()))
    relocated = chance(rng, words("people")["relocated"], households)
    town = geography.villages.within[village]
    lon, lat = geography.villages.shifted(rng, village, HOME_KM)
    town_lon, town_lat = geography.towns.shifted(rng, town, HOME_KM)
    return Homes(
        village, relocated, np.where(relocated, town_lon, lon), np.where(relocated, town_lat, lat)
    )


def _identity(dice: Dice, members: Members, on: np.datetime64) -> Arrays:
    rng = dice("identity")
    size = len(members)
    born = birth_dates(dice, members.age, on)
    return {
        "name": names(dice, members),
        "id_type": objects(["id_card"] * size),
        "id_number": id_numbers(born, members.male),
        "sex": either(members.male, "male", "female"),
        "birth_date": dates(born),
        "ethnic_group": draw(rng, words("people")["ethnic_groups"], size),
        "phone": either((members.age >= 14) & chance(rng, 0.95, size), phones(PERSON_PHONES, size)),
        "relation": members.relation,
    }


def _home(geography: Geography, homes: Homes, members: Members) -> Arrays:
    """The household's number, village and point; where the relocated live now."""
    villages = geography.villages
    town = villages.within[homes.village]
    first = np.searchsorted(villages.within, np.arange(len(geography.towns)))
    width = np.diff(np.r_[first, len(villages)])
    site = np.arange(members.households) % np.minimum(width[town], NEIGHBOURHOODS)
    sites = objects(words("people")["settlements"])
    residence = villages.code[first[town] + site].astype(object)
    names = geography.towns.name[town] + sites[site % len(sites)]
    numbers = objects([f"H{number:06d}" for number in range(1, members.households + 1)])
    household = {
        "household_no": numbers,
        "home": villages.code[homes.village].astype(object),
        "residence": either(homes.relocated, residence),
        "settlement": either(homes.relocated, names),
        "lon": homes.lon.astype(object),
        "lat": homes.lat.astype(object),
    }
    return {field: values[members.household] for field, values in household.items()}


def _standing(dice: Dice, homes: Homes, facts: Facts, wishes: Wishes) -> Arrays:
    """A household's category and cause; zero employment is read off its members."""
    shares = words("people")
    rng = dice("standing")
    members, size = facts.members, facts.members.households
    kind = draw(rng, shares["categories"], size)
    allowance = np.array([shares["subsistence"][code] for code in kind.tolist()])
    labour = members.listed & facts.capacity.able & (wishes.willing == "yes")
    idle = (members.count(labour) > 0) & (members.count(facts.work.employed) == 0)
    flags = {code: np.asarray(kind == code) for code in shares["categories"]}
    flags["subsistence"] = chance(rng, allowance, size)
    flags["zero_employment"] = idle & chance(rng, 0.8, size)
    flags["relocated"] = homes.relocated
    cause = either(kind != "general", draw(rng, shares["poverty_causes"], size))
    return {
        "categories": sets(flags)[members.household],
        "poverty_cause": cause[members.household],
    }


def _abilities(facts: Facts, match: Match) -> Arrays:
    capacity, ties, skills = facts.capacity, facts.ties, facts.skills
    return {
        "education": capacity.education,
        "in_school": capacity.in_school.astype(object),
        "health": capacity.health,
        "disability_type": capacity.disability_type,
        "disability_grade": capacity.disability_grade,
        "work_capacity": capacity.work_capacity,
        "work_limits": capacity.work_limits,
        "care": ties.care,
        "care_count": ties.care_count,
        "hours_per_day": ties.hours_per_day,
        "hours_window": ties.hours_window,
        "busy_months": ties.busy_months,
        "commute_km": ties.commute_km,
        "vehicle": ties.vehicle.astype(object),
        "shuttle_needed": ties.shuttle_needed.astype(object),
        "skills": occupations(match, skills.trade, skills.second),
        "certificates": skills.certificates,
        "certificates_until": skills.certificates_until,
        "experience": either(skills.skilled, occupations(match, skills.trade)),
        "experience_years": skills.experience_years,
        "driving_licence": skills.driving_licence,
        "putonghua": skills.putonghua.astype(object),
    }


def occupations(match: Match, *trades: Words) -> Words:
    """The trades of each row as occupations; None where a row names none."""
    known = {word: match(word) for word in sorted(set().union(*(t.tolist() for t in trades)))}
    rows = zip(*(trade.tolist() for trade in trades), strict=True)
    return objects(
        [tuple(known[word] for word in row if word != UNSKILLED) or None for row in rows]
    )


def _now(dice: Dice, geography: Geography, homes: Homes, facts: Facts) -> Arrays:
    rng = dice("now")
    work, size = facts.work, len(facts)
    employer, post = _employers(rng, facts)
    return {
        "status": work.status,
        "work_place": _work_places(rng, geography, homes.village[facts.members.household], work),
        "work_employer": either(chance(rng, 0.92, size), employer),
        "work_post": post,
        "work_since": work.since,
        "income": work.income,
        "has_contract": work.has_contract,
        "insured": work.insured,
        "change_wanted": work.change_wanted,
    }


def _employers(rng: np.random.Generator, facts: Facts) -> tuple[Words, Words]:
    """Employer and post of those who have one."""
    named: dict[str, dict[str, list[str]]] = words("people")["employers"]
    brands = words("employers")["brands"]
    employer = np.full(len(facts), None, object)
    post = np.full(len(facts), None, object)
    for status, names_and_posts in named.items():
        rows = np.flatnonzero(facts.work.status == status)
        first, second, name, title = (
            _any_of(rng, part, len(rows))
            for part in (
                brands["first"].split(),
                brands["second"].split(),
                *names_and_posts.values(),
            )
        )
        employer[rows] = first + second + name
        trade = facts.skills.trade[rows]
        post[rows] = either((trade != UNSKILLED) & (status == "employed"), trade, title)
    return employer, post


def _any_of(rng: np.random.Generator, values: Sequence[str], size: int) -> Words:
    found: Words = objects(values)[rng.integers(0, len(values), size)]
    return found


def _work_places(
    rng: np.random.Generator, geography: Geography, village: Ints, work: Work
) -> Words:
    """A place of work of each one's scale."""
    towns = geography.towns
    town = geography.villages.within[village]
    order = np.argsort(towns.within, kind="stable")
    counts = np.bincount(towns.within, minlength=len(geography.counties))
    county = towns.within[town]
    start = np.r_[0, np.cumsum(counts)][county]
    other = order[start + (rng.random(len(village)) * counts[county]).astype(np.int64)]
    outside = np.array([code for city in geography.destinations for code in city.work])
    far = [outside, np.array(geography.capital.work), geography.prefecture]
    places = [pool[rng.integers(0, len(pool), len(village))] for pool in far]
    scales = ("outside", "province", "prefecture", "township", "county")
    codes = [*places, towns.code[town], towns.code[other]]
    found = np.select([np.asarray(work.scale == scale) for scale in scales], codes, 0)
    return either(found > 0, found.astype(object))


def _wished(wishes: Wishes, match: Match) -> Arrays:
    return {
        "willing": wishes.willing,
        "not_willing_reason": wishes.not_willing_reason,
        "wish_reach": wishes.wish_reach,
        "wish_places": wishes.wish_places,
        "wish_occupations": occupations(match, wishes.wanted),
        "pay_min": wishes.pay_min,
        "wish_forms": wishes.wish_forms,
        "board_needed": wishes.board_needed,
        "available_from": wishes.available_from,
        "company": wishes.company,
        "escort": wishes.escort,
        "training_wish": occupations(match, wishes.trained_in),
        "school_wish": wishes.school_wish,
    }


def _record(
    dice: Dice, geography: Geography, homes: Homes, members: Members, on: np.datetime64
) -> Arrays:
    """A village worker visits a household on one day and asks for consent then."""
    rng = dice("record")
    size = members.households
    visited = on - rng.integers(5, 100, size).astype("timedelta64[D]")
    workers = words("people")["collectors"] * len(geography.towns)
    collectors = names(Dice(dice.seed, dice.county + 1), strangers(workers))
    own = geography.villages.within[homes.village] * words("people")["collectors"]
    worker = collectors[own + homes.village % words("people")["collectors"]]
    consent = chance(rng, words("people")["consent"], len(members))
    return {
        "consent": consent.astype(object),
        "consent_on": either(consent, dates(visited)[members.household]),
        "collector": worker[members.household],
        "collected_on": dates(visited)[members.household],
    }


def strangers(size: int) -> Members:
    """People of no household: heads of their own."""
    ages = 30 + np.arange(size) % 25
    return Members(
        np.arange(size),
        np.zeros(size, np.int64),
        np.full(size, HEAD, object),
        np.arange(size) % 3 > 0,
        ages,
        np.ones(size, np.bool_),
    )
