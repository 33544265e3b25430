"""Why a region was not changed; fit to show."""

from chunfeng.kit.texts import Text


class Refused(Exception):
    """Not done; ``said`` may be shown."""

    def __init__(self, said: Text) -> None:
        super().__init__(said.message)
        self.said = said
