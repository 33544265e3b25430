"""Django's entry for the stage."""

from django.apps import AppConfig


class Placements(AppConfig):
    """The stage as Django knows it."""

    name = "chunfeng.stages.placements"
    label = "placements"
