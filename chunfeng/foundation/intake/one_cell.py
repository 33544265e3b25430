"""One value typed into a form, read as the same cell in a ledger would be."""

from collections import Counter
from typing import Any

from chunfeng.foundation.intake.cells_places import PlaceReader
from chunfeng.foundation.intake.columns import Column
from chunfeng.foundation.intake.current import reference
from chunfeng.foundation.intake.typing_cells import Doubt, Typist


def read_cell(column: Column, typed: str, county: int | None = None) -> tuple[Any, Doubt | None]:
    """(value, what is wrong or doubtful) of a text; the value is None where nothing can be read.

    county: whose place names are tried first.
    """
    known = reference()
    named = PlaceReader.for_texts(known.places, Counter([typed]))
    places = PlaceReader(known.places, county) if county else named
    found = Typist(known, places, guarded=False).read(column, [typed], paired=False)
    return found.values[typed], found.doubts.get(typed)
