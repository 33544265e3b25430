"""Why a message is not taken; the texts may be shown."""

from chunfeng.foundation.messaging.rules import CODES_A_DAY, CODES_AN_HOUR, landline
from chunfeng.kit.texts import Text, text


class Refused(Exception):
    """What was asked for cannot be done; ``said`` may be shown."""

    def __init__(self, said: Text) -> None:
        super().__init__(said.message)
        self.said = said


def no_mobile(phone: str) -> Text:
    """To whoever typed a phone that gets no messages: why not, and what to type."""
    if landline(phone):
        return text("This is a landline, which receives no messages. Give a mobile number.")
    return text("Give a mobile number: 11 digits that begin with 1.")


class NoMobile(Refused):
    """Messages go to mobile phones of mainland China, and this is none."""

    def __init__(self, phone: str) -> None:
        super().__init__(
            text("The telephone on record is a landline, which receives no messages.")
            if landline(phone)
            else text("The telephone on record is no mobile number: no message reaches it.")
        )


class TooManyCodes(Refused):
    """The phone has got as many codes as it may."""

    def __init__(self) -> None:
        super().__init__(
            text(
                "This phone has been sent too many codes: {hour} an hour, {day} a day at most."
                " Try again later.",
                hour=CODES_AN_HOUR,
                day=CODES_A_DAY,
            )
        )
