"""Why an operation on employers was not done; each says what stands and what to do."""

from uuid import UUID

from chunfeng.kit.texts import Text, text
from chunfeng.stages.people.refusals import ChangedMeanwhile, NotAllowed, NotFound, Refused

__all__ = [
    "ChangedMeanwhile",
    "CodeTaken",
    "InConflict",
    "NotAllowed",
    "NotFound",
    "NotNow",
    "Refused",
    "Wrong",
]


class NotNow(Refused):
    """The record stands where this act is not possible."""

    def __init__(self, state: Text) -> None:
        super().__init__(text("This is not possible now: {state}.", state=state))


class Wrong(Refused):
    """One fact is wrong or missing: ``field``."""

    def __init__(self, field: str, said: Text) -> None:
        super().__init__(said)
        self.field = field


class InConflict(Refused):
    """The officer is, or may be, on the employer's side."""


class CodeTaken(Wrong):
    """Another employer of the county has the credit code; ``employer`` where it may be seen."""

    def __init__(self, name: str = "", employer: UUID | None = None) -> None:
        said = (
            text("This credit code is that of {name}, which the county has already.", name=name)
            if name
            else text("Another office of the county has an employer with this credit code.")
        )
        super().__init__("credit_code", said)
        self.employer = employer
