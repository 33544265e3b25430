"""Regions from the province down to the village, by code and by name, with points."""

from chunfeng.foundation.places.errors import AmbiguousPlace, PlaceError, UnknownPlace
from chunfeng.foundation.places.lookup import Places
from chunfeng.foundation.places.place import Place, Scale, scale, scales

__all__ = [
    "AmbiguousPlace",
    "Place",
    "PlaceError",
    "Places",
    "Scale",
    "UnknownPlace",
    "scale",
    "scales",
]
