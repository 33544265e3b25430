"""Why something of docking was not done; ``said`` is for people."""

from chunfeng.kit.texts import Text, text


class Refused(Exception):
    """Not done; ``said`` tells why."""

    def __init__(self, said: Text) -> None:
        super().__init__(said.message)
        self.said = said


class NotAllowed(Refused):
    """The post may not do it."""

    def __init__(self) -> None:
        super().__init__(text("Your post does not include this."))


class NotFound(Refused):
    """Not there, or outside the post's region: nobody is told which."""

    def __init__(self) -> None:
        super().__init__(text("There is no such record in your region."))
