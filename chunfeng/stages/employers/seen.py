"""Who was counted on a visit, held against what payroll and register say; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chunfeng.kit.texts import Text, text
from chunfeng.stages.employers.refusals import Wrong

MOST = 100_000  # heads
COUNTED = ("workers", "target", "seats")
LITTLE = 2  # heads apart that never matter: somebody was out


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Heads counted on a visit: at work, of these of registered households, seats in use.

    None was not counted.
    """

    workers: int | None = None
    target: int | None = None
    seats: int | None = None

    def __post_init__(self) -> None:
        for name in COUNTED:
            number = getattr(self, name)
            if number is not None and not 0 <= number <= MOST:
                raise Wrong(name, text("Give a number of people or seats, as a whole number."))
        if self.target is not None and (self.workers is None or self.target > self.workers):
            said = text("Of registered households there cannot be more than people at work.")
            raise Wrong("target", said)

    def kept(self) -> dict[str, int]:
        """As JSON, to be kept with the visit; what was not counted is left out."""
        held = {name: getattr(self, name) for name in COUNTED}
        return {name: number for name, number in held.items() if number is not None}


UNCOUNTED = Seen()


def read(kept: Mapping[str, Any]) -> Seen:
    """What was counted on a visit, as it is kept."""
    return Seen(**{name: kept.get(name) for name in COUNTED})


def apart(counted: int, declared: int, most: int) -> bool:
    """Whether two heads are too far apart. most: percent of what was declared."""
    difference = abs(counted - declared)
    return difference > LITTLE and difference * 100 > most * max(declared, 1)


def differs(counted: int, declared: int) -> Text:
    """How what was counted stands to what was declared."""
    if counted == declared:
        return text("the same")
    n = abs(counted - declared)
    return text("{n} fewer seen", n=n) if counted < declared else text("{n} more seen", n=n)
