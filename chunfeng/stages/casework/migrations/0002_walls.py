"""Casework is seen and written in the region of person or household only, and moves with them."""

from typing import ClassVar

from django.db import migrations

from chunfeng.foundation.database.walls import protect, tie

OF_PEOPLE = ("casework_contact", "casework_difficulty", "casework_service")


class Migration(migrations.Migration):
    """Nothing of casework is readable before this has run."""

    dependencies: ClassVar = [("casework", "0001_initial"), ("people", "0002_walls")]
    operations: ClassVar = [
        protect("casework_contact", write=("INSERT", "UPDATE (to_look, looked_at, looked_by)")),
        protect("casework_difficulty", write=("INSERT", "UPDATE")),
        protect("casework_service", write=("INSERT",)),
        protect("casework_income", write=("INSERT",)),
        *map(tie, OF_PEOPLE),
        tie("casework_income", parent="people_household", key="household_id"),
    ]
