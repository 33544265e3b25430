"""The words for work on both sides, and how near what a person knows is to what is asked."""

from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np

from chunfeng.engine.tables import Floats, Ints
from chunfeng.foundation.codes import fit
from chunfeng.foundation.intake.columns import OccupationWord
from chunfeng.stages.docking.masks import Numbering
from chunfeng.stages.docking.policy import OccupationFit

Word = tuple[str, str | None]  # as written, its occupation code
Asked = tuple[Word, ...]
Known = tuple[str | None, tuple[int, ...], float]  # code, asked words it shares, weight
MOST_WORDS = 12  # of one person; the heaviest count
UNKNOWN: Known = (None, (), -1.0)


class WorkWords:
    """Numbers what people know of work: words alike to all that is asked have one number.

    Number 0 stands for nothing known. So the table stays small however people write.
    """

    def __init__(self, asked: Iterable[Asked], same_word: float) -> None:
        self.asked = list(asked)
        self.same_word = same_word
        self.written = sorted({word for words in self.asked for word, _ in words})
        self._by_pair: dict[str, list[int]] = {}
        for number, word in enumerate(self.written):
            for pair in {word[k : k + 2] for k in range(len(word) - 1)}:
                self._by_pair.setdefault(pair, []).append(number)
        self.known: Numbering[Known] = Numbering(UNKNOWN)
        self.shared = cache(self._shared)

    def number(self, word: str, code: str | None, weight: float) -> int:
        """The number of a word known of a person."""
        return self.known((code, self.shared(word), weight))

    def _shared(self, word: str) -> tuple[int, ...]:
        pairs = {word[k : k + 2] for k in range(len(word) - 1)}
        near = {number for pair in pairs for number in self._by_pair.get(pair, ())}
        return tuple(sorted(n for n in near if shares_word(word, self.written[n])))

    def table(self) -> Floats:
        """fit[known, asked]; NaN where nothing is known or asked."""
        numbers = {word: number for number, word in enumerate(self.written)}
        flat = [(numbers[word], code) for words in self.asked for word, code in words]
        sizes = np.array([len(words) for words in self.asked], np.int64)
        full = np.flatnonzero(sizes)
        starts = (np.cumsum(sizes) - sizes)[full]
        out = np.full((len(self.known), sizes.size), np.nan, np.float32)
        codes = sorted({code for _, code in flat if code})
        place = np.array([codes.index(code) if code else len(codes) for _, code in flat], np.int64)
        words = np.array([word for word, _ in flat], np.int64)
        for row, (code, shared, weight) in enumerate(self.known):
            if row and full.size:
                near = np.array([*(_fit(code, c) for c in codes), 0.0])[place]
                alike = np.isin(words, shared) * self.same_word
                out[row, full] = weight * np.maximum.reduceat(np.maximum(near, alike), starts)
        return out


def _fit(code: str | None, other: str) -> float:
    return fit(code, other) if code else 0.0


def shares_word(a: str, b: str) -> bool:
    """Whether one everyday word holds the other: 毛绒玩具 and 毛绒玩具缝制."""
    return min(len(a), len(b)) > 1 and (a in b or b in a)


def profile(
    known: WorkWords,
    weights: OccupationFit,
    wanted: Sequence[OccupationWord] | None,
    skills: Sequence[OccupationWord] | None,
    experience: Sequence[OccupationWord] | None,
) -> tuple[int, ...]:
    """What is known of a person's work: the numbers of the words, each with its best weight."""
    best: dict[Word, float] = {}
    for words, weight in (
        (wanted, weights.wanted),
        (skills, weights.skill),
        (experience, weights.experience),
    ):
        for item in words or ():
            key = (item.word, item.code)
            best[key] = max(best.get(key, 0.0), weight)
    heaviest = sorted(best.items(), key=lambda item: (-item[1], str(item[0])))[:MOST_WORDS]
    numbers = {known.number(word, code, weight) for (word, code), weight in heaviest}
    return tuple(sorted(numbers))


def profile_table(profiles: Iterable[tuple[int, ...]]) -> Ints:
    """profiles[profile, k], short ones filled up with 0, nothing known."""
    listed = list(profiles)
    out = np.zeros((len(listed), max([1, *map(len, listed)])), np.int32)
    for row, numbers in enumerate(listed):
        out[row, : len(numbers)] = numbers
    return out
