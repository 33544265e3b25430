"""Kinds of file that a ledger's stage knows by their columns, though they are no such ledger."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from chunfeng.foundation.intake.grid import Grid
from chunfeng.kit.texts import Text


class KnownExport(Protocol):
    """One kind of export. given: what all its rows say."""

    @property
    def name(self) -> str:
        """What it goes by."""

    @property
    def title(self) -> Text:
        """What it is called."""

    @property
    def given(self) -> Mapping[str, str]:
        """{field: value} of every row."""

    def mapping(self, headers: Iterable[str] | None = None) -> Mapping[str, str]:
        """{header: field} of the headers that are there; of all it may have without any."""

    def useless(self, file: str) -> Text | None:
        """Why it cannot be read as a ledger; None where it can."""


class KnownExports(Protocol):
    """All the kinds a stage knows."""

    def recognised(self, grid: Grid, file: str = "") -> KnownExport | None:
        """The export a sheet is."""

    def layout(self, name: str) -> KnownExport | None:
        """The export of a name."""
