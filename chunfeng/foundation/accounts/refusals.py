"""Why something about accounts was not done; fit to show."""

from datetime import timedelta

from chunfeng.kit.texts import Text, text


class Refused(Exception):
    """Not done; ``said`` may be shown."""

    def __init__(self, said: Text) -> None:
        super().__init__(said.message)
        self.said = said


class SignInRefused(Refused):
    """Name, password or code do not fit; it is never said which.

    To be caught inside the request's transaction: rolled back, the failure would not be counted.
    """

    def __init__(self) -> None:
        super().__init__(text("The name, password or code is not right."))


class SlowDown(Refused):
    """Too many attempts; ``wait`` says how long."""

    def __init__(self, wait: timedelta) -> None:
        seconds = int(wait.total_seconds()) + 1
        minutes = -(-seconds // 60)
        super().__init__(
            text("Too many attempts. Try again in {n} seconds.", n=seconds)
            if seconds <= 90
            else text("Too many attempts. Try again in {n} minutes.", n=minutes)
        )
        self.wait = wait


class PasswordRefused(Refused):
    """The new password is too easy to guess."""


class NotFresh(Refused):
    """The second factor has to be given again first."""

    def __init__(self) -> None:
        super().__init__(text("Please give your second factor again first."))
