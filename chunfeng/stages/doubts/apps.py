"""The doubts app."""

from django.apps import AppConfig


class DoubtsConfig(AppConfig):
    """What the rules found, and what was accepted."""

    name = "chunfeng.stages.doubts"
    label = "doubts"
