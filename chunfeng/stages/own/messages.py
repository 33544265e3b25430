"""The message that carries a link; nothing in it says who it is for."""

from chunfeng.foundation.messaging.templates import Template, declare
from chunfeng.kit.texts import text

LONGEST = 80  # characters of a link: one that was cut would lead nowhere
LINK = declare(
    Template(
        kind="own.link",
        words=text("Your own page at Chunfeng for {days} days: {link} We never ask for money or"
                   " an ID number. Keep it to yourself."),
        longest={"link": LONGEST, "days": 3},
    )
)  # fmt: skip
