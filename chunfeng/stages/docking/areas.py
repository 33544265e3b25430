"""Where people live and work, in the words officers use."""

from collections.abc import Iterable
from functools import cache

from chunfeng.foundation.places import Places

_TOWNSHIP = 4
_VILLAGE = 5


def township_of(code: int) -> int:
    """The township of a 12-digit code, or the code itself where it ends above the townships."""
    return code // 1000 * 1000


class Areas:
    """Names of places as they are shown. ``homes`` are the 12-digit codes people come from."""

    def __init__(self, places: Places, homes: Iterable[int]) -> None:
        self._places = places
        self._one_county = len({code // 10**6 for code in homes}) <= 1
        self.full = cache(places.full_name)
        self.township = cache(self._township)
        self.village = cache(self._village)
        self.workplace = cache(self._workplace)

    def _township(self, home: int) -> str:
        """The township; with its county in front where the ledger spans several."""
        path = [place for place in self._places.path(home) if place.level <= _TOWNSHIP]
        if path[-1].level < _TOWNSHIP or self._one_county:
            return path[-1].name
        return path[-2].name + path[-1].name

    def _village(self, home: int) -> str:
        """The village or community; empty where the ledger doesn't go so far."""
        place = self._places.held(home)
        return place.name if place.level == _VILLAGE else ""

    def _workplace(self, place: int, home: int) -> str:
        """From the first level that differs from home: 城关镇, 汉滨区…, 江苏省南京市…."""
        above = {known.code for known in self._places.path(home)}
        below = [known for known in self._places.path(place) if known.code not in above]
        if not below:
            return self._places.held(place).name
        names = self.full(place)
        return names[max(names.find(below[0].name), 0) :]
