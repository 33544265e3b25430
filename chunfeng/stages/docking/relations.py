"""How the two sides relate: places, work, named wishes, agreements, as small tables."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from chunfeng.engine.tables import Bools, Bytes, Longs
from chunfeng.foundation.intake.reference import Reference
from chunfeng.foundation.places import scales
from chunfeng.stages.docking.certificates import Certificates
from chunfeng.stages.docking.masks import Numbering
from chunfeng.stages.docking.work_words import Asked, WorkWords, shares_word

__all__ = ["Asked", "Regions", "Registers", "shares_word"]

Regions = tuple[int, ...]


@dataclass
class Registers:
    """Everything that gets a number: regions, employers, kinds of work, certificates.

    homes: where people live; origins: where they are registered; works: places of work, and every
    township where somebody lives (a workshop might open there).
    """

    homes: Numbering[int] = field(default_factory=Numbering)
    origins: Numbering[int] = field(default_factory=Numbering)
    works: Numbering[int] = field(default_factory=Numbering)
    profiles: Numbering[tuple[int, ...]] = field(default_factory=lambda: Numbering(()))
    occupations: Numbering[Asked] = field(default_factory=lambda: Numbering(()))
    named: Numbering[Regions] = field(default_factory=lambda: Numbering(()))
    agreements: Numbering[Regions] = field(default_factory=lambda: Numbering(()))
    employers: Numbering[str] = field(default_factory=Numbering)
    work_words: WorkWords = field(default_factory=lambda: WorkWords((), 0.0))
    certificates: Certificates = field(default_factory=lambda: Certificates({}, frozenset()))

    def certificate_name(self, bit: int) -> str:
        """What the certificate of a bit is called."""
        return self.certificates.names[bit]


def scale_table(registers: Registers) -> Bytes:
    """scale[home, work]."""
    homes = np.array(list(registers.homes), np.int64)
    works = np.array(list(registers.works), np.int64)
    return scales(homes[:, None], works[None, :])


def township(code: int) -> int | None:
    """The township of a region code; None when the code stops above."""
    return code // 1000 * 1000 if code // 1000 % 1000 else None


def inside_table(
    rows: Iterable[int], sets: Iterable[Regions], reference: Reference, *, empty: bool
) -> Bools:
    """[set, region]: the region lies in one of the set's regions; the empty set gives ``empty``."""
    codes = np.array(list(rows), np.int64)
    out = [_inside(codes, regions, reference) | (empty and not regions) for regions in sets]
    return np.array(out, np.bool_).reshape(len(out), codes.size)


def _inside(codes: Longs, regions: Regions, reference: Reference) -> Bools:
    inside: Bools = np.zeros(codes.size, np.bool_)
    for region in regions:
        low, high = reference.places.held(region).span
        inside |= (codes >= low) & (codes <= high)
    return inside
