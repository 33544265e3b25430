"""Regions as officers name them: typed into a field, shown beside a post."""

from django.http import Http404, HttpRequest

from chunfeng.faces.ui import named
from chunfeng.faces.ui.forms import Field
from chunfeng.faces.workbench.common import by
from chunfeng.faces.workbench.shell import region_name
from chunfeng.foundation.places import Place, PlaceError
from chunfeng.foundation.places.current import places
from chunfeng.kit.texts import text

NATION = ("全国", "中国", "china", "nation", "0")


def place_in(region: int, within: int = 0) -> str:
    """A region with all above it, from below the region it is shown in."""
    if region in (0, within):
        return region_name(region)
    try:
        full = named.full_place(region)
        return full.removeprefix(named.full_place(within)).lstrip(", ") if within else full
    except PlaceError:
        return region_name(region)


def typed_region(field: Field, within: int) -> int | None:
    """The code of the region typed, 0 for the nation; else None, and the field says why."""
    typed = field.value.strip()
    if not typed:
        field.error = text("Name a region.")
        return None
    if typed.lower() in NATION:
        return 0
    try:
        return places().resolve(typed, within or None).code
    except PlaceError as error:
        field.error = error.text
        return None


def place_of(request: HttpRequest, region: str) -> Place:
    """The region of an address, inside the post's; 404 for any other."""
    try:
        place = places().get(region if len(region) == 12 else "")
    except PlaceError:
        raise Http404 from None
    if not by(request).covers(place.code):
        raise Http404
    return place
