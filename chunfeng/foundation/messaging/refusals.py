"""Why a message is not taken; the texts may be shown."""

from chunfeng.foundation.messaging.rules import CODES_A_DAY, CODES_AN_HOUR
from chunfeng.kit.texts import Text, text


class Refused(Exception):
    """What was asked for cannot be done; ``said`` may be shown."""

    def __init__(self, said: Text) -> None:
        super().__init__(said.message)
        self.said = said


class NoMobile(Refused):
    """Messages go to mobile phones of mainland China."""

    def __init__(self) -> None:
        super().__init__(text("Give a mobile number: 11 digits that begin with 1."))


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
