"""Django's entry for the face."""

from django.apps import AppConfig


class Desk(AppConfig):
    """The face as Django knows it."""

    name = "chunfeng.faces.desk"
    label = "desk"
