"""Pages of the documentation whose tables are made from what the product itself declares."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from chunfeng.kit.texts import Text

REFERENCE = Path(__file__).resolve().parents[1] / "docs/reference"


@dataclass(frozen=True, slots=True)
class Made:
    """A page and its tables by name; ``maker`` is the module that writes them."""

    page: Path
    maker: str
    tables: Mapping[str, str]

    def mark(self, name: str) -> str:
        """The line above a table, which also says how to make it anew."""
        return f"<!-- {name}: made by python -m {self.maker} -->"

    def filled(self) -> str:
        """The page with every table below its mark made anew."""
        page = self.page.read_text("utf-8")
        for name, made in self.tables.items():
            mark = re.escape(self.mark(name))
            page = re.sub(rf"({mark}\n)(?:\|.*\n)*", lambda m, made=made: f"{m[1]}{made}\n", page)
        return page

    def write(self) -> None:
        """Writes the tables into the page."""
        self.page.write_text(self.filled(), "utf-8")

    def check(self) -> None:
        """Fails where a table is missing or is not what the product says."""
        page = self.page.read_text("utf-8")
        assert all(page.count(self.mark(name)) == 1 for name in self.tables)
        assert page == self.filled(), f"python -m {self.maker}"


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def both(words: Text) -> str:
    """Chinese and English side by side."""
    return f"{words.to('zh')} {words.to('en')}"
