"""Writes on households: members' relations, split, merge, move. Doors like ``operations``."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from chunfeng.foundation.access import Context, Right
from chunfeng.foundation.audit.recording import record
from chunfeng.foundation.jobs.operations import do_soon
from chunfeng.foundation.places.current import places
from chunfeng.kit.texts import text
from chunfeng.stages.people import reactions, writing
from chunfeng.stages.people.fields import HOUSEHOLD
from chunfeng.stages.people.models import Household, Person
from chunfeng.stages.people.refusals import NotAllowed, NotFound, Refused
from chunfeng.stages.people.stored import stored

FOLLOW = "people.follow"  # the clock's work of that name
FOLLOWED = "区划调整 region closed"  # the reason that stays in the history
Relations = Mapping[UUID, str]  # person: code of the ledger's relation


def set_relations(
    household: UUID, relations: Relations, *, reason: str, by: Context, at: datetime
) -> None:
    """Says anew who is what to the head; exactly one living member must be the head."""
    home = _locked(household, by)
    members = _living(household)
    if relations.keys() - {m.id for m in members}:
        raise NotFound
    writing.under_change()
    _relate(members, relations, at)
    _tell("household.relations", home, by, at, reason, sorted(map(str, relations)))


def split(
    household: UUID,
    leaving: Relations,
    *,
    number: str,
    reason: str,
    by: Context,
    at: datetime,
    region: int | None = None,
    staying: Relations | None = None,
) -> UUID:
    """Members with their new relations become a household of their own; its id.

    staying: new relations of those who stay, needed where the head leaves.
    """
    home = _locked(household, by)
    members = _living(household)
    gone = [m for m in members if m.id in leaving]
    left = [m for m in members if m.id not in leaving]
    if len(gone) != len(leaving):
        raise NotFound
    if not gone or not left:
        raise Refused(text("A split needs members on both sides."))
    where = region or home.region
    _must_cover(by, where)
    writing.under_change()
    made = Household.objects.create(
        region=where,
        number=_free(number, where),
        categories=home.categories,
        came_from=home,
        origin={"": {"how": "split", "on": timezone.localdate(at).isoformat()}},
        created_at=at,
        updated_at=at,
    )
    _into(made, gone, leaving, at)  # first: the old head may leave a place to a new one
    _one_head(gone)
    _relate(left, staying or {}, at)
    _tell("household.split", home, by, at, reason, [str(m.id) for m in gone])
    _tell("household.added", made, by, at, reason, [])
    return made.id


def merge(
    household: UUID, into: UUID, relations: Relations, *, reason: str, by: Context, at: datetime
) -> None:
    """All members join another household with new relations; the empty one ends."""
    if household == into:
        raise Refused(text("A household cannot be merged with itself."))
    first, second = sorted((household, into))
    locked = {h: _locked(h, by) for h in (first, second)}
    home, target = locked[household], locked[into]
    joining = _living(household)
    writing.under_change()
    _into(target, joining, dict.fromkeys((m.id for m in joining), "other") | dict(relations), at)
    _one_head(_living(into))
    home.ended_on, home.ended_reason = timezone.localdate(at), "merged"
    home.version += 1
    home.updated_at = at
    home.save(update_fields=["ended_on", "ended_reason", "version", "updated_at"])
    _tell("household.merged", home, by, at, reason, [str(into)])


def move(household: UUID, region: int, *, reason: str, by: Context, at: datetime) -> None:
    """The household, its members and all their records go to another village of the post's."""
    home = _locked(household, by)
    _must_cover(by, region)
    writing.under_change()
    was, home.region = home.region, region
    home.version += 1
    home.updated_at = at
    home.save(update_fields=["region", "version", "updated_at"])
    _tell("household.moved", home, by, at, reason, [str(was)])


def follow(closed: int, *, limit: int, by: Context, at: datetime) -> int:
    """Moves households of a closed region, ``limit`` at most, to the one after it; how many."""
    here = Household.objects.filter(region=closed, ended_on=None).order_by("id")
    found = list(here.values_list("id", flat=True)[:limit])
    for household in found:
        move(household, places().get(closed).code, reason=FOLLOWED, by=by, at=at)
    return len(found)


def follow_soon(*, by: Context, at: datetime) -> None:
    """Lets the clock's work of moving people out of closed regions begin at once."""
    do_soon(FOLLOW, by=by, at=at)


def correct(
    household: UUID, values: Mapping[str, Any], *, reason: str, by: Context, at: datetime
) -> None:
    """Sets what the ledger says of a whole household: number, categories, settlement, point."""
    home = _locked(household, by)
    if values.keys() - HOUSEHOLD.keys():
        raise NotFound
    if values.get("household_no", home.number) != home.number:
        _free(str(values["household_no"] or ""), home.region)
    writing.under_change()
    for name, value in values.items():
        setattr(home, HOUSEHOLD[name], stored(name, value))
    home.version += 1
    home.updated_at = at
    columns = [HOUSEHOLD[name] for name in values]
    home.save(update_fields=[*columns, "version", "updated_at"])
    _tell("household.changed", home, by, at, reason, sorted(values))


def _must_cover(by: Context, region: int) -> None:
    if not by.covers(region):
        raise Refused(text("That village is outside the region of your post."))


def _locked(household: UUID, by: Context) -> Household:
    if by.rights.d2 is not Right.WRITE:
        raise NotAllowed
    home = Household.objects.select_for_update().filter(id=household, ended_on=None).first()
    if home is None:
        raise NotFound
    return home


def _living(household: UUID) -> list[Person]:
    people = Person.objects.select_for_update().filter(household_id=household)
    return list(people.filter(left_on=None, merged_into=None).order_by("created_at", "id"))


def _relate(members: Sequence[Person], relations: Relations, at: datetime) -> None:
    """Writes relations; the old head first, since two heads are refused at every moment."""
    for member in members:
        member.relation = relations.get(member.id, member.relation)
    _one_head(members)
    for member in sorted(members, key=lambda m: m.relation == "head"):
        if member.id in relations:
            member.version += 1
            member.updated_at = at
            member.save(update_fields=["relation", "version", "updated_at"])


def _into(home: Household, members: Sequence[Person], relations: Relations, at: datetime) -> None:
    for member in sorted(members, key=lambda m: relations[m.id] == "head"):
        member.household, member.region = home, home.region
        member.relation = relations[member.id]
        member.version += 1
        member.updated_at = at
        member.save(update_fields=["household", "region", "relation", "version", "updated_at"])


def _one_head(members: Sequence[Person]) -> None:
    heads = sum(member.relation == "head" for member in members)
    if heads != 1:
        raise Refused(text("A household has exactly one head; here there would be {n}.", n=heads))


def _free(number: str, region: int) -> str:
    county = region // 10**6 * 10**6
    taken = Household.objects.filter(
        number=number, ended_on=None, region__range=(county, county + 10**6 - 1)
    )
    if number and taken.exists():
        raise Refused(text("This household number is in use already."))
    return number


def _tell(
    kind: str, home: Household, by: Context, at: datetime, reason: str, fields: Sequence[str]
) -> None:
    record(
        kind,
        by=by,
        at=at,
        household=home.id,
        region=home.region,
        detail={"reason": reason, "who": list(fields)},
    )
    reactions.changed([home.id], by=by, at=at)
