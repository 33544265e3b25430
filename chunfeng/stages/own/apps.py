"""The app of people's own pages."""

from django.apps import AppConfig


class OwnConfig(AppConfig):
    """Links and letters."""

    name = "chunfeng.stages.own"
    label = "own"
