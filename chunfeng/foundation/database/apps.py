"""The database app: the functions that read the context, and the refusal of mighty logins."""

from django.apps import AppConfig


class DatabaseConfig(AppConfig):
    """No tables of its own."""

    name = "chunfeng.foundation.database"
    label = "database"
