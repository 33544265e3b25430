"""Cells that name regions or occupations, resolved against the reference data."""

import re
from collections import Counter
from collections.abc import Callable, Iterable

from chunfeng.foundation.codes import Occupations
from chunfeng.foundation.intake.cells import Noted
from chunfeng.foundation.intake.cells_words import words
from chunfeng.foundation.intake.columns import Column, OccupationWord
from chunfeng.foundation.intake.errors import CellError
from chunfeng.foundation.intake.masking import redacted_text
from chunfeng.foundation.places import AmbiguousPlace, Place, Places, UnknownPlace
from chunfeng.kit.texts import text

LONGEST_PLACE = 100
SAMPLE = 200  # distinct texts from which the ledger's county is told
MOST_UNKNOWN = 10  # of the sample: finding near names in the whole country takes long
_LIST = re.compile(r"[、,;\n]+")
# A name may end at these; what follows the last known one is a street or a group of houses.
_HOUSE = re.compile(r"(?<=[村区])[\d一二三四五六七八九十]+\s*(?:组|号|队|社|栋|幢).*$")
_LEVEL_END = re.compile(
    r"省|自治区|[市州盟县区旗镇乡]|街道(?:办事处)?|社区|居委会|[村屯]委?会?|嘎查|苏木"
)
_FINER = re.compile(r"[县旗镇乡村]|街道|社区|居委会|嘎查|苏木")
_AS_PLACE = text("Write the names from the province down, or the region code.")


class PlaceReader:
    """Resolves texts to 12-digit codes; names in the ledger's own county are tried first."""

    def __init__(self, places: Places, county: int | None = None) -> None:
        self._places = places
        self.county = county

    @classmethod
    def for_texts(cls, places: Places, texts: Counter[str]) -> "PlaceReader":
        """A reader that knows the county most rows name."""
        reader, rows, unknown = cls(places), Counter[int](), 0
        for written, count in sorted(texts.items(), key=lambda item: -item[1])[:SAMPLE]:
            try:
                code = reader._known_part(written)[0].code
            except (AmbiguousPlace, CellError):
                continue
            except UnknownPlace:
                unknown += 1
                if unknown == MOST_UNKNOWN:
                    break
                continue
            if code % 10**8:
                rows[code // 10**6 * 10**6] += count
        return cls(places, rows.most_common(1)[0][0] if rows else None)

    def place(self, column: Column) -> Callable[[str], int | Noted]:
        """Parser of one region."""
        own = column.required  # the column that says where the ledger's own rows are

        def parse(folded: str) -> int | Noted:
            try:
                place, rest = self._known_part(folded)
            except (AmbiguousPlace, UnknownPlace) as error:
                raise CellError(redacted_text(error.text), _AS_PLACE) from None
            elsewhere = None if rest else self._elsewhere(folded, place)
            if elsewhere is not None and not own:
                return elsewhere.code
            return self._noted(place, rest, elsewhere)

        return parse

    def places(self, column: Column) -> Callable[[str], tuple[int, ...] | Noted]:
        """Parser of several regions; the known ones hold even where others are not known."""
        one = self.place(column)

        def parse(folded: str) -> tuple[int, ...] | Noted:
            codes: dict[int, None] = {}
            doubts: list[Noted | CellError] = []
            for part in filter(None, map(str.strip, _LIST.split(folded))):
                try:
                    found = one(part)
                except CellError as error:
                    doubts.append(error)
                    continue
                doubts += [found] if isinstance(found, Noted) else []
                codes[found.value if isinstance(found, Noted) else found] = None
            if not codes:
                raise doubts[0] if isinstance(doubts[0], CellError) else AssertionError
            value = tuple(codes)
            return Noted(value, doubts[0].problem, doubts[0].mend) if doubts else value

        return parse

    def _known_part(self, folded: str) -> tuple[Place, str]:
        """The region a text names, and what is left behind it: a street, a group of houses."""
        if len(folded) > LONGEST_PLACE:
            raise CellError(text("This is too long for the name of a place."), _AS_PLACE)
        for begin in dict.fromkeys((_HOUSE.sub("", folded), folded)):
            try:
                return self._places.resolve(begin, self.county), folded[len(begin) :]
            except UnknownPlace as error:
                unknown = error
        ends = [found.end() for found in _LEVEL_END.finditer(folded) if found.end() < len(folded)]
        best: tuple[Place, str] | None = None
        misses = 0
        for end in ends:
            try:
                best = self._places.resolve(folded[:end], self.county), folded[end:]
            except (UnknownPlace, AmbiguousPlace):
                misses += 1
            if misses == 2:
                break
        if best is None or _FINER.search(best[1]):
            raise unknown
        return best

    def _elsewhere(self, folded: str, place: Place) -> Place | None:
        """Another region, outside the ledger's county, that alone goes by the same text."""
        if self.county is None or not self._in_county(place):
            return None
        try:
            other = self._places.resolve(folded)
        except AmbiguousPlace:
            return None
        return None if other.code == place.code else other

    def _in_county(self, place: Place) -> bool:
        return self.county is not None and place.code // 10**6 == self.county // 10**6

    def _noted(self, place: Place, rest: str, elsewhere: Place | None) -> int | Noted:
        name = self._places.full_name(place.code)
        if elsewhere is not None:
            return Noted(
                place.code,
                text("Read as {place}, which lies in the ledger's own county.", place=name),
                text("Write the full name if another place is meant."),
            )
        if rest and place.level < 5:
            return Noted(
                place.code,
                text("Only this much of it is a known place: {place}.", place=name),
                text("Write the names down to the village where it matters."),
            )
        return place.code


def occupations(known: Occupations) -> Callable[[str], tuple[OccupationWord, ...] | None]:
    """Parser of occupations: words as written, each with its code where one is known."""

    def parse(folded: str) -> tuple[OccupationWord, ...] | None:
        named = words(folded)
        if named is None:
            return None
        found: Iterable[OccupationWord] = (
            OccupationWord(word, occupation.code if occupation else None)
            for word in named
            for occupation in [known.match(word)]
        )
        return tuple(found)

    return parse
