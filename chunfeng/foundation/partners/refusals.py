"""Why a key is not made or taken back; the texts may be shown."""

from chunfeng.kit.texts import Text


class Refused(Exception):
    """What was asked for cannot be done; ``said`` may be shown."""

    def __init__(self, said: Text) -> None:
        super().__init__(said.message)
        self.said = said
