"""Lets days pass for a recognition of a served county: its dates move back.

``python -m tests.journeys.passing ID DAYS`` in the environment of the server.
"""

import sys
from datetime import timedelta
from uuid import UUID

from tests.journeys.window import county_officer


def main(recognition: UUID, days: timedelta) -> None:
    """Applied for and given notice of so much earlier; what was done stays dated."""
    by = county_officer()
    from chunfeng.foundation.access import entered
    from chunfeng.stages.employers.models import Recognition

    with entered(by):
        row = Recognition.objects.get(id=recognition)
        for name in ("applied_on", "notice_from", "notice_until"):
            setattr(row, name, getattr(row, name) - days)
        row.save()


if __name__ == "__main__":
    main(UUID(sys.argv[1]), timedelta(int(sys.argv[2])))
