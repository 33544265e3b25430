"""Why an operation on offers was not done; each says what stands and what to do."""

from datetime import date

from chunfeng.kit.texts import Text, text
from chunfeng.stages.people.refusals import NotAllowed, NotFound, Refused
from chunfeng.stages.placements.rules import Span
from chunfeng.stages.placements.states import NAMES, State

__all__ = [
    "AlreadyPlaced",
    "NoSeat",
    "NotAllowed",
    "NotFound",
    "NotNow",
    "NotOffered",
    "OpenAlready",
    "OtherMonth",
    "Overlaps",
    "PhoneNotShown",
    "Refused",
    "TooLate",
]


class NotNow(Refused):
    """The offer stands where this act is not possible."""

    def __init__(self, state: str) -> None:
        super().__init__(text("This is not possible now: {state}.", state=NAMES[State(state)]))


class NoSeat(Refused):
    """The last seat is taken, or the vacancy is no longer published."""

    def __init__(self) -> None:
        super().__init__(
            text("No seat is left, or the vacancy is not offered now. Look for another vacancy.")
        )


class NotOffered(Refused):
    """The vacancy is not in the shop window."""

    def __init__(self) -> None:
        super().__init__(text("This vacancy is not offered now."))


class AlreadyPlaced(Refused):
    """Another full-time placement of the person is live."""

    def __init__(self) -> None:
        super().__init__(
            text(
                "The person has agreed to other full-time work. End that one first, with a"
                " reason; this offer stays open until its last day."
            )
        )


class OpenAlready(Refused):
    """The vacancy is offered to the person already."""

    def __init__(self) -> None:
        super().__init__(text("This vacancy is offered to the person already."))


class OtherMonth(Refused):
    """Somebody is confirmed for a month before the work began, or for one to come."""

    def __init__(self) -> None:
        super().__init__(text("Choose a month since the work began."))


class PhoneNotShown(Refused):
    """The telephone stays with the office; the ask is in the log all the same."""

    SAID = {
        "employer": text("Your employer is not verified at present: it sees no telephone."),
        "quota": text("Your employer has asked for 50 telephones today. Go on tomorrow."),
        "state": text("A telephone is shown once both have agreed, until the work ends."),
        "choice": text(
            "They did not agree to show their telephone; the village worker passes a message on."
        ),
        "empty": text("No telephone is recorded; the village worker passes a message on."),
    }

    def __init__(self, why: str) -> None:
        super().__init__(self.SAID[why])
        self.why = why


class TooLate(Refused):
    """The last day to answer is past."""

    def __init__(self, last: date) -> None:
        super().__init__(
            text("The last day to answer was {day}. Make a new offer.", day=last.isoformat())
        )


class Overlaps(Refused):
    """A full-time spell of the register still runs on that day."""

    def __init__(self, spell: Span, begins: date) -> None:
        said = text("other full-time work") if not spell.employer else Text(spell.employer)
        super().__init__(
            text(
                "On {day} the register has full-time work with {employer}, since {begun}."
                " End it first, with a reason.",
                day=begins,
                employer=said,
                begun=spell.begun,
            )
        )
