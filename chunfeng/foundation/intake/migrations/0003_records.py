"""What a chunk touched may be people, vacancies or others."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """A plainer name for the column."""

    dependencies: ClassVar = [("intake", "0002_walls")]
    operations: ClassVar = [migrations.RenameField("part", "people", "records")]
