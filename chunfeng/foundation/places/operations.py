"""Changing what is known of regions; each change appends an event."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

from django.db import IntegrityError, transaction

from chunfeng.foundation.access import OFFICERS, Context, Role
from chunfeng.foundation.audit.recording import record
from chunfeng.foundation.places.current import places, refresh
from chunfeng.foundation.places.errors import PlaceError
from chunfeng.foundation.places.models import PlaceChange, PlacePoint
from chunfeng.foundation.places.place import Place, level_of, uppers
from chunfeng.foundation.places.refusals import Refused
from chunfeng.kit.texts import Text, text

Source = Literal["map", "list"]
LON, LAT = (73.0, 136.0), (3.0, 54.0)  # degrees WGS84, as far as China goes
SAME = 1e-6  # degrees, a tenth of a metre
FAR = 5.0  # degrees from the point of the county: a typing error


def move_point(region: int, *, lon: float, lat: float, by: Context, at: datetime) -> None:
    """Says where a region of the post's lies (degrees WGS84); from now on it is no guess."""
    _, refused = move_points([(region, lon, lat)], source="map", by=by, at=at)
    if refused:
        raise Refused(refused[0])


def move_points(
    moves: Sequence[tuple[int, float, float]], *, source: Source, by: Context, at: datetime
) -> tuple[int, dict[int, Text]]:
    """Moves the points of many regions, given as (region, lon, lat).

    Gives how many moved, and why not by the place in the list; points that lie there already stay.
    """
    refresh()
    moved, refused = 0, {}
    for number, (region, lon, lat) in enumerate(moves):
        try:
            known = _movable(region, lon, lat, by)
        except Refused as wrong:
            refused[number] = wrong.said
            continue
        if known.approximate or max(abs(known.lon - lon), abs(known.lat - lat)) > SAME:
            PlacePoint.objects.create(
                region=region, lon=lon, lat=lat, source=source, at=at, user=by.user
            )
            record("region.point_moved", by=by, at=at, region=region, detail={"source": source})
            moved += 1
    return moved, refused


def _movable(region: int, lon: float, lat: float, by: Context) -> Place:
    """The region as it is; Refused where this post may not move it, or not there."""
    _may(by, region, Role.VILLAGE)
    if not (LON[0] <= lon <= LON[1] and LAT[0] <= lat <= LAT[1]):
        raise Refused(text("This point lies outside the country: longitude first, then latitude."))
    try:
        known = places().get(region)
    except PlaceError:
        raise Refused(text("There is no such region.")) from None
    if abs(known.lon - lon) > FAR or abs(known.lat - lat) > FAR:
        raise Refused(text("This point lies far from where the region can be. Look at the sign."))
    return known


def add(region: int, name: str, *, valid_from: date, by: Context, at: datetime) -> None:
    """Adds a region that the reference file does not have yet."""
    refresh()
    _may(by, region, Role.COUNTY)
    if not name.strip() or not any(_stands(upper) for upper in uppers(region)[:1]):
        raise Refused(text("Give the name and a code below a region that exists."))
    if _known(region):
        raise Refused(text("This code is in use already."))
    try:
        with transaction.atomic():
            _change(region, "added", by, at, valid_from, name=name.strip()[:60])
    except IntegrityError:
        raise Refused(text("This code is in use already.")) from None


def rename(region: int, name: str, *, valid_from: date, by: Context, at: datetime) -> None:
    """Gives a region another name from a day on."""
    refresh()
    _may(by, region, Role.COUNTY)
    if not name.strip():
        raise Refused(text("Give the new name."))
    _change(region, "renamed", by, at, valid_from, name=name.strip()[:60])


def close(
    region: int, successor: int | None, *, valid_from: date, by: Context, at: datetime
) -> None:
    """Closes a region from a day on; its code then means its successor, of the same level."""
    refresh()
    _may(by, region, Role.COUNTY)
    if region == by.lo:
        raise Refused(text("The region of your own post is not closed from within."))
    if not _stands(region):
        raise Refused(text("This region is closed already."))
    if successor is not None:
        _may(by, successor, Role.COUNTY)
        if successor == region or places().get(successor).code == region:
            raise Refused(text("A region cannot follow itself."))
        if level_of(successor) != level_of(region):
            raise Refused(text("A village goes over into a village, a township into a township."))
    below = {place.code for place in places().children(region)}
    closing = PlaceChange.objects.filter(
        kind="closed", region__in=below, valid_from__lte=valid_from
    )
    if below - set(closing.values_list("region", flat=True)):
        raise Refused(text("Close the regions below it first."))
    name = places().get(region).name
    _change(region, "closed", by, at, valid_from, name=name, successor=successor)


def reopen(region: int, *, valid_from: date, by: Context, at: datetime) -> None:
    """Lets a closed region stand again; who has moved to its successor stays there."""
    refresh()
    _may(by, region, Role.COUNTY)
    _change(region, "reopened", by, at, valid_from)


def _known(region: int) -> bool:
    try:
        places().get(region)
    except PlaceError:
        return False
    return True


def _stands(region: int) -> bool:
    """Whether a code is that of a region that is not closed."""
    return _known(region) and places().get(region).code == region


def _may(by: Context, region: int, least: Role) -> None:
    allowed = OFFICERS if least is Role.VILLAGE else {Role.COUNTY}
    if by.role not in allowed or not by.covers(region):
        raise Refused(text("That region is outside the region of your post."))


def _change(
    region: int, kind: str, by: Context, at: datetime, valid_from: date, *, name: str = "",
    successor: int | None = None,
) -> None:  # fmt: skip
    PlaceChange.objects.create(
        region=region, kind=kind, name=name, successor=successor, valid_from=valid_from, at=at,
        user=by.user,
    )  # fmt: skip
    record("region.changed", by=by, at=at, region=region, detail={"kind": kind})
