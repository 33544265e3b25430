"""The workbench as an app."""

from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    """Pages for officers."""

    name = "chunfeng.faces.workbench"
    label = "workbench"
