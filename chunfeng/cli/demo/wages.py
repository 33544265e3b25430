"""The demo county's own line of the lowest lawful pay: invented, entered by the officer's door."""

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chunfeng.cli.demo.filling import Office

MONTH, HOUR = 1580.0, 14.0  # yuan; invented: below what the demo's posts pay
SINCE = date(2024, 1, 1)
SOURCE = "演示用虚构标准，非真实通知 (invented for the demo)"


def enter_line(office: "Office", region: int) -> None:
    """Enters the line, once."""
    from django.db import transaction
    from django.utils import timezone

    from chunfeng.foundation.access import entered
    from chunfeng.stages.employers import wage_lines

    told = wage_lines.Told(valid_from=SINCE, month=MONTH, hour=HOUR, source=SOURCE)
    with entered(office.county), transaction.atomic():
        if not wage_lines.page(by=office.county, on=timezone.localdate())[1]:
            wage_lines.enter(region, told, by=office.county, at=timezone.now())
