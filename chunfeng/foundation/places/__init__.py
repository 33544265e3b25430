"""Regions from the province down to the village, by code and by name, with points."""

from chunfeng.foundation.places.lookup import AmbiguousPlace, Places, PlacesNotBuilt, UnknownPlace
from chunfeng.foundation.places.place import Place, Scale, scale, scales

__all__ = [
    "AmbiguousPlace",
    "Place",
    "Places",
    "PlacesNotBuilt",
    "Scale",
    "UnknownPlace",
    "scale",
    "scales",
]
