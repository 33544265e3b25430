"""Officers by region; sessions that a recovery code began have proved nothing more."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds to what stands."""

    dependencies: ClassVar = [("accounts", "0003_renewal")]
    operations: ClassVar = [
        migrations.AddIndex("post", models.Index(fields=["region"], name="accounts_post_region")),
        migrations.AlterField("signin", "proved_at", models.DateTimeField(null=True)),
    ]
