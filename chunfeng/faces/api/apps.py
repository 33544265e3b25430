"""Django's entry for the face."""

from django.apps import AppConfig


class Api(AppConfig):
    """The face as Django knows it."""

    name = "chunfeng.faces.api"
    label = "api"
