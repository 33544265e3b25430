"""Stored values of the people's ledger, in words."""

from dataclasses import dataclass
from typing import Any

from chunfeng.foundation.intake.columns import Column, Kind, OccupationWord
from chunfeng.foundation.intake.write import cell_text
from chunfeng.foundation.places.current import places
from chunfeng.kit.texts import Language


@dataclass(frozen=True, slots=True)
class Value:
    """A stored value, in words of either language."""

    column: Column
    value: Any

    def to(self, language: Language) -> str:
        """The value as a cell would hold it."""
        if self.column.kind is Kind.PLACE:
            return places().full_name(self.value, language)
        if self.column.kind is Kind.PLACES:
            names = [places().full_name(code, language) for code in self.value]
            return ("、" if language == "zh" else ", ").join(names)
        return cell_text(self.column, _typed(self.column, self.value), language)


def _typed(column: Column, value: Any) -> Any:
    """A stored value as its ledger knows it."""
    if value in ("", None):
        return None
    if column.kind is Kind.OCCUPATIONS:
        return tuple(OccupationWord(word, code) for word, code in value)
    return tuple(value) if isinstance(value, list) else value
