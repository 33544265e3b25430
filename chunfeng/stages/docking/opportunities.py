"""From the vacancy ledger to the engine's opportunities: what work asks and gives, as numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from chunfeng.engine.tables import Opportunities
from chunfeng.foundation.intake.columns import OccupationWord
from chunfeng.foundation.intake.ledger import Ledger
from chunfeng.foundation.intake.reference import Reference
from chunfeng.kit.texts import Text, text
from chunfeng.stages.docking import masks
from chunfeng.stages.docking.pay import Pay, pay_of
from chunfeng.stages.docking.policy import Policy
from chunfeng.stages.docking.relations import Asked, Registers
from chunfeng.stages.docking.seekers import certificate_key, points

UNKNOWN = -1
FULL_DAY, HALF_DAY = 7.0, 5.0
MONTH_HOURS = 174.0  # 21.75 days of 8 hours: what a monthly minimum wage is for
CASUAL_CHANNELS = {"near", "temporary", "public_welfare"}
CASUAL_PAY = {"piece", "day", "hour"}


@dataclass(frozen=True, slots=True)
class NotUsed:
    """A vacancy left out before docking, and why."""

    row: int
    code: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Part:
    """Seats of a vacancy that serve the same people: the open ones, or those for a region."""

    row: int
    seats: int
    regions: tuple[int, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class VacancyReader:
    """Reads one row of the vacancy ledger at a time."""

    vacancies: Ledger
    policy: Policy
    on: date
    reference: Reference
    registers: Registers

    def cell(self, row: int, field: str) -> Any:
        """The value of a field, None when not given."""
        return self.vacancies[field][row]

    def channel(self, row: int) -> str:
        """The way into work, told by the kind of employer where it is not given."""
        given: str | None = self.cell(row, "channel")
        by_kind = {"public_body": "public_welfare", "workshop": "near"}
        return given or by_kind.get(self.cell(row, "employer_kind"), "local")

    def pay(self, row: int) -> Pay:
        """Monthly and hourly pay."""
        piece = (self.cell(row, "piece_price"), self.cell(row, "daily_output"))
        return pay_of(
            self.policy,
            self.cell(row, "pay_kind"),
            self.cell(row, "pay_low"),
            self.cell(row, "pay_high"),
            piece,
            self.cell(row, "hours_per_day"),
            self.cell(row, "days_per_week"),
        )

    def not_used(self, row: int) -> NotUsed | None:
        """Why the vacancy must be left out, or None."""
        if self.cell(row, "headcount") == 0:
            return NotUsed(row, "no_seats", text("The headcount is 0."))
        end = self.cell(row, "end_date")
        if end is not None and end < self.on:
            return NotUsed(row, "closed", text("Closed on {day}.", day=end.isoformat()))
        return self._below_floor(row)

    def _below_floor(self, row: int) -> NotUsed | None:
        pay, floor = self.pay(row), self.policy.floor(self.cell(row, "place"))
        kind = self.cell(row, "pay_kind")
        if pay.month is None or pay.hour is None:
            return None
        if kind == "hour":
            return self._too_low(row, pay.hour, floor.hour, text("an hour"))
        if kind == "piece":
            return self._too_low(row, pay.hour, floor.month / MONTH_HOURS, text("an hour"))
        share = min(1.0, (self.cell(row, "hours_per_day") or 8.0) / 8.0)
        return self._too_low(row, pay.month, floor.month * share, text("a month"))

    def _too_low(self, row: int, paid: float, least: float, unit: Text) -> NotUsed | None:
        if paid >= least - 0.005:
            return None
        reason = text(
            "Pays {paid:.2f} yuan {unit}; the lowest lawful pay is {least:.2f}.",
            paid=paid,
            unit=unit,
            least=least,
        )
        return NotUsed(row, "below_floor", reason)

    def parts(self, row: int) -> list[Part]:
        """The vacancy's seats: open ones, and those reserved for a region."""
        seats = int(self.cell(row, "headcount"))
        agreed = tuple(self.cell(row, "agreement_regions") or ())
        region, reserved = self.cell(row, "reserved_for"), self.cell(row, "reserved") or 0
        kept = min(reserved, seats) if region else 0
        out = [Part(row, seats - kept, agreed, True)] if seats > kept else []
        return out + ([Part(row, kept, (region,), not out)] if kept else [])

    def demands(self, row: int) -> int:
        """Bits of what the work demands of a body."""
        bits = masks.mask(self.cell(row, "conditions"), masks.WORK_LIMITS)
        bits |= masks.mask(
            ["heavy"] if self.cell(row, "intensity") == "heavy" else (), masks.WORK_LIMITS
        )
        return bits | masks.mask(
            ["night"] if self.cell(row, "night_shift") else (), masks.WORK_LIMITS
        )

    def forms(self, row: int) -> int:
        """Bits of the forms of work offered."""
        hours = self.cell(row, "hours_per_day") or self.policy.hours.hours_per_day
        words = {
            "full": hours >= FULL_DAY,
            "half": hours <= HALF_DAY,
            "piece": bool(self.cell(row, "flexible")) or self.cell(row, "pay_kind") == "piece",
            "seasonal": self.channel(row) == "temporary",
        }
        return masks.mask([word for word, offered in words.items() if offered], masks.FORMS)

    def asked(self, row: int) -> Asked:
        """The occupations a vacancy stands for: its own, the skills asked, else its title."""
        words: list[OccupationWord] = []
        for field in ("occupation", "skills_required"):
            words.extend(self.cell(row, field) or ())
        title = str(self.cell(row, "title"))
        found = self.reference.occupations.match(title)
        words.append(OccupationWord(title, found.code if found else None))
        return tuple(sorted({(item.word, item.code) for item in words}, key=str))

    def housing(self, row: int) -> bool:
        """Housing; where nothing is said, organised work elsewhere is taken to have it."""
        given: bool | None = self.cell(row, "housing")
        return self.channel(row) == "cooperation" if given is None else given

    def disabilities(self, row: int) -> int:
        """Bits of the disabilities accepted; 0 = nothing said, all accepted."""
        words = self.cell(row, "disabilities_accepted") or ()
        return 0 if "any" in words else masks.mask(words, masks.DISABILITIES)


def make_opportunities(reader: VacancyReader, parts: Sequence[Part]) -> Opportunities:
    """The engine's table, one row a part."""
    rows = [part.row for part in parts]
    places = np.array([reader.cell(row, "place") for row in rows], np.int64)
    lon, lat, approximate = points(reader.vacancies, rows, places, reader.reference)
    registers = reader.registers
    return Opportunities(
        lon=lon,
        lat=lat,
        approximate=approximate,
        work=np.array([registers.works(int(code)) for code in places], np.int32),
        headcount=np.array([part.seats for part in parts], np.int32),
        agreement=np.array([registers.agreements(part.regions) for part in parts], np.int32),
        **_identity(reader, rows),
        **_asks(reader, rows),
        **_gives(reader, rows),
    )


def _identity(reader: VacancyReader, rows: Sequence[int]) -> dict[str, Any]:
    cell, channels = reader.cell, [reader.channel(row) for row in rows]
    kinds = [cell(row, "pay_kind") for row in rows]
    casual = [c in CASUAL_CHANNELS or k in CASUAL_PAY for c, k in zip(channels, kinds, strict=True)]
    names = [cell(row, "credit_code") or cell(row, "employer") for row in rows]
    return {
        "employer": np.array([reader.registers.employers(name) for name in names], np.int32),
        "channel": np.array([masks.CHANNELS.index(c) for c in channels], np.int8),
        "public_welfare": np.array([c == "public_welfare" for c in channels], np.bool_),
        "casual": np.array(casual, np.bool_),
        "occupation": np.array(
            [reader.registers.occupations(reader.asked(row)) for row in rows], np.int32
        ),
        "skilled": np.array([bool(cell(row, "skills_required")) for row in rows], np.bool_),
    }


def _asks(reader: VacancyReader, rows: Sequence[int]) -> dict[str, Any]:
    cell = reader.cell
    levels = dict(zip(masks.INTENSITIES, range(3), strict=True))
    certificates = [
        reader.registers.certificate_mask(
            map(certificate_key, cell(row, "certificates_required") or ()), new=True
        )
        for row in rows
    ]
    schooling = [
        masks.EDUCATION_RANK.get(cell(row, "education_min") or "", UNKNOWN) for row in rows
    ]
    return {
        "demands": np.array([reader.demands(row) for row in rows], np.uint16),
        "hazardous": np.array(
            ["hazardous" in (cell(row, "conditions") or ()) for row in rows], np.bool_
        ),
        "intensity": np.array(
            [levels.get(cell(row, "intensity"), UNKNOWN) for row in rows], np.int8
        ),
        "certificates": np.array(certificates, np.uint64),
        "education": np.array(schooling, np.int8),
        "putonghua": np.array([bool(cell(row, "putonghua")) for row in rows], np.bool_),
        "disabilities": np.array([reader.disabilities(row) for row in rows], np.uint16),
        "age_min": _small(cell(row, "age_min") for row in rows),
        "age_max": _small(cell(row, "age_max") for row in rows),
        "end": _days(cell(row, "end_date") for row in rows),
        "start": _days(cell(row, "start_date") for row in rows),
    }


def _gives(reader: VacancyReader, rows: Sequence[int]) -> dict[str, Any]:
    cell = reader.cell
    windows = [cell(row, "hours_window") or (UNKNOWN, UNKNOWN) for row in rows]
    stay = [cell(row, "stay_share") for row in rows]
    default = reader.policy.hours.hours_per_day
    return {
        "pay": _numbers(reader.pay(row).month for row in rows),
        "hours": _numbers(cell(row, "hours_per_day") or default for row in rows),
        "window_start": np.array([w[0] for w in windows], np.int32),
        "window_end": np.array([w[1] for w in windows], np.int32),
        "forms": np.array([reader.forms(row) for row in rows], np.uint16),
        "flexible": np.array([bool(cell(row, "flexible")) for row in rows], np.bool_),
        "housing": np.array([reader.housing(row) for row in rows], np.bool_),
        "meals": np.array([bool(cell(row, "meals")) for row in rows], np.bool_),
        "shuttle": np.array([bool(cell(row, "shuttle")) for row in rows], np.bool_),
        "escorted": np.array([bool(cell(row, "escorted")) for row in rows], np.bool_),
        "stay": _numbers(None if share is None else share / 100 for share in stay),
    }


def _small(values: Any) -> Any:
    return np.array([UNKNOWN if value is None else value for value in values], np.int8)


def _days(values: Any) -> Any:
    return np.array([0 if day is None else day.toordinal() for day in values], np.int32)


def _numbers(values: Any) -> Any:
    return np.array([np.nan if value is None else value for value in values], np.float32)
