"""The terms of one vacancy: pay, hours, board, requirements, dates, as fields of the ledger."""

from datetime import date
from typing import Any

import numpy as np

from chunfeng.cli.demo.draw import words
from chunfeng.cli.demo.employers import Employer
from chunfeng.cli.demo.geography import Geography
from chunfeng.cli.demo.identity import EMPLOYER_PHONES
from chunfeng.cli.demo.people import Match
from chunfeng.cli.demo.posts import Post
from chunfeng.cli.demo.ties import minutes

Fields = dict[str, Any]
RESERVABLE = ("near", "base", "cooperation")
HEALTH = "健康证"
HAZARDS = {"heights", "hazardous"}
WEEKS_A_MONTH = 52 / 12
BELOW_FLOOR = 0.55  # of the usual pay
STEPS = {"month": 50, "day": 5, "hour": 1}  # yuan, to which pay is rounded


class Clerk:
    """Writes out vacancies, one after the other."""

    def __init__(
        self, rng: np.random.Generator, geography: Geography, on: np.datetime64, match: Match
    ) -> None:
        self.rng = rng
        self.geography = geography
        self.on = on
        self.match = match
        self.odd: dict[str, float] = words("employers")["odd"]

    def row(self, employer: Employer, post: Post, headcount: int) -> Fields:
        """One vacancy; ``vacancy_no`` and ``contact`` are for the caller to add."""
        return (
            self._employer(employer)
            | self._post(employer, post, headcount)
            | self._pay(post)
            | self._hours(post)
            | self._board(post)
            | self._demands(post)
            | self._agreement(employer)
            | self._dates(post)
        )

    def _chance(self, share: float) -> bool:
        return bool(self.rng.random() < share)

    def _between(self, least: float, most: float) -> float:
        return float(self.rng.uniform(least, most))

    def _employer(self, employer: Employer) -> Fields:
        return {
            "employer": employer.name,
            "credit_code": employer.credit_code,
            "employer_kind": employer.trade.kind,
            "channel": employer.channel,
            "stay_share": employer.stay_share,
            "phone": str(EMPLOYER_PHONES + employer.number),
        }

    def _post(self, employer: Employer, post: Post, headcount: int) -> Fields:
        site = employer.site
        point = None if self._chance(self.odd["no_point"]) else site.point
        reserves = employer.channel in RESERVABLE and headcount > 2
        reserved = reserves and self._chance(self.odd["reserved"])
        return {
            "title": post.title,
            "occupation": (self.match(post.occupation),),
            "place": site.place,
            "address": str(self.rng.choice(words("employers")["addresses"][employer.channel])),
            "lon": point and point[0],
            "lat": point and point[1],
            "headcount": headcount,
            "reserved": max(1, headcount // 3) if reserved else None,
            "reserved_for": self._a_town() if reserved else None,
        }

    def _a_town(self) -> int:
        return int(self.rng.choice(self.geography.towns.code))

    def _pay(self, post: Post) -> Fields:
        fields = dict.fromkeys(("pay_low", "pay_high", "piece_price", "daily_output"))
        factor = BELOW_FLOOR if self._chance(self.odd["below_floor"]) else 1.0
        if post.piece:
            return {"pay_kind": "piece"} | fields | self._piece(post, factor)
        kind = next(kind for kind in STEPS if getattr(post, kind))
        span = None if self._chance(self.odd["no_pay"]) else self._span(post, kind, factor)
        return {"pay_kind": kind} | fields | (span or {})

    def _span(self, post: Post, kind: str, factor: float) -> Fields:
        least, most = getattr(post, kind)
        step = STEPS[kind]
        low = self._between(least, least + (most - least) * 0.45)
        high = self._between(low + (most - low) * 0.35, most)
        return {
            "pay_low": float(round(low * factor / step) * step),
            "pay_high": float(round(high * factor / step) * step),
        }

    def _piece(self, post: Post, factor: float) -> Fields:
        """A price and a daily output that come to the pay an hour."""
        usual, least, most = post.piece
        price = float(f"{usual * self._between(0.85, 1.2):.2g}")
        hourly = self._between(least, most) * factor
        return {"piece_price": price, "daily_output": float(round(hourly * post.hours / price))}

    def _hours(self, post: Post) -> Fields:
        night = self._chance(post.night)
        flexible = not night and self._chance(post.flexible)
        window = str(self.rng.choice(words("employers")["windows"][post.window]))
        stated = not night and self._chance(0.25 if flexible else 0.75)
        return {
            "hours_per_day": post.hours,
            "days_per_week": post.days,
            "hours_window": minutes(window) if stated else None,
            "night_shift": night,
            "flexible": flexible,
        }

    def _board(self, post: Post) -> Fields:
        names = ("housing", "meals", "shuttle", "escorted", "contract", "insurance")
        return {name: self._chance(getattr(post, name)) for name in names}

    def _demands(self, post: Post) -> Fields:
        skilled = bool(post.skill) and self._chance(post.skilled)
        papers = post.certificate != HEALTH or self._chance(self.odd["health_papers"])
        risky = post.intensity == "heavy" or bool(HAZARDS & set(post.conditions)) or post.night > 0
        return {
            "intensity": post.intensity,
            "conditions": tuple(post.conditions) or ("none",),
            "education_min": post.education,
            "skills_required": (self.match(post.skill),) if skilled else None,
            "certificates_required": (post.certificate,) if post.certificate and papers else None,
            "putonghua": post.putonghua,
            "age_min": 18 if risky else 16,
            "age_max": None,
            "disabilities_accepted": tuple(post.disabilities) or None,
        }

    def _agreement(self, employer: Employer) -> Fields:
        """Labour cooperation is for the people of the regions that signed."""
        if employer.channel != "cooperation" or self._chance(self.odd["open_to_all"]):
            return {"agreement_regions": None}
        others = self.geography.prefecture
        if len(others) and self._chance(self.odd["other_agreement"]):
            return {"agreement_regions": (int(self.rng.choice(others)),)}
        return {"agreement_regions": (self.geography.code,)}

    def _dates(self, post: Post) -> Fields:
        start = self._day(-40, 20)
        if post.spring:
            start = self._day(100, 120)
        elif self._chance(self.odd["later"]):
            start = self._day(70, 100)
        end = (
            None if self._chance(self.odd["no_end"]) else max(start, self._day(0, 0)) + self._open()
        )
        if self._chance(self.odd["closed"]):
            start, end = self._day(-160, -100), self._day(-60, -1)
        return {
            "start_date": _date(start),
            "end_date": _date(end),
            "remarks": str(self.rng.choice(words("employers")["remarks"])) or None,
        }

    def _open(self) -> np.timedelta64:
        return np.timedelta64(int(self.rng.integers(30, 180)), "D")

    def _day(self, earliest: int, latest: int) -> np.datetime64:
        days = np.timedelta64(int(self.rng.integers(earliest, latest + 1)), "D")
        moment: np.datetime64 = self.on + days
        return moment


def _date(day: np.datetime64 | None) -> date | None:
    return None if day is None else day.astype("datetime64[D]").item()
