"""A snapshot of demand and supply: the two ledgers as numbers, and who and what is left out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from chunfeng.engine.tables import Ints, Market, Rules
from chunfeng.foundation.intake.ledger import Issue, Ledger
from chunfeng.foundation.intake.reference import Reference
from chunfeng.stages.docking import masks
from chunfeng.stages.docking.checks import check_people, check_vacancies, duplicates
from chunfeng.stages.docking.opportunities import (
    NotUsed,
    Part,
    VacancyReader,
    make_opportunities,
)
from chunfeng.stages.docking.policy import Policy
from chunfeng.stages.docking.relations import Registers, fit_table, inside_table, scale_table
from chunfeng.stages.docking.screening import NotDocked, screen
from chunfeng.stages.docking.seekers import PeopleReader, make_seekers
from chunfeng.stages.docking.tiers import household_key, households, tier_of


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

    def with_tiers(self, options: Any) -> "Snapshot":
        """The snapshot with everybody's tier; ``options`` int[n] are the eligible pairs of each.

        Where a tier takes one person per household, it is the one with the most options: most
        likely to be placed. Ties go to the first row.
        """
        homes = households(self.people)
        keys = [household_key(self.people, int(row)) for row in self.seeker_rows]
        first: dict[object, int] = {}
        for i, key in enumerate(keys):
            if key not in first or options[i] > options[first[key]]:
                first[key] = i
        disabled = [bool(self.people["disability_type"][row]) for row in self.seeker_rows]
        tier = [
            tier_of(self.policy, homes[key], disabled[i], first[key] == i)
            for i, key in enumerate(keys)
        ]
        seekers = replace(self.market.seekers, tier=np.array(tier, np.int8))
        return replace(self, market=replace(self.market, seekers=seekers))


def take(
    people: Ledger, vacancies: Ledger, policy: Policy, on: date, reference: Reference
) -> Snapshot:
    """Reads both ledgers into a market. Same ledgers, policy and day, same snapshot."""
    registers = Registers()
    vacancy = VacancyReader(vacancies, policy, on, reference, registers)
    not_used = [n for row in range(len(vacancies)) if (n := vacancy.not_used(row))]
    unused = {n.row for n in not_used}
    parts = [p for r in range(len(vacancies)) if r not in unused for p in vacancy.parts(r)]
    opportunities = make_opportunities(vacancy, parts)
    repeated = frozenset(duplicates(people))
    candidates = [row for row in range(len(people)) if row not in repeated]
    not_docked = [s for row in candidates if (s := screen(people, row, policy, on))]
    out = {n.row for n in not_docked}
    rows = [row for row in candidates if row not in out]
    person = PeopleReader(people, policy, on, reference, registers)
    seekers = make_seekers(person, rows)
    market = Market(
        seekers=seekers,
        opportunities=opportunities,
        scale=scale_table(registers),
        fit=fit_table(registers, policy),
        named=inside_table(registers.works, registers.named, reference, empty=False),
        agreed=inside_table(registers.homes, registers.agreements, reference, empty=True).T,
    )
    return Snapshot(
        people=people,
        vacancies=vacancies,
        policy=policy,
        on=on,
        market=market,
        rules=make_rules(policy, opportunities.pay),
        registers=registers,
        seeker_rows=np.array(rows, np.int32),
        parts=parts,
        not_docked=not_docked,
        not_used=not_used,
        repeated=repeated,
        issues=[*check_people(people, on), *check_vacancies(vacancies)],
    )


def make_rules(policy: Policy, pay: Any) -> Rules:
    """The policy's numbers for the engine; the median pay is that of this ledger."""
    known = pay[~np.isnan(pay)]
    return Rules(
        weights={name: float(value) for name, value in policy.weights.model_dump().items()},
        road_factor=policy.distance.road_factor,
        same_township_km=policy.distance.same_township_km,
        same_county_km=policy.distance.same_county_km,
        near_radius_km=policy.near.radius_km,
        far_options=policy.far.options,
        shuttle_extra_km=policy.commute.shuttle_extra_km,
        weak_intensity=masks.INTENSITIES.index(policy.weak.heaviest),
        median_pay=float(np.median(known)) if known.size else 2000.0,
        stay_by_channel=tuple(getattr(policy.stability, name) for name in masks.CHANNELS),
        public_welfare_factor=policy.public_welfare.factor,
    )
