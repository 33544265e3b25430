"""What the public site does is recorded too; it reads none of it."""

from typing import ClassVar

from django.db import migrations

from chunfeng.foundation.database.walls import DESK, PORTAL, PUBLIC, sql

OWN = '"user" = app_user() AND post = app_post()'
NOBODY = '"user" IS NULL AND app_user() IS NULL'
APPEND = f"""
GRANT INSERT ON audit_event TO {PORTAL}, {PUBLIC}, {DESK};
CREATE POLICY append_desk ON audit_event FOR INSERT TO {DESK} WITH CHECK ({OWN});
CREATE POLICY append_public ON audit_event FOR INSERT TO {PUBLIC}, {PORTAL} WITH CHECK ({NOBODY});
"""


class Migration(migrations.Migration):
    """To append, never to read."""

    dependencies: ClassVar = [("audit", "0003_sealing"), ("database", "0002_employer")]
    operations: ClassVar = [sql(APPEND)]
