"""Django's entry for the stage."""

from django.apps import AppConfig


class Casework(AppConfig):
    """The stage as Django knows it."""

    name = "chunfeng.stages.casework"
    label = "casework"
