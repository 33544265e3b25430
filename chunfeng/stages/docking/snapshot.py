"""A snapshot of demand and supply: the two ledgers as numbers, and who and what is left out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from chunfeng.engine.tables import Floats, Ints, Longs, Market, Rules
from chunfeng.foundation.intake.ledger import Issue, Ledger
from chunfeng.foundation.intake.reference import Reference
from chunfeng.stages.docking import masks
from chunfeng.stages.docking.certificates import Certificates, held_keys
from chunfeng.stages.docking.checks import check_certificates, check_people, check_vacancies
from chunfeng.stages.docking.duplicates import duplicates
from chunfeng.stages.docking.opportunities import (
    NotUsed,
    Part,
    VacancyReader,
    make_opportunities,
)
from chunfeng.stages.docking.policy import Policy
from chunfeng.stages.docking.relations import Registers, inside_table, scale_table, township
from chunfeng.stages.docking.screening import NotDocked, screen
from chunfeng.stages.docking.seekers import PeopleReader, make_seekers
from chunfeng.stages.docking.tiers import disabled, household_key, households, tier_of
from chunfeng.stages.docking.work_words import WorkWords, profile_table

NO_MEDIAN = 2000.0  # yuan a month, where no vacancy says what it pays


@dataclass(frozen=True, eq=False, kw_only=True)
class Snapshot:
    """What is docked. Row numbers are indices into the two ledgers.

    seeker_rows[i] is the person of seeker i; parts[j] the seats of opportunity j. repeated: rows
    that repeat an earlier person; they are in ``issues`` and in no other list.
    """

    people: Ledger
    vacancies: Ledger
    policy: Policy
    on: date
    market: Market
    rules: Rules
    registers: Registers
    seeker_rows: Ints
    parts: Sequence[Part]
    not_docked: Sequence[NotDocked]
    not_used: Sequence[NotUsed]
    repeated: frozenset[int]
    issues: Sequence[Issue]

    def with_tiers(self, options: Ints | Longs) -> "Snapshot":
        """The snapshot with everybody's tier; ``options`` int[n] are the eligible pairs of each.

        Where a tier takes one person per household, it is the one with the most options: most
        likely to be placed. Ties go to the first.
        """
        docked = self.seeker_rows.tolist()
        homes = households(self.people, frozenset(docked))
        keys = [household_key(self.people, row) for row in docked]
        first: dict[object, int] = {}
        for i, key in enumerate(keys):
            if key not in first or options[i] > options[first[key]]:
                first[key] = i
        tier = [
            tier_of(self.policy, homes[key], disabled(self.people, docked[i]), first[key] == i)
            for i, key in enumerate(keys)
        ]
        seekers = replace(self.market.seekers, tier=np.array(tier, np.int8))
        return replace(self, market=replace(self.market, seekers=seekers))


def take(
    people: Ledger, vacancies: Ledger, policy: Policy, on: date, reference: Reference
) -> Snapshot:
    """Reads both ledgers into a market. Same ledgers, policy and day, same snapshot."""
    registers = Registers()
    person = PeopleReader(people, policy, on, reference, registers)
    repeated = frozenset(duplicates(people))
    candidates = [row for row in range(len(people)) if row not in repeated]
    not_docked = [n for row in candidates if (n := screen(people, row, policy, on))]
    out = {n.row for n in not_docked}
    rows = sorted((row for row in candidates if row not in out), key=person.place)
    counties = frozenset(person.place(row) // 10**6 for row in candidates)
    vacancy = VacancyReader(vacancies, policy, on, reference, registers, counties, policy.floors)
    not_used = [u for row in range(len(vacancies)) if (u := vacancy.not_used(row))]
    unused = {u.row for u in not_used}
    used = sorted(set(range(len(vacancies))) - unused, key=lambda row: vacancies["place"][row])
    parts = [part for row in used for part in vacancy.parts(row)]
    registers.certificates = _certificates(person, rows, vacancies, used)
    market = _market(person, rows, vacancy, parts)
    return Snapshot(
        people=people,
        vacancies=vacancies,
        policy=policy,
        on=on,
        market=market,
        rules=make_rules(policy, market.opportunities.pay),
        registers=registers,
        seeker_rows=np.array(rows, np.int32),
        parts=parts,
        not_docked=not_docked,
        not_used=not_used,
        repeated=repeated,
        issues=[
            *check_people(people, on, reference),
            *check_vacancies(vacancies, policy, reference),
            *check_certificates(vacancies, registers.certificates),
        ],
    )


def _certificates(
    person: PeopleReader, rows: Sequence[int], vacancies: Ledger, used: Sequence[int]
) -> Certificates:
    seats: Counter[str] = Counter()
    for row in used:
        for name in vacancies["certificates_required"][row] or ():
            seats[name] += vacancies["headcount"][row]
    licences = person.people["driving_licence"]
    held = {key for row in rows for key in held_keys(person.valid_certificates(row), licences[row])}
    return Certificates(seats, held)


def _market(
    person: PeopleReader, rows: Sequence[int], vacancy: VacancyReader, parts: Sequence[Part]
) -> Market:
    registers, reference, policy = person.registers, person.reference, person.policy
    opportunities = make_opportunities(vacancy, parts)
    registers.work_words = WorkWords(registers.occupations, policy.occupation.words)
    seekers = make_seekers(person, rows)
    for code in sorted({town for home in registers.homes if (town := township(home))}):
        registers.works(code)
    return Market(
        seekers=seekers,
        opportunities=opportunities,
        scale=scale_table(registers),
        profiles=profile_table(registers.profiles),
        fit=registers.work_words.table(),
        named=inside_table(registers.works, registers.named, reference, empty=False),
        agreed=inside_table(registers.origins, registers.agreements, reference, empty=True).T,
    )


def make_rules(policy: Policy, pay: Floats) -> Rules:
    """The policy's numbers for the engine; the median pay is that of this ledger."""
    known = pay[pay > 0]
    return Rules(
        weights={name: float(value) for name, value in policy.weights.model_dump().items()},
        road_factor=policy.distance.road_factor,
        same_township_km=policy.distance.same_township_km,
        same_county_km=policy.distance.same_county_km,
        near_radius_km=policy.near.radius_km,
        far_options=policy.far.options,
        shuttle_extra_km=policy.commute.shuttle_extra_km,
        weak_intensity=masks.INTENSITIES.index(policy.weak.heaviest),
        median_pay=float(np.median(known)) if known.size else NO_MEDIAN,
        stay_by_channel=tuple(getattr(policy.stability, name) for name in masks.CHANNELS),
        public_welfare_factor=policy.public_welfare.factor,
    )
