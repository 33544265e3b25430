"""The places app."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """What the programme changed about regions."""

    name = "chunfeng.foundation.places"
    label = "places"
