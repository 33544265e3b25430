"""What follows from a vacancy's facts and is kept beside them, worked out at every save."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from chunfeng.foundation.access import Context
from chunfeng.foundation.places.current import places
from chunfeng.foundation.places.errors import UnknownPlace
from chunfeng.kit.texts import text
from chunfeng.stages.employers import conflicts, queries, wage_lines
from chunfeng.stages.employers.models import Employer, Site
from chunfeng.stages.employers.states import EmployerState
from chunfeng.stages.employers.wages import Floors
from chunfeng.stages.people.likeness import name_key
from chunfeng.stages.vacancies import examining, rules
from chunfeng.stages.vacancies.pay import USUAL, pay_of
from chunfeng.stages.vacancies.refusals import Incomplete, NotFound

DERIVED = (
    "channel", "lon", "lat", "own_point", "grid", "month_pay", "hour_pay", "home_friendly",
    "title_key", "findings",
)  # fmt: skip
OF_OWNER = ("id", "region", "name", "kind", "state")


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Of an employer what its vacancies follow.

    floors: the lines of the lowest lawful pay, read once by whoever writes many vacancies.
    """

    id: UUID
    region: int
    name: str
    kind: str
    state: str
    floors: Floors | None = None

    @property
    def verified(self) -> bool:
        """Whether its vacancies may be public."""
        return self.state == EmployerState.VERIFIED


def owner(employer: UUID, *, by: Context, lock: bool = False) -> Owner:
    """An employer whose vacancies somebody may write; NotFound elsewhere.

    lock: for an officer who publishes; refused for whoever is on the employer's side.
    """
    found = Employer.objects.filter(id=employer)
    if lock:
        found = found.select_for_update()
    held = found.values(*OF_OWNER).first()
    if held is None or not rules.covered(by, held["region"]):
        raise NotFound
    if lock:
        contact = queries.inside([employer])[employer]["contact"]
        conflicts.must_be_free(Employer(id=employer, contact=contact), [by.user])
    return Owner(**held)


def derived(facts: Mapping[str, Any], of: Owner, on: date) -> dict[str, Any]:
    """The columns DERIVED of a vacancy's facts; Incomplete where they cannot stand.

    facts: every column a member or officer writes, with ``own_point`` and ``findings`` as before.
    """
    rules.check(facts)
    channel = rules.channel_of(facts["channel"], of.kind)
    lon, lat = _point(facts)
    pay = pay_of(
        USUAL,
        facts["pay_kind"],
        facts["pay_low"],
        facts["pay_high"],
        (facts["piece_price"], facts["daily_output"]),
        facts["hours_per_day"],
        facts["days_per_week"],
    )
    out = {
        "channel": channel,
        "lon": lon,
        "lat": lat,
        "own_point": facts["own_point"],
        "grid": rules.cell_of(lon, lat),
        "month_pay": pay.month,
        "hour_pay": pay.hour,
        "home_friendly": rules.home_friendly({**facts, "channel": channel}, of.region),
        "title_key": name_key(facts["title"])[:300],
    }
    floors = of.floors or wage_lines.floors([facts["place"]])
    out["findings"] = examining.findings({**facts, **out}, on, floors, facts["findings"])
    return out


def of_site(site: UUID, employer: UUID) -> dict[str, Any]:
    """The place and point of a site, for a vacancy that names none; NotFound for another's."""
    held = Site.objects.filter(id=site, employer=employer).values("place", "lon", "lat").first()
    if held is None:
        raise NotFound
    return {name: value for name, value in held.items() if value is not None}


def _point(facts: Mapping[str, Any]) -> tuple[float, float]:
    """The point given, else the place's."""
    try:
        place = places().get(facts["place"])
    except UnknownPlace:
        raise Incomplete("place", text("Nobody knows this place.")) from None
    if not facts["own_point"]:
        return place.lon, place.lat
    lon, lat = facts["lon"], facts["lat"]
    if not rules.near(lon, lat, place.lon, place.lat):
        raise Incomplete("lon", text("The point lies far from the place."))
    return lon, lat
