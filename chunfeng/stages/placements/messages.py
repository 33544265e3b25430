"""What people are told of offers by message; nothing in it says who they are.

link: the address of the person's own page, or nothing.
"""

from chunfeng.foundation.messaging.templates import Template, declare
from chunfeng.kit.texts import text

_LONGEST = {"employer": 24, "title": 20, "day": 10, "link": 60}
LINK = _LONGEST["link"]

MADE = declare(
    Template(
        kind="offer.made",
        words=text("{employer} offers you work: {title}. Please answer by {day}; your employment"
                   " office tells you more. {link}"),
        longest=_LONGEST,
    )
)  # fmt: skip
REMINDER = declare(
    Template(
        kind="offer.reminder",
        words=text("{employer} still waits for your answer: {title}. The last day is {day}."
                   " {link}"),
        longest=_LONGEST,
    )
)  # fmt: skip
CONFIRMED = declare(
    Template(
        kind="offer.confirmed",
        words=text("{employer} takes you on: {title}. First day: {day}. Place: {place}. {link}"),
        longest=_LONGEST | {"day": 24, "place": 30},
    )
)  # fmt: skip
