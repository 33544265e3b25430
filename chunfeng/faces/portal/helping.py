"""The offices people can call, as pages show them."""

import re
from collections.abc import Sequence

from chunfeng.faces.portal.living import county_of
from chunfeng.foundation.places.offices import Office, office_of
from chunfeng.foundation.places.place import STEPS, Place, level_of

COUNTY, TOWNSHIP = 3, 4
_EXTENSION = re.compile("转(?=[0-9])")
_SIGNS = re.compile(r"[^0-9+,]")


def calls(office: Office | None) -> list[tuple[str, str]]:
    """(telephone as it is written, as a phone dials it) of an office."""
    phones = office.phones if office else ()
    return [(phone, _SIGNS.sub("", _EXTENSION.sub(",", phone))) for phone in phones]


def offices_for(place: Place | None) -> Sequence[tuple[Office, list[tuple[str, str]]]]:
    """Whom somebody of a township can call: its own office, and that of the county."""
    if place is None:
        return ()
    town = place.code // STEPS[TOWNSHIP] * STEPS[TOWNSHIP]
    found = {one.region: one for code in (town, county_of(town)) if (one := office_of(code))}
    nearest_first = sorted(found.values(), key=lambda one: -level_of(one.region))
    return [(one, calls(one)) for one in nearest_first]
