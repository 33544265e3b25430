"""What an import of vacancies does with one chunk of rows: previewed, applied, taken back. Each is
one transaction; done a second time it changes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from chunfeng.foundation.access import Context
from chunfeng.foundation.audit.recording import record_all
from chunfeng.foundation.intake import uploads
from chunfeng.foundation.intake.doing import (
    LISTED,
    counted,
    issues,
    keys,
    note,
    one_at_a_time,
    sealed_changes,
)
from chunfeng.foundation.intake.models import Part, Step, Upload
from chunfeng.foundation.intake.reading import ReadChunk
from chunfeng.kit.texts import Text, text
from chunfeng.stages.employers import ensuring
from chunfeng.stages.employers.models import Employer
from chunfeng.stages.vacancies.models import Vacancy
from chunfeng.stages.vacancies.registering import Plan, Registering, Said

_ELSEWHERE = (
    text("Another office answers for this employer; the row is left out."),
    text("Leave the row to the officers there."),
)


def preview(
    upload_id: UUID, number: int, read: ReadChunk, by: Context, at: datetime
) -> Mapping[str, int]:
    """Counts what a chunk would do: it is done, looked at and taken back at once."""
    one_at_a_time(by)
    upload = Upload.objects.get(id=upload_id)
    so_far = uploads.counts(upload, Step.PREVIEW)
    with transaction.atomic():
        plan = _registered(upload, read, by, at)
        lines = _listed(plan, read, LISTED - so_far.get("listed", 0))
        transaction.set_rollback(True)
    did = counted(read, plan.counts(), len(plan.refused)) | {"listed": len(lines)}
    found = issues(upload, read, _wrong(plan), _elsewhere(plan))
    note(upload, Step.PREVIEW, number, at, did, found, changes=sealed_changes(upload_id, lines))
    return did


def apply(
    upload_id: UUID, number: int, read: ReadChunk, by: Context, at: datetime
) -> Mapping[str, int]:
    """Registers the rows of a chunk."""
    one_at_a_time(by)
    upload = Upload.objects.get(id=upload_id)
    if Part.objects.filter(upload=upload, step=Step.APPLY, number=number).exists():
        return {}
    plan = _registered(upload, read, by, at)
    touched = [*plan.new.values(), *plan.changed.values()]
    did = counted(read, plan.counts(), len(plan.refused))
    note(
        upload,
        Step.APPLY,
        number,
        at,
        did,
        issues(upload, read, _wrong(plan), _elsewhere(plan)),
        records=[held.id for held in touched],
        versions=[held.version for held in touched],
    )
    return did


def undo(upload_id: UUID, number: int, by: Context, at: datetime) -> Mapping[str, int]:
    """Takes back what one applied chunk did; what was changed since is kept and noted."""
    one_at_a_time(by)
    upload = Upload.objects.get(id=upload_id)
    if Part.objects.filter(upload=upload, step=Step.UNDO, number=number).exists():
        return {}
    part = Part.objects.get(upload=upload, step=Step.APPLY, number=number)
    left = dict(zip(part.records, part.versions, strict=True))
    names = ("id", "version", "region", "employer_id", "added_by")
    found = list(Vacancy.objects.filter(id__in=left).values_list(*names))
    same = [row for row in found if row[1] == left[row[0]]]
    added = {one: region for one, _, region, _, change in same if change == upload.change}
    changed = {one: region for one, _, region, _, change in same if change != upload.change}
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM vacancies_vacancy WHERE id = ANY(%s)", [list(added)])
        cursor.execute("SELECT vacancies_take_back(%s, %s, %s)", [upload.change, list(changed), at])
    gone = _employers_gone({row[3] for row in found}, upload.change, by, at)
    _tell("vacancy.removed", added, upload, by, at)
    _tell("vacancy.taken_back", changed, upload, by, at)
    kept = [one for one in part.records if one not in added and one not in changed]
    did = {"removed": len(added), "restored": len(changed), "kept": len(kept), "employers": gone}
    uploads.add_part(upload, Step.UNDO, number, at, counts=did, records=kept)
    return did


def _wrong(plan: Plan) -> list[tuple[int, Said]]:
    """What is to be mended, row by row; of a row as many as there are."""
    marked = [(k, said) for k, several in plan.marked.items() for said in several]
    return [*plan.refused.items(), *marked]


def _elsewhere(plan: Plan) -> dict[int, tuple[Text, Text]]:
    return dict.fromkeys(plan.elsewhere, _ELSEWHERE)


def _registered(upload: Upload, read: ReadChunk, by: Context, at: datetime) -> Plan:
    registering = Registering(keys=keys(), by=by, at=at, change=upload.change)
    return registering.register(read.chunk.rows)


def _employers_gone(employers: Iterable[UUID], change: UUID, by: Context, at: datetime) -> int:
    """Employers that came with the import and have no vacancy left."""
    still = Vacancy.objects.filter(employer__in=employers).values_list("employer_id", flat=True)
    added = Employer.objects.filter(added_by=change, id__in=set(employers) - set(still))
    return ensuring.take_back(list(added.values_list("id", flat=True)), by=by, at=at, change=change)


def _listed(plan: Plan, read: ReadChunk, room: int) -> list[dict[str, Any]]:
    """Changes field by field: what stood, what would stand; of a phone only that it changes."""
    return [
        {
            "row": read.chunk.numbers[k],
            "record": plan.changed[k].id,
            "name": plan.changed[k].title,
            "fields": _old_and_new(plan, k),
        }
        for k in list(plan.changed)[: max(0, room)]
    ]


def _old_and_new(plan: Plan, k: int) -> dict[str, Any]:
    new = plan.changed[k]
    return {
        name: None if old is None and name == "phone" else [_said(old), _said(getattr(new, name))]
        for name, old in plan.before[k].items()
    }


def _said(value: Any) -> Any:
    """A column's value as JSON shows it."""
    return value.isoformat() if hasattr(value, "isoformat") else value


def _tell(
    kind: str, records: Mapping[UUID, int], upload: Upload, by: Context, at: datetime
) -> None:
    told = {"upload": str(upload.id)}
    about: Sequence[Any] = [(region, ("vacancy", one), (), told) for one, region in records.items()]
    record_all(kind, about, by=by, at=at)
