"""Bit masks and ranks that turn a ledger's words into numbers."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from chunfeng.foundation.places import Scale

Thing = TypeVar("Thing", bound=Hashable)

WORK_LIMITS = (
    "heavy",
    "standing",
    "bending",
    "heights",
    "night",
    "dust",
    "noise",
    "fine_sight",
    "alone_travel",
)
DISABILITIES = ("sight", "hearing", "speech", "limb", "intellectual", "mental", "multiple")
FORMS = ("full", "half", "piece", "seasonal")
BOARD = ("none", "meals", "housing", "shuttle")
COMPANY = ("none", "spouse", "villagers")
CHANNELS = ("near", "local", "cooperation", "base", "public_welfare", "temporary")
INTENSITIES = ("light", "medium", "heavy")
REACHES = {
    "village": Scale.VILLAGE,
    "township": Scale.TOWNSHIP,
    "county": Scale.COUNTY,
    "prefecture": Scale.PREFECTURE,
    "province": Scale.PROVINCE,
    "outside": Scale.COUNTRY,
}
# Senior secondary and vocational schooling are the same step.
EDUCATION_RANK = {
    "none": 0,
    "primary": 1,
    "junior": 2,
    "senior": 3,
    "vocational": 3,
    "college": 4,
    "university": 5,
}


def mask(words: Iterable[str] | None, names: Sequence[str]) -> int:
    """Bit k set for every word that is names[k]; other words are passed over."""
    return sum(1 << names.index(word) for word in set(words or ()) if word in names)


def months_mask(months: Iterable[int] | None) -> int:
    """Bit k set for month k + 1."""
    return sum(1 << (month - 1) for month in set(months or ()))


class Numbering(Generic[Thing]):
    """Numbers things in the order they first come up: the same thing, the same number."""

    def __init__(self, *first: Thing) -> None:
        self.numbers: dict[Thing, int] = {thing: k for k, thing in enumerate(first)}

    def __call__(self, thing: Thing) -> int:
        return self.numbers.setdefault(thing, len(self.numbers))

    def __len__(self) -> int:
        return len(self.numbers)

    def __iter__(self) -> Iterator[Thing]:
        return iter(self.numbers)
