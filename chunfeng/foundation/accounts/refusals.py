"""Why something about accounts was not done; fit to show."""

from chunfeng.kit.texts import Text, text


class Refused(Exception):
    """Not done; ``said`` may be shown."""

    def __init__(self, said: Text) -> None:
        super().__init__(said.message)
        self.said = said


class SignInRefused(Refused):
    """Name, password or code do not fit; it is never said which."""

    def __init__(self) -> None:
        super().__init__(text("The name, password or code is not right."))


class SlowDown(Refused):
    """Too many attempts from here."""

    def __init__(self, seconds: int) -> None:
        super().__init__(
            text("Too many attempts from here. Try again in {n} seconds.", n=max(1, seconds))
        )


class PasswordRefused(Refused):
    """The new password is too easy to guess."""
