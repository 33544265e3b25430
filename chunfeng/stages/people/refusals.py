"""Why an operation on people was not done; each says what stands and what to do."""

from collections.abc import Sequence
from uuid import UUID

from chunfeng.kit.texts import Text, text


class Refused(Exception):
    """An operation was not done; ``said`` may be shown."""

    def __init__(self, said: Text) -> None:
        super().__init__(said.message)
        self.said = said


class NotFound(Refused):
    """There is no such record within the post's region."""

    def __init__(self) -> None:
        super().__init__(text("There is no such record in your region."))


class NotAllowed(Refused):
    """The post's role may not do this."""

    def __init__(self) -> None:
        super().__init__(text("Your post does not include this."))


class AlreadyHere(Refused):
    """The person to add is in the register already."""

    def __init__(self, person: UUID) -> None:
        super().__init__(
            text("This person is in the register already. Open the record and correct it there.")
        )
        self.person = person


class ChangedMeanwhile(Refused):
    """Somebody else changed the record since it was read; ``fields`` are the ones in question."""

    def __init__(self, fields: Sequence[str]) -> None:
        super().__init__(
            text(
                "Somebody else has changed this record. Compare the two and choose, field by field."
            )
        )
        self.fields = tuple(fields)


class RevealRefused(Refused):
    """A value was not revealed; the look is in the log all the same."""

    SAID = {
        "right": text("Your post may not open this for the purpose given."),
        "absent": text("There is no such record in your region."),
        "quota": text("You have opened as many values today as your post allows."),
        "empty": text("Nothing is recorded here."),
    }

    def __init__(self, why: str) -> None:
        super().__init__(self.SAID[why])
        self.why = why


class NotAddressed(Refused):
    """The telephone was not opened for a message to it."""

    SAID = {
        "closed": text("It is over by now, or no longer in your region. Open it again and look."),
        "empty": text("No telephone is recorded: call on the person."),
        "quota": text(
            "Your 2,000 messages of today are used up: telephone the person. Messages go again"
            " tomorrow."
        ),
    }

    def __init__(self, why: str) -> None:
        super().__init__(self.SAID[why])
