"""The public site sends codes to those who sign in at the desk."""

from importlib import import_module
from typing import ClassVar

from django.db import migrations

from chunfeng.foundation.database.walls import PORTAL, sql

walls = import_module("chunfeng.foundation.messaging.migrations.0002_walls")
SIGNING_IN = f"""
GRANT {walls.PUT} ON messaging_message TO {PORTAL};
CREATE POLICY signing_in ON messaging_message FOR INSERT TO {PORTAL} WITH CHECK (is_code);
GRANT EXECUTE ON FUNCTION messaging_may_send(bytea, timestamptz) TO {PORTAL};
"""


class Migration(migrations.Migration):
    """To put codes in, and to read nothing."""

    dependencies: ClassVar = [("messaging", "0002_walls"), ("database", "0002_employer")]
    operations: ClassVar = [sql(SIGNING_IN)]
