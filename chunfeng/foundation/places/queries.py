"""Reads of what a programme changed about regions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from chunfeng.foundation.places.models import PlaceChange
from chunfeng.kit.texts import Text, text

KINDS: dict[str, Text] = {
    "added": text("New"),
    "renamed": text("Renamed"),
    "closed": text("Closed"),
    "reopened": text("Open again"),
}
MOST = 200


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a region: what, the new name, what follows it, from which day, by whom."""

    region: int
    kind: str
    name: str
    successor: int | None
    valid_from: date
    at: datetime
    user: UUID

    @property
    def said(self) -> Text:
        """What kind of change it is."""
        return KINDS[self.kind]


def changes(lo: int, hi: int) -> Sequence[Change]:
    """The latest changes within a range of codes, newest day first."""
    found = PlaceChange.objects.filter(region__range=(lo, hi)).order_by("-valid_from", "-at", "id")
    return [Change(**row) for row in found.values(*Change.__dataclass_fields__)[:MOST]]


def followed(on: date) -> Sequence[Change]:
    """Every region that is closed on a day and has a successor, as its latest change says."""
    latest = PlaceChange.objects.filter(kind__in=("closed", "reopened"), valid_from__lte=on)
    latest = latest.order_by("region", "-valid_from", "-at", "-id").distinct("region")
    found = [Change(**row) for row in latest.values(*Change.__dataclass_fields__)]
    return [one for one in found if one.kind == "closed" and one.successor is not None]
