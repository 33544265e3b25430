"""Words for the search of vacancies: how texts and queries are cut, and written for PostgreSQL.

Texts and queries must be cut by the same version of the same cutter with the same own words, or
they do not meet; what is stored is cut anew when either changes (see recutting).
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib.metadata import version

from rjieba import Jieba

from chunfeng.foundation.codes.stems import stem

WEIGHTS = "ABCD"
TITLE, SPOKEN = "A", "B"  # the weight of titles, and of their pinyin
MOST_WORDS = 300  # distinct words of a text; positions may go up to 16383
MOST_TERMS = 16
LONGEST_TEXT, LONGEST_QUERY = 20_000, 200  # characters; more is not looked at
LONGEST_WORD = 40
LONGEST_RUN = 12  # Chinese signs in a row that are a word of their own
LONG = 4  # Chinese signs of a word also taken two by two: no dictionary knows all its parts
Alternative = str | tuple[str, ...]  # a word, or words that must all be there
STEMS = "stems 1"  # to be counted up when stems are cut otherwise
PREFIX = "*"  # ends a term that stands for every word beginning so
IDLE = frozenset({"of", "and", "the", "for", "in", "job", "jobs"})  # no pinyin begins so
_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_SIGN = rf"[^\W_{_HAN}]"
_RUNS = re.compile(rf"[{_HAN}]+|\.?{_SIGN}+(?:[.'&-]{_SIGN}+)*(?:\+\+|\#)?")
_IS_HAN = re.compile(rf"[{_HAN}]+")
_SPELT = re.compile(r"[a-z]+")
_PARTS = re.compile(r"[.'&-]+")


class Cutter:
    """Cuts texts into words; ``own`` are words beside the dictionary: occupations, towns.

    Full names serve best: a short one like 小店 would also be cut out of 小店员. ``beside``: what
    texts are given on top, such as English names of occupations. ``signature`` changes with the
    cutter, the own words and these; texts cut under another one have to be cut anew. Making
    a cutter takes 0.2 s; keep it.
    """

    def __init__(self, own: Iterable[str] = (), beside: Iterable[str] = ()) -> None:
        self._jieba = Jieba()
        words = sorted({_folded(word) for word in own})  # what a word weighs hangs on the order
        words = [word for word in words if 1 < len(word) <= LONGEST_RUN and _is_han(word)]
        for word in words:
            self._jieba.add_word(word, None, None)
        parts = (version("rjieba"), unicodedata.unidata_version, STEMS, *words, *sorted(beside))
        known = "\n".join(parts)
        self.signature = hashlib.sha256(known.encode()).hexdigest()[:16]

    def document_words(self, parts: Mapping[str, str]) -> list[tuple[str, str]]:
        """(word, weight A to D) of the texts of a vacancy by weight, each word once.

        A word keeps its best weight. Words of the title (A) are there in pinyin as well, whole and
        by initials, with weight B, and so are all its neighbouring Chinese signs two by two:
        whatever is typed of a title finds it, however either is cut.
        """
        found: dict[str, str] = {}
        for weight in WEIGHTS:
            written = _folded(parts.get(weight, "")[:LONGEST_TEXT])
            for word in self._words(written):
                found.setdefault(word, weight)
            if weight == TITLE:
                for word in list(found):
                    for spelt in _spelt(word):
                        found.setdefault(spelt, SPOKEN)
                for run in filter(_is_han, _runs(written)):
                    for pair in _pairs(run):
                        found.setdefault(pair, SPOKEN)
        return sorted(found.items(), key=lambda pair: pair[1])[:MOST_WORDS]

    def query_words(self, written: str) -> list[list[Alternative]]:
        """The terms of a query: each must be met, by any one of its alternatives.

        A Chinese run is met by its words or, up to twelve signs, by the run itself; a word of three
        signs or more also by its signs two by two. Latin letters may begin a word or a pinyin
        (``fr*``), or be an English word but for its ending; in a row they may also be one pinyin
        together. Small words and "jobs" are passed over beside others.
        """
        runs = list(_runs(_folded(written[:LONGEST_QUERY])))
        runs = [run for run in runs if run not in IDLE] or runs
        letters = [run for run in runs if _SPELT.fullmatch(run)]
        together = f"{_cut_off(''.join(letters))}{PREFIX}" if len(letters) > 1 else ""
        terms = [tuple(term) for run in runs for term in self._terms(run, together)]
        alone = [(f"{run}{PREFIX}",) for run in runs]  # single signs may begin a word
        return [list(term) for term in dict.fromkeys(terms or alone)][:MOST_TERMS]

    def _terms(self, run: str, letters: str) -> Iterator[list[Alternative]]:
        if _SPELT.fullmatch(run):
            stemmed = stem(run)
            ending = "" if stemmed == run else _cut_off(stemmed)
            told = (f"{_cut_off(run)}{PREFIX}", letters, ending)
            yield list(dict.fromkeys(filter(None, told)))
        elif _is_han(run):
            for word in dict.fromkeys(self._cut(run)):
                pairs = (tuple(_pairs(word)),) if len(word) > 2 else ()
                yield list(dict.fromkeys((word, _cut_off(run), *pairs)))
        elif len(run) > 1:
            yield [_cut_off(run)]

    def _words(self, written: str) -> Iterator[str]:
        """The words of a folded text, shorter ones within longer ones included."""
        for run in _runs(written):
            found = self._within(run) if _is_han(run) else (run, *_PARTS.split(run))
            for word in found:
                if len(word) > 1:
                    yield _cut_off(word)
                    if _SPELT.fullmatch(word) and stem(word) != word:
                        yield _cut_off(stem(word))

    def _within(self, run: str) -> Iterator[str]:
        """Everything a Chinese run may be found by."""
        if len(run) <= LONGEST_RUN:
            yield run
        for word in self._cut(run):
            yield word
            if len(word) >= LONG:
                yield from _pairs(word)
        yield from self._jieba.cut_for_search(run, False)

    def _cut(self, run: str) -> Iterator[str]:
        """The words of a Chinese run; signs the dictionary leaves single are taken two by two."""
        single = ""
        for word in (*self._jieba.cut(run, False), ""):
            if len(word) == 1:
                single += word
                continue
            yield from _pairs(single)
            single = ""
            if word:
                yield _cut_off(word)


def tsvector_literal(words: Iterable[tuple[str, str]]) -> str:
    """``'缝纫':1A 'fengren':2B``, to be cast to tsvector; whatever the words hold, it is valid."""
    best: dict[str, str] = {}
    for word, weight in words:
        kept = _storable(word)
        if kept and weight in WEIGHTS:
            best[kept] = min(weight, best.get(kept, weight))
    chosen = list(best.items())[:MOST_WORDS]
    return " ".join(f"{_quoted(w)}:{k}{weight}" for k, (w, weight) in enumerate(chosen, 1))


def tsquery_literal(terms: Iterable[Iterable[Alternative]]) -> str:
    """``('缝纫工' | ('缝纫' & '纫工')) & 'fr':*``, for a cast to tsquery; empty terms left out."""
    written = []
    for alternatives in terms:
        any_of = [one for one in map(_alternative, alternatives) if one]
        if any_of:
            written.append(any_of[0] if len(any_of) == 1 else f"({' | '.join(any_of)})")
    return " & ".join(written)


def _alternative(term: Alternative) -> str:
    if isinstance(term, tuple):
        every = [one for one in map(_alternative, term) if one]
        return every[0] if len(every) == 1 else f"({' & '.join(every)})" if every else ""
    prefix = len(term) > 1 and term.endswith(PREFIX)
    word = _storable(term.removesuffix(PREFIX) if prefix else term)
    return f"{_quoted(word)}{':*' if prefix else ''}" if word else ""


def _storable(word: str) -> str:
    """A word without what PostgreSQL does not hold in a text, cut to the greatest length."""
    kept = "".join(sign for sign in word if sign != "\0" and not "\ud800" <= sign <= "\udfff")
    return kept[:LONGEST_WORD]


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def _folded(written: str) -> str:
    lowered = unicodedata.normalize("NFKC", written).lower()
    return unicodedata.normalize("NFKC", lowered)


def _runs(folded: str) -> Iterator[str]:
    """Runs of Chinese signs and Latin tokens like c++, .net, e-commerce, 3.5."""
    for found in _RUNS.finditer(folded):
        yield found[0]


def _is_han(word: str) -> bool:
    return _IS_HAN.fullmatch(word) is not None


def _pairs(signs: str) -> Iterator[str]:
    """Neighbouring signs, two by two; nothing of a single one."""
    return (signs[k : k + 2] for k in range(len(signs) - 1))


def _cut_off(word: str) -> str:
    """A word cut to the greatest length, so that cutting it again changes nothing."""
    return word[:LONGEST_WORD].rstrip(".'&-")


@lru_cache(50_000)
def _spelt(word: str) -> tuple[str, ...]:
    """The pinyin of a Chinese word, whole and by initials; nothing for other words."""
    if not _is_han(word):
        return ()
    from pypinyin import lazy_pinyin  # a fifth of a second to load

    syllables = [s for s in lazy_pinyin(word, errors="ignore") if _SPELT.fullmatch(s)]
    spelt = "".join(syllables), "".join(one[0] for one in syllables)
    return tuple(_cut_off(one) for one in spelt if len(one) > 1)
