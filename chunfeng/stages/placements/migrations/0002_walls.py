"""Offers are seen and written in the person's region only, and move with the person."""

from typing import ClassVar

from django.db import migrations

from chunfeng.foundation.database.walls import protect, tie

TABLES = ("placements_offer", "placements_offeranswer", "placements_confirmation")


class Migration(migrations.Migration):
    """Nothing of an offer is readable before this has run."""

    dependencies: ClassVar = [
        ("placements", "0001_initial"),
        ("people", "0002_walls"),
        ("vacancies", "0002_walls"),
    ]
    operations: ClassVar = [
        protect("placements_offer", write=("INSERT", "UPDATE")),
        protect("placements_offeranswer", write=("INSERT",)),
        protect("placements_confirmation", write=("INSERT",)),
        *map(tie, TABLES),
    ]
