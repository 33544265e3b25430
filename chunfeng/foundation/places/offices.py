"""The office people turn to: name, address, telephone and hours, by region; no secret of anybody.

An officer enters it for the own region and below. Public pages show the nearest one upwards.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from chunfeng.foundation.access import Context, Role
from chunfeng.foundation.audit.recording import record
from chunfeng.foundation.database.planned import rows
from chunfeng.foundation.places.current import places
from chunfeng.foundation.places.errors import PlaceError
from chunfeng.foundation.places.models import Office as Kept
from chunfeng.foundation.places.place import level_of, uppers
from chunfeng.foundation.places.refusals import Refused
from chunfeng.kit.texts import Text, text

COUNTY, VILLAGE = 3, 5  # levels that may have an office
MOST_PHONES = 3
FIELDS = ("name", "address", "phones", "hours")
LONGEST = {"name": 80, "address": 120, "phones": 80, "hours": 80}
KEEPERS = frozenset({Role.COUNTY, Role.TOWNSHIP})
_SPLIT = re.compile(r"[、,，;；/]|\s{2,}")
_PHONE = re.compile(r"\+?[0-9][0-9 -]*(?:转[0-9]+)?")
_LEAST, _MOST = 3, 16  # digits of a telephone: 12333, 0915-8421234转12
_OF = """SELECT region, name, address, phones, hours FROM places_office
    WHERE region = ANY(%(regions)s::bigint[]) ORDER BY region DESC"""  # the nearest one first


@dataclass(frozen=True, slots=True)
class Office:
    """An office. region: whose it is; hours: when it is open, in words."""

    region: int
    name: str
    address: str
    phones: tuple[str, ...]
    hours: str


def offices_of(region: int) -> Sequence[Office]:
    """The offices of a region and those above it up to the county, the nearest first."""
    asked = [code for code in (region, *uppers(region)) if COUNTY <= level_of(code) <= VILLAGE]
    return [_office(*row) for row in rows(_OF, {"regions": asked})]


def office_of(region: int) -> Office | None:
    """The office of a region, else of the nearest above it that has one; None up to the county."""
    return next(iter(offices_of(region)), None)


def offices_in(lo: int, hi: int) -> Sequence[Office]:
    """The offices of a range of codes, in their order."""
    found = Kept.objects.filter(region__range=(lo, hi)).order_by("region")
    return [_office(*row) for row in found.values_list("region", *FIELDS)]


def tell(region: int, facts: Mapping[str, str], *, by: Context, at: datetime) -> bool:
    """Says what is known of a region's office, in place of what was; whether anything is new.

    facts: name, address, phones (one after the other with 、) and hours; left out means empty.
    """
    _may(region, by)
    told = {name: " ".join(facts.get(name, "").split()) for name in FIELDS}
    told["phones"] = "、".join(_phones(facts.get("phones", "")))
    if wrong := _wrong(told):
        raise Refused(wrong)
    with transaction.atomic():
        before = Kept.objects.select_for_update().filter(region=region).first()
        changed = [name for name in FIELDS if getattr(before, name, None) != told[name]]
        if not changed:
            return False
        values = told | {"updated_at": at, "updated_by": by.user}
        Kept.objects.update_or_create(region=region, defaults=values)
        record("office.told", by=by, at=at, region=region, fields=changed)
    return True


def forget(region: int, *, by: Context, at: datetime) -> None:
    """The region has no office of its own any more; the one above it answers."""
    _may(region, by)
    with transaction.atomic():
        gone, _ = Kept.objects.filter(region=region).delete()
        if gone:
            record("office.gone", by=by, at=at, region=region)


def _may(region: int, by: Context) -> None:
    if by.role not in KEEPERS or not by.covers(region):
        raise Refused(text("That region is outside the region of your post."))
    if not COUNTY <= level_of(region) <= VILLAGE:
        raise Refused(text("Only a county, a township or a village has an office."))
    try:
        places().get(region)
    except PlaceError:
        raise Refused(text("There is no such region.")) from None


def _phones(typed: str) -> list[str]:
    return [" ".join(one.split()) for one in _SPLIT.split(typed) if one.strip()]


def _wrong(told: Mapping[str, str]) -> Text | None:
    if not told["name"]:
        return text("Give the name of the office.")
    if not told["phones"] and not told["address"]:
        return text("Give a telephone or an address: people have to find the office.")
    phones = _phones(told["phones"])
    if len(phones) > MOST_PHONES:
        return text("{n} telephones at most.", n=MOST_PHONES)
    for one in phones:
        if not _PHONE.fullmatch(one) or not _LEAST <= sum(s.isdigit() for s in one) <= _MOST:
            return text("{typed} is no telephone: write it like 0915-8421234 or 12333.", typed=one)
    for name, longest in LONGEST.items():
        if len(told[name]) > longest:
            return text("{n} characters at most: “{typed}” is too long.",
                        n=longest, typed=f"{told[name][:20]}…")  # fmt: skip
    return None


def _office(region: int, name: str, address: str, phones: str, hours: str) -> Office:
    return Office(region, name, address, tuple(_phones(phones)), hours)
