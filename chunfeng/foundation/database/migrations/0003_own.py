"""What somebody brings to their own page."""

from typing import ClassVar

from django.db import migrations

from chunfeng.foundation.database.walls import OWN_SETTINGS, settings_functions


class Migration(migrations.Migration):
    """Three more functions beside those that read the context."""

    dependencies: ClassVar = [("database", "0002_employer")]
    operations: ClassVar = settings_functions(OWN_SETTINGS)
