"""Offers as the person they were made to reads them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from chunfeng.faces.portal.living import brief
from chunfeng.faces.portal.own_facts import Worked, worked
from chunfeng.faces.ui.formats import money
from chunfeng.faces.ui.parts import Tone
from chunfeng.kit.texts import Text, text
from chunfeng.stages.people.queries import SpellLine
from chunfeng.stages.placements.queries import Line, may_begin
from chunfeng.stages.placements.states import OPEN, State
from chunfeng.stages.placements.vocabulary import (
    EMPLOYER_REASONS,
    LAPSE_REASONS,
    PersonReason,
    Whose,
)

# The short list; what an officer alone would say is not in it.
REASONS = tuple(
    (str(one), one.label) for one in PersonReason if one is not PersonReason.NOT_REACHED
)
_SAID = {
    State.MADE: text("Waits for your answer"),
    State.AGREED: text("You said yes; the employer answers next"),
    State.CONFIRMED: text("Both said yes"),
    State.BEGUN: text("Work has begun"),
    State.DECLINED: text("You said no"),
    State.LAPSED: text("This offer is over"),
}
_TONES: dict[State, Tone] = {
    State.MADE: "due", State.AGREED: "note", State.CONFIRMED: "good", State.BEGUN: "good",
    State.DECLINED: "plain", State.LAPSED: "plain",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offered:
    """One offer. late: its last day is over. open: something can still come of it.

    may_begin, may_leave: the person may say that work has begun, or that they have left.
    """

    line: Line
    state: Text
    tone: Tone
    why: Text | str
    pay: Text
    where: str
    asked: bool
    late: bool
    open: bool
    may_begin: bool
    may_leave: bool


def offered(line: Line, on: date) -> Offered:
    """An offer in the person's words."""
    state, late = State(line.state), line.expires_on < on
    said = _SAID[state]
    if state is State.DECLINED and line.declined_by == Whose.EMPLOYER:
        said = text("The employer said no")
    least = (line.month_pay or 0) // 10 * 10  # yuan: of piece work it is worked out
    monthly = text("from {low} a month", low=money(least))
    return Offered(
        line=line,
        state=said,
        tone=_TONES[state],
        why=_why(line),
        pay=monthly if line.month_pay else text("Pay by agreement"),
        where=brief(line.place),
        asked=state is State.MADE and not late,
        late=late and line.state in (State.MADE, State.AGREED),
        open=line.state in OPEN,
        may_begin=may_begin(line.state, line.start_on, on),
        may_leave=state is State.BEGUN and line.ended_on is None,
    )


def running(spells: Iterable[SpellLine]) -> list[Worked]:
    """Work that runs."""
    return [one for one in worked(spells) if one.line.ended is None]


def _why(line: Line) -> Text | str:
    found: dict[str, Text] = {}
    if line.state == State.LAPSED:
        found = {str(one): name for one, name in LAPSE_REASONS.items()}
    elif line.declined_by == Whose.EMPLOYER:
        found = {str(one): name for one, name in EMPLOYER_REASONS.items()}
    return found.get(line.reason, "")
