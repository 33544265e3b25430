"""Names, ID numbers, phones and credit codes that look right and belong to nobody.

ID numbers begin with 999999 and credit codes hold 999999: no region has that code. Phones begin
with 154, a range no operator has. Check digits are right (GB 11643, GB 32100, GB 11714).
"""

import numpy as np
from numpy.typing import NDArray

from chunfeng.cli.demo.draw import Bools, Dice, Ints, Words, band, objects, words
from chunfeng.cli.demo.households import Members

NOWHERE = "999999"
PERSON_PHONES = 15400000000
EMPLOYER_PHONES = 15490000000
ID_WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
ID_CHECKS = np.array(list("10X98765432"))
GENERATIONS = {"young": 0, "middle": 28, "old": 50}  # age from which a name is in fashion
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
MOST_A_DAY = 500  # the three-digit sequence leaves so many of one sex for one birth date


def birth_dates(dice: Dice, ages: Ints, on: np.datetime64) -> NDArray[np.datetime64]:
    """A birth date that makes each completed age true on the day."""
    days_lived = (ages * 365.2425 + dice("birthdays").uniform(2, 363, len(ages))).astype(np.int64)
    return on - days_lived.astype("timedelta64[D]")


def id_numbers(born: NDArray[np.datetime64], male: Bools) -> Words:
    """An ID number for each person, all different; ValueError past 500 of a sex on one day."""
    order = _number_within(born.astype(np.int64) * 2 + male)
    if len(order) and order.max() >= MOST_A_DAY:
        raise ValueError("too many people for the ID numbers of one day")
    day = np.char.replace(np.datetime_as_string(born, unit="D"), "-", "")
    sequence = np.char.zfill((order * 2 + male).astype(str), 3)
    body = np.char.add(np.char.add(NOWHERE, day), sequence)
    digits = body.astype("U17").view("U1").reshape(len(body), 17).astype(np.int64)
    checks = ID_CHECKS[(digits @ ID_WEIGHTS) % 11]
    return objects(np.char.add(body, checks).tolist())


def _number_within(keys: Ints) -> Ints:
    """Each row's number among the rows with the same key: 0, 1, 2 …"""
    order = np.argsort(keys, kind="stable")
    ranked = keys[order]
    starts = np.flatnonzero(np.r_[True, ranked[1:] != ranked[:-1]]) if len(keys) else order
    first = np.repeat(starts, np.diff(np.r_[starts, len(keys)]))
    numbers = np.empty(len(keys), np.int64)
    numbers[order] = np.arange(len(keys)) - first
    return numbers


def phones(first: int, size: int) -> Words:
    """Different phones, one after the other."""
    return objects([str(first + number) for number in range(size)])


def names(dice: Dice, members: Members) -> Words:
    """A full name each; children and the father's parent carry the household's surname."""
    rng = dice("names")
    surnames = objects(words("names")["surnames"].split())
    own = surnames[rng.integers(0, len(surnames), len(members))]
    household = surnames[rng.integers(0, len(surnames), members.households)][members.household]
    family = np.isin(members.relation.astype(str), ["head", "child", "sibling", "grandchild"])
    family |= (members.relation == "parent") & members.male
    found: Words = np.where(family, household, own) + _given(rng, members)
    return found


def _given(rng: np.random.Generator, members: Members) -> Words:
    """One or two characters, as fashionable for the sex and the generation."""
    found = np.full(len(members), "", object)
    generation = band(list(GENERATIONS.values()), members.age)
    for sex, group in (("male", members.male), ("female", ~members.male)):
        for number, name in enumerate(GENERATIONS):
            rows = np.flatnonzero(group & (generation == number))
            characters = objects(words("names")[sex][name].split())
            first = characters[rng.integers(0, len(characters), len(rows))]
            second = characters[rng.integers(0, len(characters), len(rows))]
            single = rng.random(len(rows)) < 0.22
            found[rows] = np.where(single, "", first) + second
    return found


def credit_code(kind: str, number: int) -> str:
    """A unified social credit code: two characters of the kind, no region, a numbered body."""
    organisation = f"A{number:07d}"
    total = sum(
        int(character, 36) * weight
        for character, weight in zip(organisation, ORGANISATION_WEIGHTS, strict=True)
    )
    body = f"{kind}{NOWHERE}{organisation}{'0123456789X'[-total % 11]}"
    weighted = sum(CREDIT_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return body + CREDIT_ALPHABET[-weighted % 31]
