"""From the vacancy ledger to the engine's opportunities: what work asks and gives, as numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from chunfeng.engine.tables import Ints, Opportunities
from chunfeng.foundation.intake.columns import OccupationWord
from chunfeng.foundation.intake.ledger import Ledger
from chunfeng.foundation.intake.reference import Reference
from chunfeng.kit.texts import Text, text
from chunfeng.stages.docking import masks
from chunfeng.stages.docking.points import points
from chunfeng.stages.docking.policy import Policy
from chunfeng.stages.docking.relations import Registers
from chunfeng.stages.docking.work_words import Asked
from chunfeng.stages.employers.wages import Floors
from chunfeng.stages.vacancies.pay import Pay, hour_pay, pay_of

UNKNOWN = -1
FULL_DAY, HALF_DAY = 7.0, 5.0


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
    """Reads one row of the vacancy ledger at a time; ``counties`` are those people live in.

    floors: the lines of the lowest lawful pay.
    """

    vacancies: Ledger
    policy: Policy
    on: date
    reference: Reference
    registers: Registers
    counties: frozenset[int]
    floors: Floors

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
        return pay_of(
            self.policy.hours,
            self.cell(row, "pay_kind"),
            self.cell(row, "pay_low"),
            self.cell(row, "pay_high"),
            self._piece(row),
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
        """Below the lowest lawful pay; what is not known (pay, hours, line) bars nothing."""
        names = ("pay_kind", "hours_per_day", "days_per_week")
        kind, hours, days = (self.cell(row, name) for name in names)
        least = self.floors.least(self.on, self.cell(row, "place"), kind, hours, days)
        low, high = self.cell(row, "pay_low"), self.cell(row, "pay_high")
        paid = hour_pay(kind, low, high, self._piece(row), hours, days)
        if paid is None or least is None or not least.above(paid):
            return None
        reason = text(
            "Pays {paid:.2f} yuan an hour; the lowest lawful pay is {least:.2f} ({line}).",
            paid=paid,
            least=least.hour,
            line=least.line,
        )
        return NotUsed(row, "below_floor", reason)

    def _piece(self, row: int) -> tuple[float | None, float | None]:
        return self.cell(row, "piece_price"), self.cell(row, "daily_output")

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
        """Housing; where nothing is said, work that nobody can reach daily is taken to have it.

        That is work elsewhere than in the people's counties, and the policy's channels.
        """
        given: bool | None = self.cell(row, "housing")
        if given is not None:
            return given
        away = self.cell(row, "place") // 10**6 not in self.counties
        return away or self.channel(row) in self.policy.vacancies.housed_channels

    def last_day(self, row: int) -> int:
        """Ordinal of the last day to begin: the closing date, else some days after the start."""
        end, start = self.cell(row, "end_date"), self.cell(row, "start_date")
        if end is not None:
            return int(end.toordinal())
        return start.toordinal() + self.policy.vacancies.grace_days if start else 0

    def casual(self, row: int) -> bool:
        """Work that people past the statutory age may take."""
        rules = self.policy.past_statutory_age
        return self.channel(row) in rules.channels or self.cell(row, "pay_kind") in rules.pay_kinds

    def disabilities(self, row: int) -> int:
        """Bits of the disabilities accepted; 0 = nothing said, all accepted."""
        words = self.cell(row, "disabilities_accepted") or ()
        return 0 if "any" in words else masks.mask(words, masks.DISABILITIES)


def make_opportunities(reader: VacancyReader, parts: Sequence[Part]) -> Opportunities:
    """The engine's table, one row a part."""
    rows = [part.row for part in parts]
    places = np.array([reader.cell(row, "place") for row in rows], np.int64)
    everywhere = [True] * len(rows)
    lon, lat, approximate = points(reader.vacancies, rows, places, reader.reference, everywhere)
    registers = reader.registers
    headcount = np.array([part.seats for part in parts], np.int32)
    return Opportunities(
        lon=lon,
        lat=lat,
        approximate=approximate,
        work=np.array([registers.works(int(code)) for code in places], np.int32),
        headcount=headcount,
        agreement=np.array([registers.agreements(part.regions) for part in parts], np.int32),
        **_identity(reader, rows, headcount),
        **_asks(reader, rows),
        **_gives(reader, rows),
    )


def _identity(reader: VacancyReader, rows: Sequence[int], headcount: Ints) -> dict[str, Any]:
    cell, channels = reader.cell, [reader.channel(row) for row in rows]
    names = [cell(row, "credit_code") or cell(row, "employer") for row in rows]
    employer = np.array([reader.registers.employers(name) for name in names], np.int32)
    return {
        "employer": employer,
        "employer_seats": np.bincount(employer, headcount)[employer].astype(np.int32),
        "channel": np.array([masks.CHANNELS.index(c) for c in channels], np.int8),
        "public_welfare": np.array([c == "public_welfare" for c in channels], np.bool_),
        "casual": np.array([reader.casual(row) for row in rows], np.bool_),
        "occupation": np.array(
            [reader.registers.occupations(reader.asked(row)) for row in rows], np.int32
        ),
        "skilled": np.array([bool(cell(row, "skills_required")) for row in rows], np.bool_),
    }


def _asks(reader: VacancyReader, rows: Sequence[int]) -> dict[str, Any]:
    cell = reader.cell
    levels = dict(zip(masks.INTENSITIES, range(3), strict=True))
    certificates = [
        reader.registers.certificates.asked(cell(row, "certificates_required")) for row in rows
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
        "end": np.array([reader.last_day(row) for row in rows], np.int32),
        "start": _days(cell(row, "start_date") for row in rows),
    }


def _gives(reader: VacancyReader, rows: Sequence[int]) -> dict[str, Any]:
    cell = reader.cell
    windows = [cell(row, "hours_window") or (UNKNOWN, UNKNOWN) for row in rows]
    stay = [cell(row, "stay_share") for row in rows]
    return {
        "pay": _numbers(reader.pay(row).month for row in rows),
        "hours": _numbers(cell(row, "hours_per_day") for row in rows),
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
