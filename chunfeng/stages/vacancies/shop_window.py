"""Counts of what is in the shop window."""

from datetime import date

from django.db.models import Count, F, Q

from chunfeng.foundation.places.place import STEPS
from chunfeng.stages.vacancies.models import Shown

COUNTY = STEPS[3]


def counties(*, on: date) -> dict[int, int]:
    """How many vacancies with seats the employers of each county offer, by the county's code."""
    living = Q(end_date=None) | Q(end_date__gte=on)
    found = Shown.objects.filter(living, taken__lt=F("headcount"))
    counted = found.values(county=F("region") / COUNTY).annotate(number=Count("id"))
    return {row["county"] * COUNTY: row["number"] for row in counted}
