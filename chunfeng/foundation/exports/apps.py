"""Exports as an app."""

from django.apps import AppConfig


class ExportsConfig(AppConfig):
    """What was asked for, by whom, and who approved it."""

    name = "chunfeng.foundation.exports"
    label = "exports"
