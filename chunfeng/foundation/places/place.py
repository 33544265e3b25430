"""A region, and how far apart two regions are in administrative steps."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

LEVEL_DIGITS = {1: 2, 2: 4, 3: 6, 4: 9, 5: 12}
_MUNICIPALITIES = (11, 12, 31, 50)
_DIRECT = 90  # prefecture digits of counties that answer to the province


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

    ``point`` says whose point lon/lat (WGS84 degrees) is: the place's own or an upper level's.
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

    @property
    def span(self) -> tuple[int, int]:
        """Lowest and highest code of the place and everything in it."""
        return self.code, self.code + 10 ** (12 - LEVEL_DIGITS[self.level]) - 1


def level_of(code: int) -> int:
    """The level a 12-digit code can be of, read from its trailing zeros."""
    for level, digits in LEVEL_DIGITS.items():
        if code % 10 ** (12 - digits) == 0:
            return level
    raise AssertionError(code)


def scales(home: ArrayLike, work: ArrayLike) -> NDArray[np.int8]:
    """Scale of every pair of 12-digit codes (broadcast), as int8.

    A code that stops at a level says nothing below it: a county's code against a village in
    it gives COUNTY. Codes below 110000000000 that are not regions of China count as ABROAD.
    """
    a, b = np.broadcast_arrays(np.asarray(home, np.int64), np.asarray(work, np.int64))
    out = np.full(a.shape, Scale.COUNTRY, np.int8)
    out[a // 10**10 == b // 10**10] = Scale.PROVINCE
    out[_prefecture(a) == _prefecture(b)] = Scale.PREFECTURE
    same_county = (a // 10**6 == b // 10**6) & (a % 10**8 > 0) & (b % 10**8 > 0)
    out[same_county] = Scale.COUNTY
    out[same_county & (a // 1000 == b // 1000) & (a // 1000 % 1000 > 0)] = Scale.TOWNSHIP
    out[(a == b) & (a % 1000 > 0)] = Scale.VILLAGE
    out[b // 10**11 == 0] = Scale.ABROAD
    return out


def scale(home: int, work: int) -> Scale:
    """Scale of one pair of 12-digit codes."""
    return Scale(int(scales(home, work)))


def _prefecture(codes: NDArray[np.int64]) -> NDArray[np.int64]:
    """One number per prefecture; a municipality is one, a county under its province its own."""
    province, prefecture = codes // 10**10, codes // 10**8
    out = np.where(np.isin(province, _MUNICIPALITIES), province * 100, prefecture)
    # A province's own code names no prefecture: it must equal none of them, itself included.
    whole = (codes % 10**10 == 0) & ~np.isin(province, _MUNICIPALITIES)
    direct = prefecture % 100 == _DIRECT
    return np.where(direct, codes // 10**6, np.where(whole, -1 - codes, out))
