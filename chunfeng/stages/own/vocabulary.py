"""The words of people's own pages."""

from enum import StrEnum

from chunfeng.kit.texts import Text, text


class LetterKind(StrEnum):
    """What somebody writes."""

    CORRECTION = "correction"
    COMPLAINT = "complaint"  # read by the county alone: it may be about who is nearer

    @property
    def label(self) -> Text:
        """The kind to show."""
        return KIND_NAMES[self]


class LinkPurpose(StrEnum):
    """What a link was sent for."""

    PAGE = "page"  # an officer sent it by itself
    OFFER = "offer"  # it came with an offer
    LETTER = "letter"  # it came when a letter was answered


KIND_NAMES = {
    LetterKind.CORRECTION: text("A fact is wrong"),
    LetterKind.COMPLAINT: text("Complaint"),
}
DOCKING = "docking"  # the purpose people agree to, as the register has it
HOW_OWN = "own_page"  # how a consent given or taken back on the own page came
