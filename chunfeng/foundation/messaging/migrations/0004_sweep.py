"""The worker deletes messages that ended long ago; officers' lists are read by region and day."""

from django.db import migrations, models

from chunfeng.foundation.database.walls import WORKER, grant


class Migration(migrations.Migration):
    """Old rows may go."""

    dependencies = [("messaging", "0003_portal")]
    operations = [
        migrations.AddIndex(
            "message", models.Index(fields=["region", "created_at"], name="messaging_region")
        ),
        grant("messaging_message", "DELETE", WORKER),
    ]
