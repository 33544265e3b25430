"""The regions for threads of a server: SQLite connections stay in their thread."""

from threading import local

from chunfeng.foundation.places.lookup import Places

_opened = local()


def places() -> Places:
    """This thread's regions, opened once."""
    if not hasattr(_opened, "places"):
        _opened.places = Places.open()
    found: Places = _opened.places
    return found
