"""Django's entry for the stage."""

from django.apps import AppConfig


class Employers(AppConfig):
    """The stage as Django knows it."""

    name = "chunfeng.stages.employers"
    label = "employers"
