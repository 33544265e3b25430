"""The database app: the functions that read the context, and the refusal of mighty logins."""

import os

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.backends.signals import connection_created

from chunfeng.foundation.database.checks import FirstConnection, check_login


class DatabaseConfig(AppConfig):
    """No tables of its own."""

    name = "chunfeng.foundation.database"
    label = "database"

    def ready(self) -> None:
        """Everybody but the owner, who migrates, is looked at before the first query."""
        if os.environ.get("CHUNFENG_DATABASE_ROLE") != "owner":
            register(check_login, Tags.database)
            connection_created.connect(FirstConnection(), weak=False)
