"""A region, and how far apart two regions are in administrative steps."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from chunfeng.foundation.places.english import english, english_short
from chunfeng.kit.texts import Language

LEVEL_DIGITS = {1: 2, 2: 4, 3: 6, 4: 9, 5: 12}
LEVEL_WORDS = {1: "province", 2: "prefecture", 3: "county", 4: "township"}
STEPS = {level: 10 ** (12 - digits) for level, digits in LEVEL_DIGITS.items()}  # to a neighbour
_MUNICIPALITIES = (11, 12, 31, 50)
_DIRECT = 90  # last prefecture digits of counties that answer to the province
_WITHOUT_COUNTIES = (4419, 4420, 4604)  # cities whose towns stand right under the prefecture code
_MAINLAND = (11, 65)  # Hong Kong, Macao and Taiwan count as 境外 in the law on exit and entry
Codes = NDArray[np.int64]


class Scale(IntEnum):
    """How far from home a place of work is; derived from the two codes, never asked."""

    VILLAGE = 0  # 村内
    TOWNSHIP = 1  # 乡镇内
    COUNTY = 2  # 乡外县内
    PREFECTURE = 3  # 县外市内
    PROVINCE = 4  # 市外省内
    COUNTRY = 5  # 省外
    ABROAD = 6  # 境外


@dataclass(frozen=True, slots=True)
class Place:
    """One region. ``code`` has 12 digits; ``level`` runs from 1 (province) to 5 (village).

    ``point`` says whose point lon/lat (WGS84 degrees) is: 'own', or the word of the upper level it
    was taken from ('township', 'county', 'prefecture', 'province'). Villages have no ``pinyin``.
    """

    code: int
    name: str
    short_name: str
    pinyin: str
    level: int
    parent: int | None
    lon: float
    lat: float
    point: str

    @property
    def approximate(self) -> bool:
        """Whether the point is not the place's own."""
        return self.point != "own"

    def name_in(self, language: Language) -> str:
        """平利县 or Pingli County."""
        return self.name if language == "zh" else english(self.name, self.level)

    def short_name_in(self, language: Language) -> str:
        """平利 or Pingli."""
        return self.short_name if language == "zh" else english_short(self.name, self.level)

    @property
    def span(self) -> tuple[int, int]:
        """Lowest and highest code of the place and everything in it."""
        return self.code, self.code + STEPS[self.level] - 1


def level_of(code: int) -> int:
    """The level of a 12-digit code, read from its trailing zeros."""
    return next(level for level, step in STEPS.items() if code % step == 0)


def levels_of(code: int) -> frozenset[int]:
    """The levels a 12-digit code's region acts at: a city without counties is its own county."""
    alone = code % 10**8 == 0 and code // 10**8 in _WITHOUT_COUNTIES
    return frozenset({2, 3} if alone else {level_of(code)})


def uppers(code: int) -> list[int]:
    """The codes right above, from the nearest; some of them may be no region's."""
    found = [code // STEPS[level] * STEPS[level] for level in range(level_of(code) - 1, 0, -1)]
    return [upper for upper in found if upper != code]


def scales(home: ArrayLike, work: ArrayLike) -> NDArray[np.int8]:
    """Scale of every pair of 12-digit codes (broadcast), as int8.

    A code that stops at a level says nothing below it: a county's code against a village in
    it gives COUNTY. A place of work outside the mainland's provinces, 0 included, is ABROAD.
    """
    a, b = np.broadcast_arrays(np.asarray(home, np.int64), np.asarray(work, np.int64))
    out = np.full(a.shape, Scale.COUNTRY, np.int8)
    low, high = _MAINLAND
    out[(b // 10**10 < low) | (b // 10**10 > high)] = Scale.ABROAD
    out[a // 10**10 == b // 10**10] = Scale.PROVINCE
    for scale, unit in (
        (Scale.PREFECTURE, _prefecture),
        (Scale.COUNTY, _county),
        (Scale.TOWNSHIP, _township),
        (Scale.VILLAGE, _village),
    ):
        out[(unit(a) == unit(b)) & (unit(a) >= 0)] = scale
    return out


def scale(home: int, work: int) -> Scale:
    """Scale of one pair of 12-digit codes."""
    return Scale(int(scales(home, work)))


def _prefecture(codes: Codes) -> Codes:
    """One number per prefecture, -1 where the code is too short to say.

    A municipality is one prefecture; a county that answers to its province is its own.
    """
    province, prefecture = codes // 10**10, codes // 10**8
    direct = prefecture % 100 == _DIRECT
    municipal = np.isin(province, _MUNICIPALITIES)
    vague = (codes % 10**10 == 0) & ~municipal | (codes % 10**8 == 0) & direct
    unit = np.where(direct, codes // 10**6, np.where(municipal, province, prefecture))
    return np.where(vague, -1, unit)


def _county(codes: Codes) -> Codes:
    known = (codes % 10**8 > 0) | np.isin(codes // 10**8, _WITHOUT_COUNTIES)
    return np.where(known, codes // 10**6, -1)


def _township(codes: Codes) -> Codes:
    return np.where(codes % 10**6 > 0, codes // 1000, -1)


def _village(codes: Codes) -> Codes:
    return np.where(codes % 1000 > 0, codes, -1)
