"""Doubts lie inside the region of the household they are about, and move with it."""

from typing import ClassVar

from django.db import migrations

from chunfeng.foundation.database.walls import protect, tie


class Migration(migrations.Migration):
    """The second wall."""

    dependencies: ClassVar = [("doubts", "0001_initial"), ("people", "0003_history")]
    operations: ClassVar = [
        protect("doubts_doubt"),
        tie("doubts_doubt", parent="people_household", key="household_id"),
    ]
