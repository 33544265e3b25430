"""The five ones of a household, judged on plain values; each says what it rests on.

Trained, employed and insured need one person, lifted the income of a year, led the whole village.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chunfeng.kit.texts import Text, text
from chunfeng.stages.casework import policy
from chunfeng.stages.casework.rules import Span, stable
from chunfeng.stages.casework.vocabulary import Mark, One

FOUR = (One.TRAINED, One.EMPLOYED, One.INSURED, One.LIFTED)
OLD = 2  # years: an older income says nothing of today


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One fact a mark rests on. person: whose; None for the household's or village's own."""

    said: Text
    on: date | None = None
    person: UUID | None = None
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """How one stands. why: in a sentence, where it is not reached."""

    one: One
    mark: Mark
    why: Text | None = None
    evidence: Sequence[Evidence] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Paid work. insured: as the spell or the latest contact says; None is not known."""

    begun: date
    ended: date | None
    employer: str
    insured: bool | None
    insured_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member who is still here. able: old enough and not said to be unable.

    certificates: None is not asked. confirmed: days on which they were known to be at work.
    resident: the last day on which somebody saw to their insurance as a resident, if of late.
    """

    id: UUID
    name: str
    able: bool
    certificates: Sequence[str] | None
    works: Sequence[Work]
    confirmed: Sequence[date]
    resident: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class YearIncome:
    """What a household had in a year. amount: yuan of all heads."""

    year: int
    amount: float
    heads: int
    source: Text
    evidence: str
    on: date

    @property
    def per_head(self) -> float:
        """Yuan a year for each."""
        return self.amount / self.heads


def four(members: Sequence[Member], incomes: Sequence[YearIncome], on: date) -> dict[One, Marked]:
    """The first four of a household. incomes: one a year, in any order."""
    marked = (
        _trained(members), _employed(members, on), _insured(members, on), _lifted(incomes, on),
    )  # fmt: skip
    return {one.one: one for one in marked}


def led(village: Iterable[Mapping[One, Marked]], on: date) -> Marked:
    """Whether a village is led along, from the marks of its households that can work."""
    homes = list(village)
    if not homes:
        return Marked(one=One.LED, mark=Mark.UNKNOWN,
                      why=text("No registered household of the village can work."))  # fmt: skip
    have = sum(all(home[one].mark is Mark.YES for one in FOUR) for home in homes)
    may = sum(all(home[one].mark is not Mark.NOT_YET for one in FOUR) for home in homes)
    least = policy.on(on).number("village_share")
    said = text("{n} of {all} registered households have the four; {least} % are asked for",
                n=have, all=len(homes), least=least)  # fmt: skip
    mark = Mark.YES if have * 100 >= least * len(homes) else Mark.NOT_YET
    if mark is Mark.NOT_YET and may * 100 >= least * len(homes):
        mark = Mark.UNKNOWN
    return Marked(one=One.LED, mark=mark, evidence=(Evidence(said=said, on=on),))


def _trained(members: Sequence[Member]) -> Marked:
    found = [
        Evidence(said=text("Certificate: {name}", name=certificate), person=who.id, name=who.name)
        for who in members
        for certificate in who.certificates or ()
    ]
    if found:
        return Marked(one=One.TRAINED, mark=Mark.YES, evidence=found)
    able = [who for who in members if who.able]
    if not able:
        return _nobody(One.TRAINED)
    if any(who.certificates is None for who in able):
        return Marked(one=One.TRAINED, mark=Mark.UNKNOWN,
                      why=text("Not everybody was asked for certificates."))  # fmt: skip
    return Marked(one=One.TRAINED, mark=Mark.NOT_YET, why=text("Nobody has a certificate."))


def _employed(members: Sequence[Member], on: date) -> Marked:
    rule = policy.on(on).stable
    spans = {who.id: [Span(work.begun, work.ended) for work in who.works] for who in members}
    found = [
        Evidence(said=text("In stable work, at {employer}", employer=_employer(who, on)),
                 on=max(day for day in who.confirmed if day <= on), person=who.id, name=who.name)
        for who in members
        if stable(spans[who.id], who.confirmed, on, rule)
    ]  # fmt: skip
    if found:
        return Marked(one=One.EMPLOYED, mark=Mark.YES, evidence=found)
    if not any(who.able for who in members):
        return _nobody(One.EMPLOYED)
    if any(stable(spans[who.id], [on], on, rule) for who in members):
        why = text("Work has lasted long enough, but was not confirmed for {n} days.",
                   n=rule.confirmed)  # fmt: skip
        return Marked(one=One.EMPLOYED, mark=Mark.UNKNOWN, why=why)
    why = text("Nobody has worked on {n} of the last {window} days.",
               n=rule.days, window=rule.window)  # fmt: skip
    return Marked(one=One.EMPLOYED, mark=Mark.NOT_YET, why=why)


def _insured(members: Sequence[Member], on: date) -> Marked:
    now = [(who, work) for who in members for work in who.works if _runs(work, on)]
    found = [
        Evidence(said=text("Insured at {employer}", employer=work.employer or "—"),
                 on=work.insured_on, person=who.id, name=who.name)
        for who, work in now
        if work.insured
    ]  # fmt: skip
    found += [
        Evidence(said=text("Insured as a resident"), on=who.resident, person=who.id, name=who.name)
        for who in members
        if who.resident
    ]
    if found:
        return Marked(one=One.INSURED, mark=Mark.YES, evidence=found)
    if now and all(work.insured is False for _, work in now):
        return Marked(one=One.INSURED, mark=Mark.NOT_YET,
                      why=text("Those who work said that they are not insured."))  # fmt: skip
    return Marked(one=One.INSURED, mark=Mark.UNKNOWN,
                  why=text("Nothing is recorded on insurance; ask on the next visit."))  # fmt: skip


def _lifted(incomes: Sequence[YearIncome], on: date) -> Marked:
    last = max(incomes, key=lambda income: income.year, default=None)
    if last is None or last.year < on.year - OLD:
        return Marked(one=One.LIFTED, mark=Mark.UNKNOWN,
                      why=text("No income of the last two years is recorded."))  # fmt: skip
    line = policy.on(date(last.year, 12, 31)).line
    said = text("{year}: ¥{each} for each, the line was ¥{line} ({source})", year=last.year,
                each=f"{last.per_head:,.0f}", line=f"{line.yuan:,}",
                source=last.source)  # fmt: skip
    mark = Mark.YES if last.per_head >= line.yuan else Mark.NOT_YET
    return Marked(one=One.LIFTED, mark=mark, evidence=(Evidence(said=said, on=last.on),))


def _nobody(one: One) -> Marked:
    return Marked(one=one, mark=Mark.NOT_YET, why=text("Nobody of the household can work."))


def _employer(who: Member, on: date) -> str:
    work = next((work for work in who.works if _runs(work, on)), who.works[0])
    return work.employer or "—"


def _runs(work: Work, on: date) -> bool:
    return work.begun <= on and (work.ended is None or work.ended >= on)
