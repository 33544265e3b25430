"""Accounts belong to the web's login; officers and workers read names and posts only."""

from typing import ClassVar

from django.db import migrations

from chunfeng.foundation.database.walls import OFFICER, WEB, WORKER, grant

OWN = ("user", "post", "invitation", "secondfactor", "signin", "attempt", "savedfilter")


class Migration(migrations.Migration):
    """Explicit grants; there are no default ones."""

    dependencies: ClassVar = [
        ("accounts", "0001_initial"),
        ("database", "0001_initial"),
        ("sessions", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations: ClassVar = [
        *[grant(f"accounts_{t}", "SELECT, INSERT, UPDATE, DELETE", WEB) for t in OWN],
        grant("django_session", "SELECT, INSERT, UPDATE, DELETE", WEB),
        grant("django_migrations", "SELECT", f"{WEB}, {WORKER}"),
        grant("accounts_user", "SELECT (id, name, login, active)", f"{OFFICER}, {WORKER}"),
        grant(
            "accounts_post",
            "SELECT (id, user_id, role, region, begins, ends, revoked_at, given_by_id)",
            f"{OFFICER}, {WORKER}",
        ),
        grant("accounts_savedfilter", "SELECT, INSERT, UPDATE, DELETE", OFFICER),
    ]
