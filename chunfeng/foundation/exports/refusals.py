"""Why an export is not made; the texts may be shown."""

from chunfeng.kit.texts import Text, text


class Refused(Exception):
    """What was asked for cannot be done; ``said`` may be shown."""

    def __init__(self, said: Text) -> None:
        super().__init__(said.message)
        self.said = said


class NoExport(Refused):
    """No such export of this officer in this post."""

    def __init__(self) -> None:
        super().__init__(text("There is no such export of yours in this post."))
