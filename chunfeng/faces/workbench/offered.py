"""Offers in words, as lists and pages show them, and the one next act of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse

from chunfeng.faces.ui.parts import Tone, Word
from chunfeng.faces.workbench.common import today
from chunfeng.faces.workbench.places import place_in
from chunfeng.kit.texts import Text, text
from chunfeng.stages.placements import queries
from chunfeng.stages.placements.queries import Line
from chunfeng.stages.placements.states import NAMES, State
from chunfeng.stages.placements.vocabulary import (
    EMPLOYER_REASONS,
    END_REASONS,
    LAPSE_REASONS,
    PERSON_REASONS,
    WHOSE_NAMES,
    Whose,
)

TONES: Mapping[str, Tone] = {
    "made": "due", "agreed": "due", "confirmed": "note", "begun": "good", "declined": "plain",
    "lapsed": "plain",
}  # fmt: skip
ACTS: Mapping[str, Text] = {  # in the order of the page
    "agreed": text("The person agrees"),
    "employer-agreed": text("The employer agrees"),
    "began": text("Work has begun"),
    "attest": text("Confirm who is at work"),
    "declined": text("The person declines"),
    "turned-down": text("The employer declines"),
    "not-arrived": text("Did not arrive"),
    "ended": text("Work has ended"),
    "phone": text("Change who sees the telephone"),
    "withdraw": text("Withdraw the offer"),
}
POSSIBLE: Mapping[str, tuple[str, ...]] = {
    "made": ("agreed", "declined", "withdraw"),
    "agreed": ("employer-agreed", "turned-down", "declined", "phone", "withdraw"),
    "confirmed": ("began", "not-arrived", "turned-down", "declined", "phone", "withdraw"),
    "begun": ("attest", "ended", "phone"),
}
REASONS: Mapping[str, Text] = {
    str(code): said
    for words in (PERSON_REASONS, EMPLOYER_REASONS, LAPSE_REASONS, END_REASONS)
    for code, said in words.items()
}


@dataclass(frozen=True, slots=True)
class Shown:
    """An offer in words. why: the reason it came to nothing or ended; act: what is done next."""

    row: Line
    state: Text
    tone: Tone
    place: str
    why: Word
    act: Word
    url: str

    @property
    def expires(self) -> bool:
        """Whether the last day to answer still matters."""
        return self.row.state in (State.MADE, State.AGREED)

    @property
    def late(self) -> bool:
        """Whether the last day to answer is today or past."""
        return self.expires and self.row.expires_on <= today()


def found(offer: UUID) -> Line:
    """An offer of the post's region; else 404."""
    line = queries.offer(offer)
    if line is None:
        raise Http404
    return line


def shown(line: Line, within: int = 0) -> Shown:
    """A line as tables show it. within: the region that need not be named."""
    ended = line.ended_on is not None
    possible = acts(line)
    return Shown(
        row=line,
        state=text("Work has ended") if ended else NAMES[State(line.state)],
        tone="plain" if ended else TONES[line.state],
        place=place_in(line.region, within),
        why=why(line),
        act=ACTS[possible[0]] if possible else "",
        url=reverse("offer", args=[line.id]),
    )


def acts(line: Line) -> tuple[str, ...]:
    """What may be done with an offer as it stands, the usual first."""
    return () if line.ended_on else POSSIBLE.get(line.state, ())


def why(line: Line) -> Word:
    """The reason an offer came to nothing, or work ended."""
    if line.ended_on:
        return reason(line.end_reason, END_REASONS)
    if line.state == State.DECLINED:
        by_person = line.declined_by == Whose.PERSON
        words: Mapping[Any, Text] = PERSON_REASONS if by_person else EMPLOYER_REASONS
        who = WHOSE_NAMES[Whose(line.declined_by)]
        return text("{who}: {said}", who=who, said=reason(line.reason, words))
    return reason(line.reason, LAPSE_REASONS) if line.state == State.LAPSED else ""


def reason(code: str, words: Mapping[Any, Text] = REASONS) -> Word:
    """A reason's words; one that somebody wrote freely stands as it is."""
    return {str(one): said for one, said in words.items()}.get(code, code)
