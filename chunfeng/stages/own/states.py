"""Where a letter stands."""

from enum import StrEnum

from chunfeng.kit.texts import Text, text


class LetterState(StrEnum):
    """Open until an officer has answered."""

    OPEN = "open"
    ACCEPTED = "accepted"  # the fact was corrected; the complaint was found right
    REFUSED = "refused"  # the record stands; with a reason


LETTER_STATES = tuple(str(state) for state in LetterState)
STATE_NAMES: dict[LetterState, Text] = {
    LetterState.OPEN: text("Waits for an answer"),
    LetterState.ACCEPTED: text("Found right"),
    LetterState.REFUSED: text("Not changed"),
}
