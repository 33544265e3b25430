"""Of accounts an officer reads names, since the log and the records say who did something."""

from typing import ClassVar

from django.db import migrations

from chunfeng.foundation.database.walls import OFFICER, sql


class Migration(migrations.Migration):
    """Until here every officer could read with which name anybody of the nation signs in."""

    dependencies: ClassVar = [("accounts", "0007_posts_walls")]
    operations: ClassVar = [
        sql(f"REVOKE SELECT (login, active, demo) ON accounts_user FROM {OFFICER};")
    ]
