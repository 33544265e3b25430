"""The one next step for a person who can work: the first of a short list that applies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chunfeng.kit.texts import Text, text
from chunfeng.stages.casework.vocabulary import Cause, Kind
from chunfeng.stages.people.status import PAID_WORK, STATUS_OF_KIND, UNABLE, LabourStatus
from chunfeng.stages.placements.states import State

AT_WORK = frozenset(STATUS_OF_KIND[kind] for kind in PAID_WORK)
NOBODY = frozenset({LabourStatus.LEFT, LabourStatus.NOT_ABLE, LabourStatus.STUDYING})
_OFFERS = {
    State.MADE: text("Ask for the answer to the offer of {employer}"),
    State.AGREED: text("Ask {employer} whether the seat is confirmed"),
    State.CONFIRMED: text("Note when work at {employer} begins"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What stands about a person on a day. offers: (state, employer), the first first."""

    status: str
    work_capacity: str
    willing: str
    wish_reach: Sequence[str]
    consent: bool
    due: tuple[str, date] | None = None  # cause and day
    difficulty: tuple[str, date] | None = None  # kind and last day
    offers: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """What to do. target: contact, difficulty, facts, consent, offer or person."""

    said: Text
    target: str


def next_step(now: Situation, on: date) -> Step | None:
    """The next step on a day; None for whom there is nothing to do."""
    if now.status in NOBODY or now.work_capacity in UNABLE:
        return None
    return _pressing(now, on) or _missing(now) or _offered(now) or _work(now)


def _pressing(now: Situation, on: date) -> Step | None:
    """What somebody waits for: a difficulty, a call."""
    if now.difficulty and now.difficulty[1] <= on:
        said = text("Do something: {difficulty}", difficulty=Kind(now.difficulty[0]).label)
        return Step(said, "difficulty")
    if now.due and now.due[1] <= on:
        said = text("Call or visit: {cause}", cause=Cause(now.due[0]).label)
        return Step(said, "contact")
    if now.status == LabourStatus.LOST_CONTACT:
        return Step(text("Find out how to reach them"), "facts")
    return None


def _missing(now: Situation) -> Step | None:
    """What has to be known before work can be looked for."""
    if not now.work_capacity:
        return Step(text("Ask about the capacity for work"), "facts")
    if now.status in AT_WORK:
        return None
    if not now.willing:
        return Step(text("Ask about the wish to work"), "facts")
    return None


def _offered(now: Situation) -> Step | None:
    for state, employer in now.offers:
        if state in _OFFERS:
            return Step(Text(_OFFERS[State(state)].message, {"employer": employer}), "offer")
    return None


def _work(now: Situation) -> Step | None:
    """How somebody without work comes to it."""
    if now.status in AT_WORK or now.status == LabourStatus.TRAINING:
        return None
    if now.willing != "yes":
        return Step(text("Visit: why there is no wish to work"), "contact")
    if not now.wish_reach:
        return Step(text("Ask how far from home"), "facts")
    if not now.consent:
        return Step(text("Ask whether facts may be used for docking"), "consent")
    return Step(text("Look for work with them"), "person")
