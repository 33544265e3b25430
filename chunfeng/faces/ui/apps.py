"""The design system as an app."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, tags and styles."""

    name = "chunfeng.faces.ui"
    label = "ui"
