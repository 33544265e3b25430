"""The offices people can call, as pages show them."""

import re
from collections.abc import Sequence

from chunfeng.foundation.places import Place
from chunfeng.foundation.places.offices import Office, offices_of

_EXTENSION = re.compile("转(?=[0-9])")
_SIGNS = re.compile(r"[^0-9+,]")


def calls(office: Office | None) -> list[tuple[str, str]]:
    """(telephone as it is written, as a phone dials it) of an office."""
    phones = office.phones if office else ()
    return [(phone, _SIGNS.sub("", _EXTENSION.sub(",", phone))) for phone in phones]


def offices_for(place: Place | None) -> Sequence[tuple[Office, list[tuple[str, str]]]]:
    """Whom somebody can call: the offices of where they live, the nearest first."""
    return [(one, calls(one)) for one in offices_of(place.code)] if place else ()
