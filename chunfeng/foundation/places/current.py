"""The regions as they stand now, for the threads of a server.

SQLite connections stay in their thread; the changes are read anew when their number changes.
"""

from datetime import date
from math import inf
from threading import local
from time import monotonic
from typing import Any

from django.db import connection
from django.utils import timezone

from chunfeng.foundation.places.lookup import Places
from chunfeng.foundation.places.overlay import Changes, CurrentPlaces, changes_of

_opened = local()
_VERSION = """SELECT (SELECT count(*) FROM places_placepoint),
    (SELECT count(*) FROM places_placechange)"""
_POINTS = """SELECT DISTINCT ON (region) region, lon, lat FROM places_placepoint
    ORDER BY region, at DESC, id"""
_CHANGES = """SELECT region, kind, name, successor, valid_from FROM places_placechange
    ORDER BY valid_from, at, id"""


def places() -> Places:
    """This thread's regions, with the changes of the programme up to today."""
    if not hasattr(_opened, "places"):
        _opened.places, _opened.version = CurrentPlaces.over(Changes()), (None, 0, 0)
    found: Places = _opened.places
    return found


def refresh(seconds: float = 0.0) -> None:
    """Takes in what was changed since; to be called once a request or chunk of a job.

    seconds: how old what this thread knows may be.
    """
    if monotonic() < getattr(_opened, "at", -inf) + seconds:
        return
    _opened.at = monotonic()
    today = timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute(_VERSION)
        version = (today, *cursor.fetchone())
        if version != getattr(_opened, "version", None):
            _opened.places, _opened.version = CurrentPlaces.over(_read(cursor, today)), version


def _read(cursor: Any, today: date) -> Changes:
    rows = []
    for statement in (_POINTS, _CHANGES):
        cursor.execute(statement)
        rows.append(cursor.fetchall())
    return changes_of(rows[0], rows[1], today)
