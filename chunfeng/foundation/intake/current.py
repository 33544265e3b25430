"""What cells are resolved against on the register: the regions as they stand now."""

from threading import local

from chunfeng.foundation.codes import Occupations
from chunfeng.foundation.intake.reference import Reference
from chunfeng.foundation.places.current import places

_opened = local()


def reference() -> Reference:
    """This thread's regions, with what the programme changed, and its occupations."""
    if not hasattr(_opened, "occupations"):
        _opened.occupations = Occupations.open()
    return Reference(places(), _opened.occupations)
