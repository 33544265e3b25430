"""What officers have done with the demo's employers so far: from the ledgers, a seed and a day.

Pure: the same for the same ledgers, seed and day. ``filling`` does it, through the product's doors.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np

from chunfeng.cli.demo.draw import Dice, words
from chunfeng.cli.demo.ledgers import Ledgers, Row, Worker
from chunfeng.cli.demo.payrolls import Pay, pay_of

TOWN = 1000  # codes of a township share what is above this
WAITING = {"applied": 1, "complete": 2, "visited": 3, "noticed": 4}  # how far each has come
LONG_AGO = frozenset({"reviewed", "warned", "overdue"})
MANY = 30
NOT_ENTERED = "new"
REVIEWS = frozenset({"reviewed", "warned"})
PAYROLL_KINDS = ("crowded", "below_floor", "missing", "padded")


@dataclass(frozen=True, slots=True)
class Act:
    """One thing an officer did on a day: a verb of ``filling`` and what it was told."""

    on: date
    verb: str
    told: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """An employer's: what happened, by day. standing: a name of ``standing.yaml``.

    A story without acts is of an employer that only the ledger names.
    """

    code: str
    standing: str
    acts: Sequence[Act]

    @property
    def verified_on(self) -> date | None:
        """From when on its vacancies may be public; None where that never was."""
        return next((act.on for act in self.acts if act.verb == "verify"), None)


def stories(ledgers: Ledgers, dice: Dice, today: date) -> list[Story]:
    """The story of every employer of the ledger, in its order."""
    firsts: dict[str, Row] = {}
    for row in ledgers.vacancies:
        firsts.setdefault(row["credit_code"], row)
    standings = _standings(dice, list(firsts.values()))
    payrolls = _payrolls(dice, [c for c, s in standings.items() if firsts[c]["channel"] == "near"])
    found = []
    for n, (code, row) in enumerate(firsts.items(), 1):
        teller = _Teller(dice, row, n, today)
        workers = ledgers.workers.get(row["employer"], ())
        acts = teller.tell(standings[code], payrolls.get(code, ""), workers)
        found.append(Story(code=code, standing=standings[code], acts=acts))
    return found


def allot(rng: np.random.Generator, shares: Mapping[str, float], size: int) -> list[str]:
    """A name for each of ``size``; of many the rarest gets one too. The first gets the rest."""
    rest, *others = shares
    least = 1 if size >= MANY else 0
    names = [name for name in others for _ in range(max(least, round(shares[name] * size)))]
    names = [*names, *[rest] * (size - len(names))]
    return [names[k] for k in rng.permutation(size)]


def _standings(dice: Dice, firsts: Sequence[Row]) -> dict[str, str]:
    found: dict[str, str] = {}
    for kind, part in (
        ("workshops", [row for row in firsts if row["channel"] == "near"]),
        ("others", [row for row in firsts if row["channel"] != "near"]),
    ):
        drawn = allot(dice(f"standing {kind}"), words("standing")[kind], len(part))
        found |= {row["credit_code"]: one for row, one in zip(part, drawn, strict=True)}
    return found


def _payrolls(dice: Dice, codes: Sequence[str]) -> dict[str, str]:
    """{code: what is odd about its payrolls}; "" where nothing is."""
    odd = {"": 1.0} | {kind: words("standing")["payroll"][kind] for kind in PAYROLL_KINDS}
    return dict(zip(codes, allot(dice("odd payrolls"), odd, len(codes)), strict=True))


class _Teller:
    """Tells the story of one employer."""

    def __init__(self, dice: Dice, row: Row, number: int, today: date) -> None:
        self.rng = dice(f"story {row['credit_code']}")
        self.row, self.number, self.today = row, number, today
        self.words = words("standing")

    def tell(self, standing: str, odd: str, workers: Sequence[Worker]) -> list[Act]:
        """The acts, by day; acts of one day in the order in which they were done."""
        if standing == NOT_ENTERED:
            return []
        channel = self.row["channel"]
        share = self.words["recognised_too"].get(channel, 0)
        if channel == "near":
            acts = self._recognised(standing, odd, workers)
        elif standing == "verified" and self.rng.random() < share:
            runs = channel == "base" and self.rng.random() < self.words["noticed_bases"]
            acts = self._recognised("noticed" if runs else "recognised", "", workers)
        else:
            acts = self._plain(standing)
        return sorted(acts, key=lambda act: act.on)

    def _plain(self, standing: str) -> list[Act]:
        start = self._ago(90, 700)
        acts = [self._added(start)]
        after = start + self._days(1, 6)
        if standing == "refused":
            acts.append(Act(after, "refuse", {"reason": self.words["reasons"]["refused"]}))
        elif standing != "applied":
            acts.append(Act(after, "verify"))
        return acts

    def _recognised(self, standing: str, odd: str, workers: Sequence[Worker]) -> list[Act]:
        kind = {"base": "base", "public_welfare": "public_welfare"}.get(
            self.row["channel"], "workshop"
        )
        applied = self._applied(standing)
        start = applied - self._days(115, 150)  # with payrolls to show
        pay = pay_of(self.rng, workers, odd)
        acts = [self._added(start), Act(start + self._days(1, 6), "verify"), self._site(start, pay)]
        acts += [self._application(applied, kind)]
        acts += [Act(applied, "document", {"kind": one}) for one in ("application", "licence")]
        acts += self._way(standing, applied)
        if standing != "given_up":
            acts += self._paid(pay, start, odd)
        return [self._counted(act, acts) if act.verb == "visit" else act for act in acts]

    def _counted(self, visit: Act, acts: Sequence[Act]) -> Act:
        """A visit with who was counted: about as many as the payroll before it says."""
        paid = [act for act in acts if act.verb == "payroll" and act.on <= visit.on]
        if not paid:
            return visit
        figures = max(paid, key=lambda act: act.on).told["figures"]
        workers = max(0, figures["workers"] - int(self.rng.integers(0, 3)))
        seen = {"workers": workers, "target": min(workers, figures["target_workers"])}
        return Act(visit.on, "visit", {**visit.told, "seen": seen})

    def _applied(self, standing: str) -> date:
        """The day of application, such that what the standing says has had time to happen."""
        if standing in WAITING:
            return self._ago(*{"applied": (2, 12), "complete": (9, 16), "visited": (18, 25),
                               "noticed": (26, 28)}[standing])  # fmt: skip
        if standing == "run_out":
            return self._ago(800, 830)
        return self._ago(430, 600) if standing in LONG_AGO else self._ago(90, 280)

    def _way(self, standing: str, applied: date) -> Iterator[Act]:
        """From the application to where the recognition stands."""
        reasons, far = self.words["reasons"], WAITING.get(standing, 9)
        complete = applied + self._days(3, 6)
        visit = complete + self._days(3, 6)
        begins = visit + self._days(2, 4)
        ends = begins + timedelta(7)
        decided = ends + self._days(1, 4)
        if far > 1:
            yield Act(complete, "complete")
        if far > 2:
            yield Act(visit, "visit", {"findings": reasons["findings"]})
        if standing == "turned_down":
            yield Act(begins, "turn_down", {"reason": reasons["turned_down"]})
            return
        if far > 3:
            yield Act(begins, "notice", {"ends": ends})
        if far > 4:
            yield self._decision(decided)
            yield from self._after(standing, decided)

    def _decision(self, decided: date) -> Act:
        number = self.words["number"].format(year=decided.year, n=self.number)
        until = decided.replace(day=1) + timedelta(31)  # a safe day of the month
        until = until.replace(year=decided.year + 2, day=1)
        return Act(decided, "recognise", {"number": number, "valid_until": until})

    def _after(self, standing: str, decided: date) -> Iterator[Act]:
        reasons, year_on = self.words["reasons"], decided + timedelta(350)
        if standing in REVIEWS or standing == "run_out":
            yield Act(year_on - timedelta(4), "visit", {"findings": ""})
            warned = standing == "warned"
            told = {"outcome": "warn" if warned else "keep"}
            yield Act(year_on, "review", told | {"reason": reasons["warned"] if warned else ""})
        if standing == "suspended":
            yield Act(self._ago(20, 40), "suspend", {"reason": reasons["suspended"]})
        if standing == "withdrawn":
            told = {"reason": reasons["withdrawn"], "informs": reasons["informs"]}
            yield Act(self._ago(12, 25), "withdraw", told)
        if standing == "given_up":
            yield Act(self._ago(10, 30), "end", {"reason": "given_up"})

    def _paid(self, pay: Pay, since: date, odd: str) -> Iterator[Act]:
        """The payrolls of the months until now, each entered in the month after."""
        earliest = max(since, self.today - timedelta(600)).replace(day=1)
        months = list(pay.months(self.rng, earliest, self.today))
        for month, entered, figures in months[:-3] if odd == "missing" else months:
            yield Act(entered, "payroll", {"month": month, "figures": figures})

    def _added(self, on: date) -> Act:
        row = self.row
        place = row["place"] // TOWN * TOWN if row["channel"] == "public_welfare" else row["place"]
        facts = {
            "name": row["employer"],
            "kind": row["employer_kind"],
            "credit_code": row["credit_code"],
            "place": place,
            "address": row["address"],
            "contact": row["contact"],
            "phone": row["phone"],
            "stay_share": row["stay_share"],
            "about": self.words["about"][row["employer_kind"]],
        }
        return Act(on, "add", facts)

    def _site(self, on: date, pay: Pay) -> Act:
        row, rng = self.row, self.rng
        facts: dict[str, Any] = {
            "place": row["place"],
            "address": row["address"],
            "seats": pay.seats,
            "opens": str(rng.choice(self.words["opens"])),
            "farm_friendly": bool(rng.random() < 0.8),
            "care_friendly": bool(rng.random() < 0.7),
        }
        if row["lon"] is not None:
            facts |= {"lon": row["lon"], "lat": row["lat"]}
        return Act(on, "site", facts)

    def _application(self, on: date, kind: str) -> Act:
        told = {"kind": kind, "sub_kind": "", "level": ""}
        if kind == "workshop":
            told["sub_kind"] = self._form()
        if kind == "base":
            told["level"] = self._one_of(self.words["levels"])
        return Act(on, "apply", told)

    def _form(self) -> str:
        """The form of workshop that the name says; where it says none, one that no name says."""
        drawn, said = self._one_of(self.words["sub_kinds"]), self.words["forms_said"]
        for word, form in said.items():
            if word in self.row["employer"]:
                return str(form)
        return "workshop" if drawn in said.values() else drawn

    def _one_of(self, shares: Mapping[str, float]) -> str:
        weights = np.array(list(shares.values()))
        return str(self.rng.choice(list(shares), p=weights / weights.sum()))

    def _days(self, least: int, most: int) -> timedelta:
        return timedelta(int(self.rng.integers(least, most + 1)))

    def _ago(self, least: int, most: int) -> date:
        return self.today - self._days(least, most)
