"""The intake app."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Uploaded files, and the columns an office has once explained."""

    name = "chunfeng.foundation.intake"
    label = "intake"
