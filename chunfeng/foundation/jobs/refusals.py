"""Why something about jobs was not done; fit to show."""

from chunfeng.kit.texts import Text, text


class Refused(Exception):
    """Not done, and not to be tried again; ``said`` may be shown."""

    def __init__(self, said: Text) -> None:
        super().__init__(said.message)
        self.said = said


class NotFound(Refused):
    """There is no such run within the post's region."""

    def __init__(self) -> None:
        super().__init__(text("There is no such task in your region."))


class NotAllowed(Refused):
    """The post may not start or cancel this."""

    def __init__(self) -> None:
        super().__init__(text("Your post does not include this."))


class AlreadyEnded(Refused):
    """What has ended cannot be cancelled."""

    def __init__(self) -> None:
        super().__init__(text("This task has already ended."))
