"""The docking app: runs on the register. Docking two files needs none of it, and no Django."""

from django.apps import AppConfig


class DockingConfig(AppConfig):
    """Runs, what they propose, and whom they leave without a place."""

    name = "chunfeng.stages.docking"
    label = "docking"
