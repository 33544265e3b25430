"""The functions that read the context: every wall stands on them."""

from typing import ClassVar

from django.db import migrations

from chunfeng.foundation.database.walls import settings_functions


class Migration(migrations.Migration):
    """First of all migrations with walls."""

    initial = True
    dependencies: ClassVar[list[tuple[str, str]]] = []
    operations = settings_functions()
