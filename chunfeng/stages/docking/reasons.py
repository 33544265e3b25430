"""Why a placement is good: the facts behind each term of its score, in plain words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

from chunfeng.engine.terms.company import COUPLE, GROUP
from chunfeng.foundation.codes import fit
from chunfeng.foundation.places import Scale
from chunfeng.kit.texts import Declared, Text, text
from chunfeng.stages.docking import masks
from chunfeng.stages.docking.labels import SCALE
from chunfeng.stages.docking.words import clock, headers
from chunfeng.stages.docking.work_words import shares_word
from chunfeng.stages.vacancies.sheets import VACANCIES

CHILDREN = {"preschool", "school_child"}
ESTIMATED = text(" (estimated from the township's or county's place)")
OWN_VILLAGE = text("Work in the own village")
WHOLE_KM = 30  # from here on
SAME, SAME_WORD = 1.0, 0.6
WISHED = ("spouse", "villagers")
WORK_FIELDS = ("wish_occupations", "skills", "experience")
SHARED = 100_000  # texts kept for lines that say the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The facts of one placement; unknown is None. Times are minutes, windows (start, end)."""

    pay: float | None
    wish: float | None
    km: float
    approximate: bool
    commute_km: float
    scale: int
    wished: int  # bit k: scale k is wished; 0: nobody asked
    named: bool
    housing: bool
    meals: bool
    shuttle: bool
    escorted: bool
    flexible: bool
    skilled: bool
    employer_seats: int
    stay: float | None
    usual_stay: float
    hours: float | None
    free_hours: float | None
    window: tuple[int, int] | None
    free_window: tuple[int, int] | None
    forms: int
    wish_forms: int
    board: int
    company: int
    escort: bool
    busy: tuple[int, ...]
    care: tuple[str, ...]
    work: tuple[tuple[Any, ...] | None, ...]  # OccupationWords in the order of WORK_FIELDS
    asked: tuple[tuple[str, str | None], ...]
    household: int  # others of the household who go to the same employer
    village: int  # others of the village who go to the same employer


def pay(line: Line) -> Text:
    """Pay against the wish."""
    return _pay(line.pay, line.wish)


@lru_cache(SHARED)
def _pay(offered: float | None, wish: float | None) -> Text:
    if offered is None:
        return text("Pay is not given; ask the employer")
    if wish is None:
        return text("About {pay:,.0f} yuan a month", pay=offered)
    if offered >= wish:
        return text(
            "About {pay:,.0f} yuan a month, reaching the {wish:,.0f} hoped for",
            pay=offered,
            wish=wish,
        )
    return text(
        "About {pay:,.0f} yuan a month, {short:,.0f} below the {wish:,.0f} hoped for",
        pay=offered,
        wish=wish,
        short=wish - offered,
    )


def commute(line: Line) -> Text:
    """The way to work."""
    km = round(line.km, 1) if line.km < WHOLE_KM else float(round(line.km))
    note = ESTIMATED if line.approximate else ""
    if line.housing and line.km > line.commute_km / 2:
        return _journey(km, note, line.scale > Scale.COUNTY, line.escorted, line.escort)
    if line.scale == Scale.VILLAGE:
        return OWN_VILLAGE if line.approximate else _own_village(km)
    return _daily(km, note, line.shuttle and line.km > line.commute_km)


@lru_cache(SHARED)
def _own_village(km: float) -> Text:
    return text("Work in the own village, about {km:g} km from home", km=km)


@lru_cache(SHARED)
def _daily(km: float, note: Text | str, shuttle: bool) -> Text:
    if shuttle:
        return text("About {km:g} km from home, with a shuttle{note}", km=km, note=note)
    return text("About {km:g} km from home{note}", km=km, note=note)


@lru_cache(SHARED)
def _journey(km: float, note: Text | str, journey: bool, escorted: bool, needed: bool) -> Text:
    facts = {"km": km, "note": note}
    if journey and escorted:
        return text("Housing and an escorted journey, about {km:,.0f} km from home{note}", **facts)
    if journey and needed:
        return text(
            "Housing provided, about {km:,.0f} km from home{note}; arrange someone to travel along",
            **facts,
        )
    return text("Housing provided, about {km:g} km from home{note}", **facts)


def occupation(line: Line) -> Text:
    """The work against what the person wants, can do or has done."""
    return _occupation(line.work, line.asked, line.skilled)


_SAME_WORK = {
    "wish_occupations": lambda word: text("The work that is wanted: {word}", word=word),
    "skills": lambda word: text("Has the skill: {word}", word=word),
    "experience": lambda word: text("Has done this work: {word}", word=word),
}
_NEAR_WORK = {
    "wish_occupations": lambda word: text("Close to the work that is wanted: {word}", word=word),
    "skills": lambda word: text("Close to a skill: {word}", word=word),
    "experience": lambda word: text("Close to earlier work: {word}", word=word),
}


@lru_cache(SHARED)
def _occupation(work: tuple[Any, ...], asked: tuple[Any, ...], skilled: bool) -> Text:
    best: tuple[float, str, str] = (0.0, "", "")
    for field, words in zip(WORK_FIELDS, work, strict=True):
        for item in words or ():
            near = _nearness(item.word, item.code, asked)
            if near > best[0]:
                best = (near, field, item.word)
    near, field, word = best
    if near > 0:
        return (_SAME_WORK if near == SAME else _NEAR_WORK)[field](word)
    if not skilled:
        return text("Asks for no skill; can be learnt on the job")
    if not any(work):
        return text("Nothing is recorded of the person's skills")
    return text("A new kind of work for the person")


def _nearness(word: str, code: str | None, asked: Sequence[tuple[str, str | None]]) -> float:
    """1 for the same occupation or word, less for a near one, 0 for another."""
    near = [0.0]
    for other, other_code in asked:
        near.append(fit(code, other_code) if code and other_code else 0.0)
        near.append(SAME if word == other else SAME_WORD * shares_word(word, other))
    return max(near)


def hours(line: Line) -> Text:
    """Working time against the time a person has."""
    doubts = list(_doubts(line))
    if len(doubts) > 1:
        return text("{facts}", facts=doubts)
    return doubts[0] if doubts else _good_hours(line)


def _doubts(line: Line) -> list[Text]:
    """What does not fit; the term's own rules."""
    found = []
    if line.wish_forms and line.forms and not line.wish_forms & line.forms:
        found.append(text("Another form of work than wished"))
    if line.hours and line.free_hours and line.hours > line.free_hours:
        found.append(
            text("{hours:g} hours a day, {free:g} are free", hours=line.hours, free=line.free_hours)
        )
    if line.flexible:
        return found
    if line.window and line.free_window and not _inside(line.window, line.free_window):
        found.append(
            text(
                "Works {start}–{end}, free {since}–{until}",
                start=clock(line.window[0]),
                end=clock(line.window[1]),
                since=clock(line.free_window[0]),
                until=clock(line.free_window[1]),
            )
        )
    if line.busy:
        found.append(_busy(line.busy))
    return found


@lru_cache(SHARED)
def _busy(months: tuple[int, ...]) -> Text:
    names = [Declared(str(month), str(month)) for month in months]
    return text("Agree on leave for the farm-busy months ({months})", months=names)


def _inside(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _good_hours(line: Line) -> Text:
    children = bool(CHILDREN & set(line.care))
    if line.flexible:
        return _flexible(children, bool(line.care) and "none" not in line.care, bool(line.busy))
    if line.window and line.free_window:
        return _window(*line.window, children)
    return _hours(line.hours)


@lru_cache(SHARED)
def _flexible(children: bool, care: bool, busy: bool) -> Text:
    if children:
        return text("Flexible hours: children can be fetched")
    if care:
        return text("Flexible hours leave room for caring at home")
    if busy:
        return text("Flexible hours leave room for farm work")
    return text("Flexible hours")


@lru_cache(SHARED)
def _window(start: int, end: int, children: bool) -> Text:
    if children:
        return text(
            "Works {start}–{end}, within the free hours: children can be fetched",
            start=clock(start),
            end=clock(end),
        )
    return text("Works {start}–{end}, within the free hours", start=clock(start), end=clock(end))


@lru_cache(SHARED)
def _hours(hours: float | None) -> Text:
    if hours is None:
        return text("Working hours are not given")
    return text("{hours:g} hours a day", hours=hours)


def place(line: Line) -> Text:
    """Where the work is against where the person would go."""
    return _place(line.scale, line.wished, line.named)


@lru_cache(SHARED)
def _place(scale: int, wished: int, named: bool) -> Text:
    where = SCALE[Scale(scale)]
    if named:
        return text("A place the person named")
    if wished == 0:
        return text("Nobody asked how far the person would go; {where}", where=where)
    if wished >> scale & 1:
        return text("Where the person wished: {where}", where=where)
    return text("Nearer than the person would go: {where}", where=where)


def board(line: Line) -> Text:
    """Meals, housing and a shuttle against what is needed."""
    return _board(line.board, line.meals, line.housing, line.shuttle or line.housing)


@lru_cache(SHARED)
def _board(needed: int, meals: bool, housing: bool, shuttle: bool) -> Text:
    given = {"meals": meals, "housing": housing, "shuttle": shuttle}
    asked = [word for word in given if needed & masks.mask([word], masks.BOARD)]
    missing = [word for word in asked if not given[word]]
    if missing:
        return text("Needed but not provided: {what}", what=headers(VACANCIES, missing))
    if asked:
        return text("Provided as needed: {what}", what=headers(VACANCIES, asked))
    return text("No board needed")


def company(line: Line) -> Text:
    """Who goes to the same employer."""
    spouse, villagers = (bool(line.company & masks.mask([w], masks.COMPANY)) for w in WISHED)
    seats = GROUP if villagers else COUPLE
    return _company(line.household, line.village, spouse or villagers, line.employer_seats >= seats)


@lru_cache(SHARED)
def _company(household: int, village: int, wished: bool, room: bool) -> Text:
    if household:
        return text("From the household to the same employer: {number} more", number=household)
    if village:
        return text("From the village to the same employer: {number} more", number=village)
    if not wished:
        return text("No company asked for")
    if room:
        return text("The employer has seats for the company wished")
    return text("The employer has no seats for the company wished")


def stability(line: Line) -> Text:
    """How many stay with the employer."""
    return _stability(line.stay, line.usual_stay)


@lru_cache(SHARED)
def _stability(own: float | None, usual: float) -> Text:
    if own is None:
        return text("Usually {share:.0%} stay 90 days; the employer has no record", share=usual)
    return text("{share:.0%} stay with this employer for 90 days", share=own)


Words: TypeAlias = Callable[[Line], Text]
WORDS: dict[str, Words] = {
    "pay": pay,
    "commute": commute,
    "occupation": occupation,
    "hours": hours,
    "place": place,
    "board": board,
    "company": company,
    "stability": stability,
}
"""The words of every term of chunfeng.engine.terms."""
