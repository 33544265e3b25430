"""Whose desk a request comes from."""

from typing import ClassVar

from django.db import migrations

from chunfeng.foundation.database.walls import EMPLOYER_SETTING, settings_functions


class Migration(migrations.Migration):
    """One more function beside those that read the context."""

    dependencies: ClassVar = [("database", "0001_initial")]
    operations: ClassVar = settings_functions(EMPLOYER_SETTING)
