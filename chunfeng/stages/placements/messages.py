"""What people are told of offers by message; nothing in it says who they are."""

from chunfeng.foundation.messaging.templates import Template, declare
from chunfeng.kit.texts import text

MADE = declare(
    Template(
        kind="offer.made",
        words=text("{employer} has work for you: {title}. Please answer by {day}; your local"
                   " employment office tells you more."),
        longest={"employer": 30, "title": 30, "day": 10},
    )
)  # fmt: skip
