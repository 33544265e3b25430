"""Rows that are alike: what a rule says of one holds for all of its kind."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chunfeng.engine.tables import Longs


def kinds(columns: Sequence[NDArray[Any]], size: int) -> tuple[Longs, Longs]:
    """(the first row of each kind, the kind of each row): rows equal in all columns are of a kind.

    NaN equals NaN; without columns all ``size`` rows are of one kind.
    """
    code = np.zeros(size, np.int64)
    for column in columns:
        _, back = np.unique(column, return_inverse=True)
        code = code * (int(back.max(initial=0)) + 1) + back
    _, first, kind = np.unique(code, return_index=True, return_inverse=True)
    return first, kind
