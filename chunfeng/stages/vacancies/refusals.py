"""Why an operation on vacancies was not done; each says what stands and what to do."""

from collections.abc import Mapping, Sequence
from typing import Any

from chunfeng.kit.texts import Text, from_json, text
from chunfeng.stages.people.refusals import ChangedMeanwhile, NotAllowed, NotFound, Refused

__all__ = [
    "ChangedMeanwhile",
    "Incomplete",
    "NotAllowed",
    "NotFound",
    "NotNow",
    "NotVerified",
    "Refused",
    "Unanswered",
    "Unlawful",
]


class NotNow(Refused):
    """The vacancy stands where this act is not possible."""

    def __init__(self, state: Text) -> None:
        super().__init__(text("This is not possible now: {state}.", state=state))


class NotVerified(Refused):
    """Nobody has verified the employer yet, or not any more."""

    def __init__(self) -> None:
        super().__init__(text("The employer is not verified: nothing of it may be published yet."))


class Incomplete(Refused):
    """A value is missing or contradicts another; ``field`` names it."""

    def __init__(self, field: str, said: Text) -> None:
        super().__init__(said)
        self.field = field


class Unlawful(Refused):
    """Words or facts that no vacancy may have; ``findings`` mark them."""

    def __init__(self, findings: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(from_json(findings[0]["said"]))
        self.findings = tuple(findings)


class Unanswered(Refused):
    """Findings that an officer has not given a reason for."""

    def __init__(self, findings: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(text("Say for each of the marked places why it may stand."))
        self.findings = tuple(findings)
