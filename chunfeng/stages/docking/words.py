"""Plain words that several explanations share."""

from collections.abc import Iterable, Sequence

import numpy as np

from chunfeng.engine.limits import Limit
from chunfeng.foundation.intake.columns import Layout
from chunfeng.foundation.intake.ledger import Ledger
from chunfeng.kit.texts import Declared, Text, text
from chunfeng.stages.docking.labels import LIMIT
from chunfeng.stages.docking.result import Count

MOST_COUNTS = 5  # limits named for one line


def choices(layout: Layout, field: str, codes: Iterable[str]) -> list[Text]:
    """The words of a column's choices."""
    column = layout.column(field)
    return [Declared(c.zh, c.en) for c in map(column.choice, codes)]


def headers(layout: Layout, fields: Iterable[str]) -> list[Text]:
    """The names of columns."""
    return [Declared(c.zh, c.en) for c in map(layout.column, fields)]


def vacancy_name(vacancies: Ledger, row: int) -> Text:
    """A vacancy as it is called: its employer and the post."""
    return text(
        "{title} at {employer}", title=vacancies["title"][row], employer=vacancies["employer"][row]
    )


def clock(minutes: int) -> str:
    """Minutes after midnight as 08:30."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def limit_counts(numbers: Sequence[int]) -> tuple[Count, ...]:
    """The limits that exclude most, most first; ``numbers`` are in the order of Limit."""
    most = np.argsort(-np.asarray(numbers), kind="stable")[:MOST_COUNTS]
    return tuple(_count(Limit(k), int(numbers[k])) for k in most.tolist() if numbers[k] > 0)


def _count(limit: Limit, number: int) -> Count:
    name = limit.name.lower()
    return Count(limit=name, text=LIMIT[name], number=number)
