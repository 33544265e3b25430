"""Django's entry for the face."""

from django.apps import AppConfig


class Portal(AppConfig):
    """The face as Django knows it."""

    name = "chunfeng.faces.portal"
    label = "portal"
