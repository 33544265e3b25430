"""Writes on sites: where an employer lets people work."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db.models import F

from chunfeng.foundation.access import Context
from chunfeng.foundation.places.current import places
from chunfeng.foundation.places.errors import PlaceError
from chunfeng.kit.texts import text
from chunfeng.stages.employers import rules
from chunfeng.stages.employers.holding import held_of_own, must_be_seen, tell
from chunfeng.stages.employers.models import Recognition, Site
from chunfeng.stages.employers.refusals import NotFound, NotNow, Refused, Wrong
from chunfeng.stages.employers.states import EMPLOYER_NAMES, EmployerState

TEXTS = ("name", "address", "opens", "settlement")
CARE = ("farm_friendly", "care_friendly")
MOST_SEATS = 100_000
Facts = Mapping[str, Any]


def add(employer: UUID, facts: Facts, *, by: Context, at: datetime) -> UUID:
    """Adds a site of an employer; its id.

    facts: place (region code) at least; name, address, lon and lat (degrees WGS84), seats, opens
    (hours in words), farm_friendly, care_friendly (None: not asked), settlement.
    """
    owner = held_of_own(employer, by)
    if owner.state == EmployerState.CLOSED:
        raise NotNow(EMPLOYER_NAMES[EmployerState.CLOSED])
    if facts.get("place") is None:
        raise Wrong("place", text("Say where the site is."))
    site = Site(id=uuid4(), employer_id=employer, region=owner.region, **_told(facts))
    site.save(force_insert=True)
    detail = {"site": str(site.id)}
    tell("site.added", owner, by=by, at=at, fields=sorted(facts), detail=detail)
    return site.id


def change(site: UUID, facts: Facts, *, seen: int, by: Context, at: datetime) -> None:
    """Sets facts of a site; ChangedMeanwhile when the same were changed since version ``seen``."""
    row, owner = _held(site, by)
    must_be_seen(("site", site), row.version, seen, [*facts], by)
    Site.objects.filter(id=site).update(**_told(facts), version=F("version") + 1)
    detail = {"site": str(site), "site_version": row.version}
    tell("site.changed", owner, by=by, at=at, fields=sorted(facts), detail=detail)


def close(site: UUID, *, on: date, by: Context, at: datetime) -> None:
    """Notes a site's last day; a recognition it still has is ended first."""
    _, owner = _held(site, by)
    if Recognition.objects.filter(site=site).exclude(state="ended").exists():
        raise Refused(text("End its recognitions first: each says what happens to the workers."))
    Site.objects.filter(id=site).update(closed_on=on, version=F("version") + 1)
    detail = {"site": str(site), "on": on.isoformat()}
    tell("site.closed", owner, by=by, at=at, detail=detail)


def _held(site: UUID, by: Context) -> tuple[Site, Any]:
    row = Site.objects.filter(id=site).first()
    if row is None:
        raise NotFound
    owner = held_of_own(row.employer_id, by)
    row = Site.objects.select_for_update().get(id=site)
    if row.closed_on is not None:
        raise Refused(text("This site has closed."))
    return row, owner


def _told(facts: Facts) -> dict[str, Any]:
    """The columns that facts become."""
    told: dict[str, Any] = {}
    for field in TEXTS:
        if field in facts:
            limit = "name" if field == "name" else field
            told[field] = rules.short(limit, facts[field])
    if "place" in facts:
        told["place"] = _place(facts["place"])
    if "lon" in facts or "lat" in facts:
        told["lon"], told["lat"] = rules.point(facts.get("lon"), facts.get("lat"))
    if "seats" in facts:
        seats = facts["seats"]
        if seats is not None and not 0 <= seats <= MOST_SEATS:
            said = text("Say how many seats the site has, as a whole number.")
            raise Wrong("seats", said)
        told["seats"] = seats
    return told | {field: facts[field] for field in CARE if field in facts}


def _place(value: Any) -> int:
    try:
        return places().get(value or 0).code
    except PlaceError:
        raise Wrong("place", text("Say where the site is.")) from None
