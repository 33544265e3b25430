"""Why a file or a cell cannot be used; every reason is a text ready to show."""

from collections.abc import Sequence

from chunfeng.kit.texts import Declared, Text


class UnreadableFile(Exception):
    """The file cannot be read at all: not a table, damaged, locked or hostile."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.to("en"))
        self.text = reason


class UnusableLedger(Exception):
    """The file is a table, but not this ledger: a required column or every row is missing."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.to("en"))
        self.text = reason


class CellError(ValueError):
    """A cell's text that is no value of its column. Neither text quotes the cell."""

    def __init__(self, problem: Text, mend: Text) -> None:
        super().__init__(problem.to("en"))
        self.problem = problem
        self.mend = mend


def listed(items: Sequence[object], most: int) -> list[Declared]:
    """The first items of a list, as a message shows them, and how many there are in all."""
    shown = [Declared(str(item), str(item)) for item in items[:most]]
    more = f"… ({len(items)})"
    return [*shown, Declared(more, more)] if len(items) > most else shown
