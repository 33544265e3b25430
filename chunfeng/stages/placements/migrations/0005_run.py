"""An offer names the docking run that proposed it: in a run everybody has one proposal at most."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """The same column under its right name."""

    dependencies: ClassVar = [("placements", "0004_own_page")]
    operations: ClassVar = [migrations.RenameField("offer", "proposal", "run")]
