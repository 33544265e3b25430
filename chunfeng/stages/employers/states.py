"""The lifecycles of an employer and of a recognition: which state may follow which."""

from collections.abc import Mapping
from enum import StrEnum

from chunfeng.kit.texts import Text, text


class EmployerState(StrEnum):
    """Where an employer stands; only a verified one's vacancies are public."""

    APPLIED = "applied"
    VERIFIED = "verified"
    REFUSED = "refused"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class RecognitionState(StrEnum):
    """Where a recognition stands. Warnings, notices and reviews are dated facts beside it."""

    APPLIED = "applied"
    COMPLETE = "complete"  # its documents are
    VISITED = "visited"
    RECOGNISED = "recognised"
    SUSPENDED = "suspended"
    ENDED = "ended"  # refused, withdrawn, given up, run out: the reason says which


EMPLOYER_NEXT: Mapping[EmployerState, frozenset[EmployerState]] = {
    EmployerState.APPLIED: frozenset(
        {EmployerState.VERIFIED, EmployerState.REFUSED, EmployerState.CLOSED}
    ),
    EmployerState.VERIFIED: frozenset({EmployerState.SUSPENDED, EmployerState.CLOSED}),
    EmployerState.REFUSED: frozenset({EmployerState.APPLIED, EmployerState.CLOSED}),
    EmployerState.SUSPENDED: frozenset({EmployerState.VERIFIED, EmployerState.CLOSED}),
    EmployerState.CLOSED: frozenset({EmployerState.APPLIED}),
}
RECOGNITION_NEXT: Mapping[RecognitionState, frozenset[RecognitionState]] = {
    RecognitionState.APPLIED: frozenset({RecognitionState.COMPLETE, RecognitionState.ENDED}),
    RecognitionState.COMPLETE: frozenset({RecognitionState.VISITED, RecognitionState.ENDED}),
    RecognitionState.VISITED: frozenset({RecognitionState.RECOGNISED, RecognitionState.ENDED}),
    RecognitionState.RECOGNISED: frozenset({RecognitionState.SUSPENDED, RecognitionState.ENDED}),
    RecognitionState.SUSPENDED: frozenset({RecognitionState.RECOGNISED, RecognitionState.ENDED}),
    RecognitionState.ENDED: frozenset(),
}
EMPLOYER_NAMES: Mapping[EmployerState, Text] = {
    EmployerState.APPLIED: text("Waits for verification"),
    EmployerState.VERIFIED: text("Verified"),
    EmployerState.REFUSED: text("Not verified"),
    EmployerState.SUSPENDED: text("Suspended"),
    EmployerState.CLOSED: text("No longer employs"),
}
RECOGNITION_NAMES: Mapping[RecognitionState, Text] = {
    RecognitionState.APPLIED: text("Applied for"),
    RecognitionState.COMPLETE: text("Documents complete"),
    RecognitionState.VISITED: text("Visited"),
    RecognitionState.RECOGNISED: text("Recognised"),
    RecognitionState.SUSPENDED: text("Recognition suspended"),
    RecognitionState.ENDED: text("Recognition ended"),
}
EMPLOYER_STATES = tuple(str(state) for state in EmployerState)
RECOGNITION_STATES = tuple(str(state) for state in RecognitionState)
