"""What an import does with one chunk of rows: previewed, applied, taken back. Each is one
transaction; done a second time it changes nothing.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from chunfeng.foundation.access import Context
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
from chunfeng.stages.people import finding, queries, reactions, registering
from chunfeng.stages.people.comparing import Change, given
from chunfeng.stages.people.fields import SEALED, SECRET_SEALED
from chunfeng.stages.people.heads import second_heads
from chunfeng.stages.people.models import Person
from chunfeng.stages.people.registering import Plan
from chunfeng.stages.people.stored import Row, Sealer, sealed_text

TRIES = 4
_ELSEWHERE = (
    text("The home of this row lies outside the region of your post; the row is left out."),
    text("Correct the home, or leave the row to the officers there."),
)
_HEAD = (
    text("The household has a head already."),
    text("Correct the relation to the head, or the household number."),
)
_CONTRADICTS = (
    text("This row contradicts what the register holds."),
    text("Look the person up and compare the record with this row."),
)


def preview(
    upload_id: UUID, number: int, read: ReadChunk, by: Context, at: datetime
) -> Mapping[str, int]:
    """Counts what a chunk would do, and lists the first changes field by field."""
    upload = Upload.objects.get(id=upload_id)
    so_far = uploads.counts(upload, Step.PREVIEW)
    rows = read.chunk.rows
    planned = queries.preview(rows, keys=keys(), by=by, on=timezone.localdate(at))
    refused = dict.fromkeys(second_heads(rows, planned), _HEAD)
    _leave_out(planned, refused)
    lines = _listed(rows, read.chunk.numbers, planned, LISTED - so_far.get("listed", 0))
    did = counted(read, _did(planned), len(refused)) | {"listed": len(lines)}
    sealed = sealed_changes(upload_id, lines)
    found = issues(upload, read, refused, dict.fromkeys(planned.elsewhere, _ELSEWHERE))
    note(upload, Step.PREVIEW, number, at, did, found, changes=sealed)
    return did


def apply(
    upload_id: UUID, number: int, read: ReadChunk, by: Context, at: datetime
) -> Mapping[str, int]:
    """Registers the rows of a chunk."""
    one_at_a_time(by)
    upload = Upload.objects.get(id=upload_id)
    if Part.objects.filter(upload=upload, step=Step.APPLY, number=number).exists():
        return {}
    rows = list(read.chunk.rows)
    did = _Registering(upload, rows, by, at)
    did.whole()
    counts = counted(read, did.counts, len(did.refused))
    note(
        upload,
        Step.APPLY,
        number,
        at,
        counts,
        issues(upload, read, did.refused, dict.fromkeys(sorted(did.elsewhere), _ELSEWHERE)),
        records=[person for person, _ in did.touched],
        versions=[version for _, version in did.touched],
    )
    if number == 0:
        gather_statistics()
    return counts


def check(
    upload_id: UUID, number: int, read: ReadChunk, by: Context, at: datetime
) -> Mapping[str, int]:
    """Looks for doubts and duplicates among the people of a chunk, once they are registered.

    The file is read again for what nobody may read back from the register: health, say.
    """
    rows = read.chunk.rows
    planned = queries.preview(rows, keys=keys(), by=by, on=timezone.localdate(at))
    opened = {
        person: {name: sealed_text(v) for name, v in given(rows[k], SECRET_SEALED).items()}
        for k, person in planned.people.items()
    }
    homes = Person.objects.filter(id__in=opened).values_list("household_id", flat=True)
    reactions.changed(set(homes), by=by, at=at, opened=opened)
    return {"checked": len(opened), "alike": finding.find(list(opened), at=at)}


class _Registering:
    """Rows on their way into the register."""

    def __init__(self, upload: Upload, rows: Sequence[Row], by: Context, at: datetime) -> None:
        self._upload, self._rows, self._by, self._at = upload, rows, by, at
        self.counts: Counter[str] = Counter()
        self.touched: list[tuple[UUID, int]] = []
        self.refused: dict[int, tuple[Text, Text]] = {}
        self.elsewhere: set[int] = set()

    def whole(self) -> None:
        """All rows at once; planned again where somebody else was quicker."""
        everything = list(range(len(self._rows)))
        for _ in range(TRIES):
            try:
                self._register(everything)
            except IntegrityError:
                continue
            break
        else:
            # Heads last: whoever stops being one must have stopped before.
            everything.sort(key=lambda k: self._rows[k].get("relation") == "head")
            self._halves(everything)

    def _halves(self, which: list[int]) -> None:
        """Parts of the rows, down to the single row that cannot stand."""
        try:
            self._register(which)
        except IntegrityError:
            if len(which) == 1:
                self.refused[which[0]] = _CONTRADICTS
                return
            self._halves(which[: len(which) // 2])
            self._halves(which[len(which) // 2 :])

    def _register(self, which: list[int]) -> None:
        """Some rows, all or none of them."""
        rows = [self._rows[k] for k in which]
        with transaction.atomic():
            day = timezone.localdate(self._at)
            planned = queries.preview(rows, keys=keys(), by=self._by, on=day)
            second = second_heads(rows, planned)
            _leave_out(planned, second)
            registering.apply(
                rows,
                planned,
                Sealer(keys()),
                by=self._by,
                at=self._at,
                how="import",
                change=self._upload.change,
            )
        self.refused |= {which[k]: _HEAD for k in second}
        self.elsewhere |= {which[k] for k in planned.elsewhere}
        self.touched += [(change.person_id, 1) for change in planned.new.values()]
        self.touched += [(c.person_id, c.version + 1) for c in planned.changed.values()]
        self.counts.update(_did(planned))


def gather_statistics() -> None:
    """Lets the planner know how full the tables are now: after an import, and once it has begun."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_gather_statistics()")


def _leave_out(planned: Plan, which: Sequence[int] | Mapping[int, object]) -> None:
    for k in which:
        planned.new.pop(k, None)
        planned.changed.pop(k, None)


def _did(planned: Plan) -> Counter[str]:
    """Counts by names that may stand in a run's result."""
    counts = planned.counts()
    return Counter({name.replace(":", "_"): number for name, number in counts.items()})


def _listed(
    rows: Sequence[Row], numbers: Sequence[int], planned: Plan, room: int
) -> list[dict[str, Any]]:
    """Changes field by field: what stood, what would stand; D3-D4 only that they change."""
    out: list[dict[str, Any]] = []
    for k, change in planned.changed.items():
        if len(out) >= room:
            break
        name = rows[k]["name"]
        fields = {field: _old_and_new(change, field) for field in change.fields}
        out.append({"row": numbers[k], "record": change.person_id, "name": name, "fields": fields})
    return out


def _old_and_new(change: Change, field: str) -> list[Any] | None:
    """[old, new] as stored; None where only the fact may be shown."""
    if field in SEALED or field not in change.before:
        return None
    parts = (change.household, change.person, change.profile)
    return [change.before[field], next(part[field] for part in parts if field in part)]
