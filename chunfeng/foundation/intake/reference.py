"""What cells are resolved against."""

from dataclasses import dataclass

from chunfeng.foundation.codes import Occupations
from chunfeng.foundation.places import Places


@dataclass(frozen=True, slots=True)
class Reference:
    """The region and occupation data of this installation."""

    places: Places
    occupations: Occupations

    @classmethod
    def open(cls) -> "Reference":
        """The data built at set-up; NotBuilt when it is missing."""
        return cls(Places.open(), Occupations.open())
