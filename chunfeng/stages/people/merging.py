"""Writes on duplicates: found, decided, merged and taken back; and taking back any change."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import connection

from chunfeng.foundation.access import Context, Right
from chunfeng.foundation.audit.recording import record
from chunfeng.foundation.ciphers import Keyring
from chunfeng.kit.texts import text
from chunfeng.stages.people import operations, reactions, writing
from chunfeng.stages.people.fields import CONTACT_SEALED, PERSON, PROFILE, SECRET_SEALED
from chunfeng.stages.people.models import (
    Consent,
    Contact,
    Duplicate,
    Person,
    Profile,
    Secret,
    Spell,
)
from chunfeng.stages.people.refusals import NotAllowed, NotFound, Refused

UNDO_DAYS = 30
# Later changes by anything else than the change itself stand in the way of taking it back.
_SINCE = """
SELECT DISTINCT coalesce(later.person_id, later.row_id)
FROM people_history AS mine JOIN people_history AS later
    ON coalesce(later.person_id, later.row_id) = coalesce(mine.person_id, mine.row_id)
    AND later.id > mine.id AND later.change <> mine.change
WHERE mine.change = %s AND coalesce(mine.person_id, mine.row_id) = ANY (%s)
UNION
SELECT later.row_id FROM people_history AS later JOIN people_person AS p ON p.id = later.row_id
WHERE p.added_by = %s AND later.change <> %s AND p.id = ANY (%s)
"""


def keep_apart(duplicate: UUID, *, by: Context, at: datetime) -> None:
    """Two people after all: the pair is not shown again."""
    pair = _open(duplicate, by)
    _decide(pair, "different", by, at)
    record(
        "person.kept_apart",
        by=by,
        at=at,
        person=pair.person_id,
        region=pair.region,
        subject=("duplicate", pair.id),
    )


def merge(duplicate: UUID, *, keep: UUID, keys: Keyring, by: Context, at: datetime) -> None:
    """One person: the kept record takes over what it lacks; can be undone for 30 days."""
    pair = _open(duplicate, by)
    if keep not in (pair.person_id, pair.other_id):
        raise NotFound
    drop = pair.other_id if keep == pair.person_id else pair.person_id
    both = {p.id: p for p in Person.objects.select_for_update().filter(id__in=[keep, drop])}
    if len(both) != 2 or any(p.merged_into_id for p in both.values()):
        raise Refused(text("One of the two has been merged already."))
    _take_sealed(both[keep], drop, keys, by, at)
    change = writing.under_change(uuid4())
    _take_plain(keep, drop, at)
    _take_ties(keep, drop, both[keep].region)
    lost = both[drop]
    relation = lost.relation if lost.relation != "head" else "other"
    operations.stamp(lost, at, merged_into_id=keep, relation=relation)
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_release(%s, %s)", [drop, at])
    _decide(pair, "merged", by, at, change=change, undo_until=at + timedelta(UNDO_DAYS))
    reactions.merged(keep, drop, by=by, at=at)
    for person in (keep, drop):
        record(
            "person.merged",
            by=by,
            at=at,
            person=person,
            region=both[person].region,
            subject=("duplicate", pair.id),
            detail={"kept": str(keep)},
        )


def undo_merge(duplicate: UUID, *, by: Context, at: datetime) -> None:
    """Both records stand as before the merge; refused where either changed since."""
    _must_write(by)
    pair = Duplicate.objects.select_for_update().filter(id=duplicate, state="merged").first()
    if pair is None or pair.change is None:
        raise NotFound
    if pair.undo_until is None or at > pair.undo_until:
        raise Refused(text("A merge can be undone for {n} days; they have passed.", n=UNDO_DAYS))
    people = [pair.person_id, pair.other_id]
    if changed_after(pair.change, people):
        raise Refused(text("One of the two was changed since. Correct the record by hand."))
    change = pair.change
    dropped = Person.objects.filter(id__in=people, merged_into__in=people).values_list(
        "id", flat=True
    )
    drop = dropped.get()
    writing.under_change()
    take_back(change, people)
    reactions.parted(next(one for one in people if one != drop), drop, by=by, at=at)
    pair.state, pair.decided_at, pair.decided_by, pair.change = "open", None, None, None
    pair.undo_until = None
    pair.save()
    for person in people:
        record(
            "merge.undone",
            by=by,
            at=at,
            person=person,
            region=pair.region,
            subject=("duplicate", pair.id),
        )


def changed_after(change: UUID, people: Sequence[UUID]) -> set[UUID]:
    """Those of the people whom something else changed after a change."""
    with connection.cursor() as cursor:
        ids = list(people)
        cursor.execute(_SINCE, [change, ids, change, change, ids])
        return {person for (person,) in cursor.fetchall()}


def take_back(change: UUID, subjects: Sequence[UUID]) -> int:
    """Rows of people or households as they stood before a change; how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_take_back(%s, %s)", [change, list(subjects)])
        ((rows,),) = cursor.fetchall()
    return int(rows)


def _must_write(by: Context) -> None:
    if by.rights.d2 is not Right.WRITE:
        raise NotAllowed


def _open(duplicate: UUID, by: Context) -> Duplicate:
    _must_write(by)
    pair = Duplicate.objects.select_for_update().filter(id=duplicate, state="open").first()
    if pair is None:
        raise NotFound
    return pair


def _decide(
    pair: Duplicate,
    state: str,
    by: Context,
    at: datetime,
    *,
    change: UUID | None = None,
    undo_until: datetime | None = None,
) -> None:
    pair.state, pair.decided_at, pair.decided_by = state, at, by.user
    pair.change, pair.undo_until = change, undo_until
    pair.save()


def _take_sealed(keep: Person, drop: UUID, keys: Keyring, by: Context, at: datetime) -> None:
    """Sealed values are bound to their person: they are opened on the record and sealed anew."""
    lacking = {
        field
        for table, fields in ((Contact, CONTACT_SEALED), (Secret, SECRET_SEALED))
        for field in fields
        if _print(table, drop, field) and not _print(table, keep.id, field)
    }
    openable = by.rights.d4_fields | set(CONTACT_SEALED)
    values = {
        field: operations.reveal(drop, field, keys=keys, by=by, at=at)
        for field in sorted(lacking & openable)
    }
    if values:
        operations.correct(keep.id, values, seen=keep.version, keys=keys, by=by, at=at, how="merge")


def _print(table: type[Contact] | type[Secret], person: UUID, field: str) -> str | None:
    prints = table.objects.filter(person=person).values_list("prints", flat=True).get()
    return prints.get(field) or None


def _take_plain(keep: UUID, drop: UUID, at: datetime) -> None:
    taken = {}
    for table, names, key in (
        ("people_person", PERSON, "id"),
        ("people_profile", PROFILE, "person_id"),
    ):
        model = Person if key == "id" else Profile
        mine = model.objects.values(*names).get(pk=keep)
        theirs = model.objects.values(*names).get(pk=drop)
        columns = {
            name: theirs[name]
            for name in names
            if mine[name] in (None, "", []) and theirs[name] not in (None, "", [])
        }
        taken[table] = columns
        counted = {"version": 0, "updated_at": at.isoformat()} if key == "id" else {}
        if columns or counted:
            writing.update(table, [{key: keep} | columns | counted], key=key)


def _take_ties(keep: UUID, drop: UUID, region: int) -> None:
    mine = set(Spell.objects.filter(person=keep, ended=None).values_list("kind", flat=True))
    for spell in Spell.objects.filter(person=drop):
        if spell.ended is not None or spell.kind not in mine:
            Spell.objects.filter(id=spell.id).update(person_id=keep, region=region)
    purposes = Consent.objects.filter(person=keep, withdrawn_on=None).values("purpose")
    Consent.objects.filter(person=drop).exclude(purpose__in=purposes).update(
        person_id=keep, region=region
    )
