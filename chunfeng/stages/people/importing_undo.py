"""Taking an import back, chunk by chunk: whoever was changed since is kept as they are."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from chunfeng.foundation.access import Context
from chunfeng.foundation.intake import uploads
from chunfeng.foundation.intake.doing import one_at_a_time
from chunfeng.foundation.intake.models import Part, Step, Upload
from chunfeng.stages.people import merging, reactions, writing
from chunfeng.stages.people.registering import TIES, tie_id

_HERE = """SELECT id, version, region, household_id, added_by = %s FROM people_person
    WHERE id = ANY(%s) AND merged_into_id IS NULL"""
_MORE_TIES = """SELECT person_id FROM people_spell WHERE person_id = ANY(%(who)s)
    AND id <> ALL(%(own)s) UNION
    SELECT person_id FROM people_consent WHERE person_id = ANY(%(who)s) AND id <> ALL(%(own)s)"""
_HOUSEHOLDS = """SELECT DISTINCT h.row_id FROM people_history h WHERE h.change = %(change)s
    AND h.of_table = 'people_household' AND h.row_id IN (SELECT unnest(%(homes)s::uuid[])
        UNION SELECT household_id FROM people_person WHERE id = ANY(%(who)s)
        UNION SELECT (p.before ->> 'household_id')::uuid FROM people_history p
        WHERE p.change = %(change)s AND p.row_id = ANY(%(who)s) AND p.before ? 'household_id')"""
_EMPTIED = """DELETE FROM people_household h WHERE h.added_by = %s AND h.id = ANY(%s)
    AND NOT EXISTS (SELECT FROM people_person p WHERE p.household_id = h.id)"""


def undo(upload_id: UUID, number: int, by: Context, at: datetime) -> Mapping[str, int]:
    """Takes back what one applied chunk did; whom it had to keep stands in its part."""
    one_at_a_time(by)
    upload = Upload.objects.get(id=upload_id)
    if Part.objects.filter(upload=upload, step=Step.UNDO, number=number).exists():
        return {}
    part = Part.objects.get(upload=upload, step=Step.APPLY, number=number)
    found = _ask(_HERE, upload.change, part.records)
    left = dict(zip(part.records, part.versions, strict=True))
    same = {i for i, version, *_ in found if version == left[i]}
    same -= merging.changed_after(upload.change, part.records)
    added = [i for i, _, _, _, new in found if new and i in same]
    added = sorted(set(added) - _tied_since(upload.change, added))
    changed = sorted(i for i, _, _, _, new in found if not new and i in same)
    homes = {i: (region, home) for i, _, region, home, _ in found}
    writing.under_change()
    _remove(added, at)  # first, since one of them may hold a place a restored one comes back to
    _restore(upload.change, changed, [homes[i][1] for i in added], part.at)
    _drop_empty(upload.change, [homes[i][1] for i in added])
    undone = {*added, *changed}
    reactions.changed({homes[i][1] for i in undone}, by=by, at=at)
    kept = [i for i in part.records if i not in undone]
    writing.events(
        [_event(i, *homes[i], new=i in set(added)) for i in sorted(undone)],
        by=by,
        at=at,
        subject=("upload", upload.id),
    )
    did = {"removed": len(added), "restored": len(changed), "kept": len(kept)}
    uploads.add_part(upload, Step.UNDO, number, at, counts=did, records=kept)
    return did


def _tied_since(change: UUID, people: Sequence[UUID]) -> set[UUID]:
    """Those who were given a spell or a consent since they were added, or were docked, offered…"""
    own = [tie_id(change, tie, person) for person in people for tie in TIES]
    with connection.cursor() as cursor:
        cursor.execute(_MORE_TIES, {"who": list(people), "own": own})
        return {person for (person,) in cursor.fetchall()} | reactions.tied(people)


def _restore(change: UUID, people: list[UUID], homes: list[UUID], since: datetime) -> None:
    """People, and their households and the other homes, as they stood before; versions go on."""
    if not people and not homes:
        return
    ties = [tuple(tie_id(change, tie, person) for tie in TIES) for person in people]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_spell WHERE id = ANY(%s)", [[s for s, _ in ties]])
        cursor.execute("DELETE FROM people_consent WHERE id = ANY(%s)", [[c for _, c in ties]])
        cursor.execute(
            "DELETE FROM people_duplicate WHERE state = 'open' AND found_at = %s"
            " AND (person_id = ANY(%s) OR other_id = ANY(%s))",
            [since, people, people],
        )
        cursor.execute(_HOUSEHOLDS, {"change": change, "who": people, "homes": homes})
        households = [home for (home,) in cursor.fetchall()]
        households = sorted(set(households) - merging.changed_after(change, households))
        merging.take_back(change, [*people, *households])
        cursor.execute(
            "UPDATE people_person SET version = version + 1 WHERE id = ANY(%s)", [people]
        )


def _remove(people: list[UUID], at: datetime) -> None:
    """Added people; a claimed number goes to who waits for it."""
    if not people:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_release(p, %s) FROM unnest(%s::uuid[]) AS p", [at, people])
        cursor.execute("DELETE FROM people_person WHERE id = ANY(%s)", [people])


def _drop_empty(change: UUID, homes: Sequence[UUID]) -> None:
    """Added households nobody is left in."""
    with connection.cursor() as cursor:
        cursor.execute(_EMPTIED, [change, list(homes)])


def _event(person: UUID, region: int, home: UUID, *, new: bool) -> tuple[Any, ...]:
    kind = "person.removed" if new else "person.taken_back"
    return kind, person, home, region, [], {}


def _ask(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
