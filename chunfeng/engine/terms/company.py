"""Company at work: a spouse or fellow villagers at the same employer."""

import numpy as np

from chunfeng.engine.tables import Floats
from chunfeng.engine.terms.some import Some

NOT_WISHED = 0.6
SPOUSE, VILLAGERS = 1 << 1, 1 << 2
COUPLE, GROUP = 2, 3  # seats an employer needs for them


def company(some: Some) -> Floats:
    """1 where the employer has seats for the company wished, else 0; 0.6 when none is wished."""
    wished = some.market.seekers.company[some.i]
    seats = some.market.opportunities.employer_seats[some.j]
    spouse, villagers = (wished & SPOUSE) > 0, (wished & VILLAGERS) > 0
    room = (~spouse | (seats >= COUPLE)) & (~villagers | (seats >= GROUP))
    return np.where(spouse | villagers, room, NOT_WISHED).astype(np.float32)
