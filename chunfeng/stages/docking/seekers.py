"""From the person ledger to the engine's seekers: facts that docking may look at, as numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import numpy as np

from chunfeng.engine.tables import Seekers
from chunfeng.foundation.intake.ledger import Ledger
from chunfeng.foundation.intake.reference import Reference
from chunfeng.foundation.places import Scale, scale
from chunfeng.stages.docking import masks
from chunfeng.stages.docking.points import points
from chunfeng.stages.docking.policy import Policy
from chunfeng.stages.docking.relations import Registers
from chunfeng.stages.docking.screening import birth_date, years_old
from chunfeng.stages.docking.work_words import profile

CARE_THAT_TIES = {"preschool", "patient"}
UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class PeopleReader:
    """Reads one row of the person ledger at a time."""

    people: Ledger
    policy: Policy
    on: date
    reference: Reference
    registers: Registers

    def cell(self, row: int, field: str) -> Any:
        """The value of a field, None when not given."""
        return self.people[field][row]

    def carer(self, row: int) -> bool:
        """Whether the person cares for a small child or a patient."""
        return bool(CARE_THAT_TIES & set(self.cell(row, "care") or ()))

    def commute_km(self, row: int) -> float:
        """Most km one way: stated in km or minutes, else the policy's default."""
        rules, carer = self.policy.commute, self.carer(row)
        stated = self.cell(row, "commute_km")
        minutes = self.cell(row, "commute_minutes")
        if stated is None and minutes is not None:
            stated = minutes * rules.km_per_minute
        if stated is not None:
            return float(min(stated, rules.at_most_km))
        if self.cell(row, "vehicle"):
            return rules.carer_vehicle_km if carer else rules.default_vehicle_km
        return rules.carer_km if carer else rules.default_km

    def wished(self, row: int) -> int:
        """Bits of the distances wished, 0 when nobody asked."""
        return sum(1 << masks.REACHES[word] for word in set(self.cell(row, "wish_reach") or ()))

    def reach(self, row: int) -> int:
        """The furthest distance wished, the policy's where nobody asked.

        Never less than what the place of living tells apart: of a person known to live somewhere in
        a county, nobody can say what is in the own village.
        """
        wished = self.cell(row, "wish_reach")
        unknown = self.policy.reach.carer if self.carer(row) else self.policy.reach.unknown
        furthest = max(masks.REACHES[word] for word in (wished or (unknown,)))
        return int(max(furthest, _told_apart(self.place(row))))

    def over_age(self, row: int) -> bool:
        """Past the statutory age on the day; False where sex or birth date is unknown."""
        born, sex = birth_date(self.people, row), self.sex(row)
        if born is None or sex is None:
            return False
        rules = self.policy.statutory_age
        own = rules.male if sex == "male" else rules.female
        reached = (born.year + own.age) * 12 + born.month
        since = reached - (rules.rise_from.year * 12 + rules.rise_from.month)
        later = since // own.rise_every_months + 1 if since >= 0 else 0
        due = reached + min(later, (own.highest - own.age) * 12)
        return self.on.year * 12 + self.on.month - (self.on.day < born.day) >= due

    def sex(self, row: int) -> str | None:
        """From the ID number where there is one; used for the statutory age alone."""
        number = self.cell(row, "id_number")
        if number and len(number) == 18:
            return "male" if int(number[16]) % 2 else "female"
        stated: str | None = self.cell(row, "sex")
        return stated

    def valid_certificates(self, row: int) -> tuple[str, ...]:
        """The certificates still valid on the day."""
        until = self.cell(row, "certificates_until")
        expired = until is not None and until < self.on
        return () if expired else self.cell(row, "certificates") or ()

    def certificates(self, row: int) -> int:
        """Bits of what the person holds, driving licence included."""
        held = self.valid_certificates(row)
        return self.registers.certificates.held(held, self.cell(row, "driving_licence"))

    def work_profile(self, row: int) -> int:
        """Number of what is known of the person's work."""
        fields = ("wish_occupations", "skills", "experience")
        return self.registers.profiles(
            profile(
                self.registers.work_words,
                self.policy.occupation,
                *(self.cell(row, field) for field in fields),
            )
        )

    def place(self, row: int) -> int:
        """Where the person lives: the residence, else the home place."""
        return int(self.cell(row, "residence") or self.cell(row, "home"))

    def board(self, row: int) -> int:
        """Bits of meals, housing and a shuttle needed."""
        shuttle = ("shuttle",) if self.cell(row, "shuttle_needed") else ()
        return masks.mask((*(self.cell(row, "board_needed") or ()), *shuttle), masks.BOARD)

    def hours(self, row: int) -> float:
        """Free hours a day; NaN unknown, but carers have the policy's."""
        stated = self.cell(row, "hours_per_day")
        if stated is None:
            return self.policy.hours.carer_hours if self.carer(row) else np.nan
        return float(stated)

    def age(self, row: int) -> int:
        """Completed years, -1 unknown."""
        born = birth_date(self.people, row)
        return UNKNOWN if born is None else min(years_old(born, self.on), 120)


@cache
def _told_apart(code: int) -> Scale:
    """The nearest distance that a region code tells from others."""
    return scale(code, code)


def make_seekers(reader: PeopleReader, rows: Sequence[int]) -> Seekers:
    """The engine's table of the given ledger rows. ``tier`` is filled in later."""
    registers, cell = reader.registers, reader.cell
    homes = np.array([reader.place(row) for row in rows], np.int64)
    at_home = [reader.place(row) == cell(row, "home") for row in rows]
    lon, lat, approximate = points(reader.people, rows, homes, reader.reference, at_home)
    windows = [cell(row, "hours_window") or (UNKNOWN, UNKNOWN) for row in rows]
    pay = [cell(row, "pay_min") for row in rows]
    free = [cell(row, "available_from") for row in rows]
    limits = [masks.mask(cell(row, "work_limits"), masks.WORK_LIMITS) for row in rows]
    education = [masks.EDUCATION_RANK.get(cell(row, "education") or "", UNKNOWN) for row in rows]
    speaks = [cell(row, "putonghua") for row in rows]
    return Seekers(
        lon=lon,
        lat=lat,
        approximate=approximate,
        village=homes,
        home=_ints(registers.homes(int(code)) for code in homes),
        age=_bytes(reader.age(row) for row in rows),
        over_age=_bools(reader.over_age(row) for row in rows),
        weak=_bools(cell(row, "work_capacity") == "weak" for row in rows),
        limits=np.array(limits, np.uint16),
        carer=_bools(reader.carer(row) for row in rows),
        commute_km=_floats(reader.commute_km(row) for row in rows),
        hours=_floats(reader.hours(row) for row in rows),
        window_start=_ints(window[0] for window in windows),
        window_end=_ints(window[1] for window in windows),
        busy=_masks(masks.months_mask(cell(row, "busy_months")) for row in rows),
        occupations=_ints(reader.work_profile(row) for row in rows),
        certificates=np.array([reader.certificates(row) for row in rows], np.uint64),
        education=np.array(education, np.int8),
        putonghua=_bytes(UNKNOWN if word is None else int(word) for word in speaks),
        disabilities=_masks(
            masks.mask(cell(row, "disability_type"), masks.DISABILITIES) for row in rows
        ),
        reach=_bytes(reader.reach(row) for row in rows),
        wished=_masks(reader.wished(row) for row in rows),
        named=_ints(registers.named(tuple(cell(row, "wish_places") or ())) for row in rows),
        pay_min=_floats(np.nan if value is None else value for value in pay),
        forms=_masks(masks.mask(cell(row, "wish_forms"), masks.FORMS) for row in rows),
        board=_masks(reader.board(row) for row in rows),
        company=_masks(masks.mask(cell(row, "company"), masks.COMPANY) for row in rows),
        escort=_bools(bool(cell(row, "escort")) for row in rows),
        available=_ints(0 if day is None else day.toordinal() for day in free),
        tier=np.zeros(len(rows), np.int8),
        origin=_ints(registers.origins(cell(row, "home")) for row in rows),
    )


def _ints(values: Iterable[int]) -> Any:
    return np.fromiter(values, np.int32)


def _bytes(values: Iterable[int]) -> Any:
    return np.fromiter(values, np.int8)


def _bools(values: Iterable[bool]) -> Any:
    return np.fromiter(values, np.bool_)


def _masks(values: Iterable[int]) -> Any:
    return np.fromiter(values, np.uint16)


def _floats(values: Iterable[float]) -> Any:
    return np.fromiter(values, np.float32)
