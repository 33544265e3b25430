"""What would help those without a place, in groups: the first words of a change tell which.

A change is kept as the text the plan made; its message is its kind.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from chunfeng.kit.texts import Text, text

SEVERAL, OTHER = "several", "other"


@dataclass(frozen=True, slots=True)
class Help:
    """A kind of help: what it is called, and the messages of changes that ask for it."""

    label: Text
    messages: tuple[str, ...] = ()


HELPS: Mapping[str, Help] = {
    "seats": Help(text("More seats"), ("Seats to add: {seats:,} ({vacancy})",)),
    "way": Help(
        text("A longer way, a shuttle or housing"),
        (
            "the daily way could be {km:g} km (now {now:g} km)",
            "a shuttle ran there, about {km:.0f} km",
            "the employer offered housing",
        ),
    ),
    "reach": Help(
        text("Going further from home"),
        ("the person would go further ({where})", "someone travelled along"),
    ),
    "care": Help(
        text("Care for children or the sick"),
        (
            "care were found so that {hours:g} hours a day are free (now {now:g})",
            "care were found from {begins} to {ends} (free now {start}–{end})",
        ),
    ),
    "class": Help(
        text("A class or a certificate"),
        ("the person held {certificates}", "the person learnt Putonghua"),
    ),
    "demands": Help(
        text("The vacancy asks for less"),
        (
            "the vacancy asked for {level} only (now {asked})",
            "the vacancy took people aged {age}",
            "the vacancy were open to people from here",
            "the work were light, or its hours flexible",
            "the employer accepted the person's kind of disability",
            "the post could do without: {demand}",
        ),
    ),
    "dates": Help(text("Beginning earlier"), ("the person could begin by {day}",)),
    SEVERAL: Help(text("Several changes at once")),
    "visit": Help(
        text("A talk about wishes or consent"),
        (
            "Visit: ask for the reason and what would have to change.",
            "Explain what the data is used for and ask for consent.",
        ),
    ),
    "follow": Help(
        text("Follow-up only: in work or at school"),
        (
            "Follow up as usual; note it in the ledger if a change is wanted.",
            "Ask before graduation whether a technician school or a job is wanted.",
            "Check schooling; keep the person out of every job list.",
        ),
    ),
    "check": Help(
        text("A look at the record"),
        (
            "Check social assistance; correct the ledger if the person can work.",
            "Correct the ledger if the person wants to work again.",
        ),
    ),
    OTHER: Help(text("No small change is known")),
}
