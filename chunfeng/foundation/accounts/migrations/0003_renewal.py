"""Invitations for those who lost a factor; posts given again; filters for their owner's eyes."""

from typing import ClassVar

from django.conf import settings
from django.db import migrations, models
from django.db.models.deletion import CASCADE, PROTECT

from chunfeng.foundation.database.walls import OFFICER, WEB, WORKER, grant, sql

OWN = "user_id = (SELECT app_user())"
FILTERS = f"""
ALTER TABLE accounts_savedfilter ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts_savedfilter FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON accounts_savedfilter TO {OFFICER}, {WEB} USING ({OWN}) WITH CHECK ({OWN});
"""


class Migration(migrations.Migration):
    """Adds to what stands; nothing is dropped but a rule that was too narrow."""

    dependencies: ClassVar = [("accounts", "0002_grants")]
    operations: ClassVar = [
        migrations.AddField(
            "invitation",
            "user",
            models.ForeignKey(settings.AUTH_USER_MODEL, CASCADE, null=True, related_name="+"),
        ),
        migrations.AddField(
            "invitation",
            "invited_in",
            models.ForeignKey("accounts.post", PROTECT, null=True, related_name="+"),
        ),
        migrations.AddField("invitation", "withdrawn_at", models.DateTimeField(null=True)),
        migrations.AlterField(
            "invitation",
            "invited_by",
            models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, null=True, related_name="+"),
        ),
        migrations.AlterField("signin", "agent", models.CharField(blank=True, max_length=40)),
        migrations.RemoveConstraint("post", "accounts_post_once"),
        migrations.AddConstraint(
            "post",
            models.UniqueConstraint(
                condition=models.Q(revoked_at__isnull=True),
                fields=("user", "role", "region", "begins"),
                name="accounts_post_once",
            ),
        ),
        sql(FILTERS),
        grant("accounts_user", "SELECT (demo)", f"{OFFICER}, {WORKER}"),
        # What sweeping needs: the age of rows, and nothing else of them.
        grant("accounts_attempt", "SELECT (since), DELETE", WORKER),
        grant("accounts_signin", "SELECT (seen_at), DELETE", WORKER),
        grant("django_session", "SELECT (expire_date), DELETE", WORKER),
    ]
