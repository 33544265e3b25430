"""How the two sides relate: places, occupations, named wishes, agreements, as small tables."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from chunfeng.engine.tables import Bools, Bytes, Floats
from chunfeng.foundation.codes import fit
from chunfeng.foundation.intake.columns import OccupationWord
from chunfeng.foundation.intake.reference import Reference
from chunfeng.foundation.places import scales
from chunfeng.stages.docking.masks import Numbering
from chunfeng.stages.docking.policy import Policy

Word = tuple[str, str | None]
Known = tuple[tuple[str, str | None, float], ...]  # word, code, weight
Asked = tuple[Word, ...]
Regions = tuple[int, ...]


@dataclass
class Registers:
    """Everything that gets a number in the tables."""

    homes: Numbering[int] = field(default_factory=Numbering)
    works: Numbering[int] = field(default_factory=Numbering)
    profiles: Numbering[Known] = field(default_factory=lambda: Numbering(()))
    occupations: Numbering[Asked] = field(default_factory=lambda: Numbering(()))
    named: Numbering[Regions] = field(default_factory=lambda: Numbering(()))
    agreements: Numbering[Regions] = field(default_factory=lambda: Numbering(()))
    certificates: Numbering[str] = field(default_factory=Numbering)
    employers: Numbering[str] = field(default_factory=Numbering)

    def certificate_mask(self, names: Iterable[str], *, new: bool) -> int:
        """Bits of certificates; only vacancies add new ones, at most 64 kinds."""
        bits = 0
        for name in names:
            if new and name not in self.certificates.numbers and len(self.certificates) < 64:
                self.certificates(name)
            number = self.certificates.numbers.get(name)
            bits |= 0 if number is None else 1 << number
        return bits


def profile(
    policy: Policy,
    wanted: Sequence[OccupationWord] | None,
    skills: Sequence[OccupationWord] | None,
    experience: Sequence[OccupationWord] | None,
) -> Known:
    """What is known of a person's work: each word with its best weight."""
    weights = policy.occupation
    best: dict[Word, float] = {}
    for words, weight in (
        (wanted, weights.wanted),
        (skills, weights.skill),
        (experience, weights.experience),
    ):
        for item in words or ():
            key = (item.word, item.code)
            best[key] = max(best.get(key, 0.0), weight)
    return tuple((word, code, weight) for (word, code), weight in sorted(best.items(), key=str))


def fit_table(registers: Registers, policy: Policy) -> Floats:
    """fit[profile, occupation]; NaN where either side is unknown."""
    out = np.full((len(registers.profiles), len(registers.occupations)), np.nan, np.float32)
    for row, known in enumerate(registers.profiles):
        for column, asked in enumerate(registers.occupations):
            if known and asked:
                out[row, column] = best_fit(known, asked, policy.occupation.words)
    return out


def best_fit(known: Known, asked: Asked, same_word: float) -> float:
    """The nearest of what is known to any of what is asked, 0..1."""
    best = 0.0
    for word, code, weight in known:
        for other, other_code in asked:
            near = fit(code, other_code) if code and other_code else 0.0
            alike = same_word if shares_word(word, other) else 0.0
            best = max(best, weight * max(near, alike))
    return best


def shares_word(a: str, b: str) -> bool:
    """Whether one everyday word holds the other: 毛绒玩具 and 毛绒玩具缝制."""
    return min(len(a), len(b)) > 1 and (a in b or b in a)


def scale_table(registers: Registers) -> Bytes:
    """scale[home, work]."""
    homes = np.array(list(registers.homes), np.int64)
    works = np.array(list(registers.works), np.int64)
    return scales(homes[:, None], works[None, :])


def inside_table(
    rows: Iterable[int], sets: Iterable[Regions], reference: Reference, empty: bool
) -> Bools:
    """[set, region]: the region lies in one of the set's regions; the empty set gives ``empty``."""
    codes = np.array(list(rows), np.int64)
    out = []
    for regions in sets:
        spans = [reference.places.get(region).span for region in regions]
        inside = np.full(codes.size, empty if not regions else False)
        for low, high in spans:
            inside |= (codes >= low) & (codes <= high)
        out.append(inside)
    return np.array(out, np.bool_).reshape(-1, codes.size)
