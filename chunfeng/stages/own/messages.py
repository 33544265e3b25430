"""The message that carries a link; nothing in it says who it is for."""

from chunfeng.foundation.messaging.templates import Template, declare
from chunfeng.kit.texts import text

LINK = declare(
    Template(
        kind="own.link",
        words=text("Your own page at Chunfeng, good for {days} days: {link} We never ask for"
                   " money or for your ID number. Give the link to nobody."),
        longest={"link": 90, "days": 3},
    )
)  # fmt: skip
