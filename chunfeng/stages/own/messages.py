"""Messages that carry a link; nothing in them says who they are for, or what was answered."""

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
ANSWERED = declare(
    Template(
        kind="own.answered",
        words=text("What you wrote to Chunfeng has been answered. The answer is on your own page."
                   " {link}"),
        longest={"link": LONGEST},
    )
)  # fmt: skip
