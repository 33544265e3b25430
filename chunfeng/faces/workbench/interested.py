"""People who said on the public pages that they are interested, in words."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from chunfeng.faces.ui.parts import Tone, Word
from chunfeng.faces.workbench.common import days_since
from chunfeng.faces.workbench.places import place_in
from chunfeng.kit.texts import Text, text
from chunfeng.stages.vacancies import queries
from chunfeng.stages.vacancies.queries import InterestLine
from chunfeng.stages.vacancies.states import INTEREST_NAMES, InterestState
from chunfeng.stages.vacancies.vocabulary import Outcome, Wish

TONES: dict[str, Tone] = {"open": "due", "handled": "good", "dropped": "plain"}


@dataclass(frozen=True, slots=True)
class Shown:
    """Somebody interested in words. about: the vacancy, or what they look for."""

    row: InterestLine
    place: str
    about: Word
    state: Text
    tone: Tone
    outcome: Word
    days: int


def found(interest: UUID) -> InterestLine:
    """Somebody interested, of the post's region; else 404."""
    row = queries.interest(interest)
    if row is None:
        raise Http404
    return row


def shown(row: InterestLine, within: int = 0) -> Shown:
    """A line as tables show it. within: the region that need not be named."""
    since = row.confirmed_at or row.asked_at
    return Shown(
        row=row,
        place=place_in(row.region, within),
        about=_about(row),
        state=INTEREST_NAMES[InterestState(row.state)],
        tone=TONES[row.state],
        outcome=Outcome(row.outcome).label if row.outcome else "",
        days=days_since(since),
    )


def _about(row: InterestLine) -> Word:
    if row.vacancy is None:
        return Wish(row.wish).label if row.wish in set(Wish) else ""
    return row.title or text("A vacancy that is no longer shown")
