"""Why a key is not made or taken back; the texts may be shown."""

from chunfeng.foundation.accounts import refusals


class Refused(refusals.Refused):
    """What was asked for cannot be done; ``said`` may be shown."""
