"""Ledgers to import, an import from end to end, and a digest of what the register holds."""

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from chunfeng.foundation.access import Context, entered
from chunfeng.foundation.ciphers import Cell, Keyring, unseal
from chunfeng.foundation.intake.cells_codes import id_check
from chunfeng.foundation.jobs.running import work
from chunfeng.stages.people import importing, tasks
from chunfeng.stages.people.fields import CONTACT_SEALED, SECRET_SEALED
from tests.cast import NOW
from tests.foundation.jobs.arranging import WORKER, login

assert tasks  # the jobs are declared by importing it
VILLAGE = "陕西省安康市平利县城关镇东关社区"
PEOPLE = ("household", "person", "profile", "contact", "secret", "spell", "consent")
# Ids, moments and keyed values differ from run to run; what they stand for is told apart below.
LEFT_OUT = {
    *("id", "version", "created_at", "updated_at", "added_by", "origin", "prints", "person_id"),
    *("household_id", "phone_index", "id_index", "phone", "id_number", "address", "backup"),
    *("health", "disability_type", "disability_grade", "poverty_cause"),
}


def id_number(number: int, born: str = "19800101") -> str:
    """A valid ID number of nobody: region 999999 does not exist."""
    body = f"999999{born}{number % 1000:03d}"
    return body + id_check(body)


def as_csv(rows: Sequence[Mapping[str, str]], encoding: str = "utf-8-sig") -> bytes:
    """Rows as a csv file; the first row's keys are the headers."""
    out = io.StringIO(newline="")
    headers = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(out, headers, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def person(number: int, **cells: str) -> dict[str, str]:
    """A row of the ledger; households of three."""
    home, place = divmod(number, 3)
    return {
        "姓名": "王" + "春夏秋冬"[number % 4] + "一二三四五六七八九十"[number % 10],
        "证件号码": id_number(number, f"19{60 + number // 1000:02d}0101"),
        "户编号": f"H{home:04d}",
        "与户主关系": ("户主", "配偶", "子女")[place],
        "户籍地": VILLAGE,
        "联系电话": f"154{number:08d}",
        "文化程度": ("小学", "初中", "高中")[number % 3],
        "健康状况": "健康",
        "就业状态": ("未就业", "单位就业")[number % 2],
        "采集日期": "2026-11-01",
    } | cells


def handed_in(content: bytes, by: Context, name: str = "人员.csv", at: datetime = NOW) -> UUID:
    """An upload."""
    with entered(by):
        return importing.receive(io.BytesIO(content), name, by=by, at=at)


def worked(run: UUID, minutes: int = 1) -> None:
    """Does a run to its end, as a worker would."""
    with login(WORKER):
        work(run, clock=lambda: NOW + timedelta(minutes=minutes))


def previewed(upload: UUID, by: Context, **how: Any) -> Mapping[str, int]:
    """The counts of a preview."""
    with entered(by):
        look = importing.look(upload, by=by, **how)
        run = importing.start_preview(upload, sheet=look.sheet, mapping=look.mapping, by=by, at=NOW)
    worked(run)
    return counts(upload, by, "preview")


def applied(upload: UUID, by: Context) -> Mapping[str, int]:
    """The counts of an application."""
    with entered(by):
        run = importing.start_apply(upload, by=by, at=NOW)
    worked(run, 2)
    return counts(upload, by, "apply")


def undone(upload: UUID, by: Context) -> Mapping[str, int]:
    """The counts of an undo."""
    with entered(by):
        run = importing.start_undo(upload, by=by, at=NOW)
    worked(run, 3)
    return counts(upload, by, "undo")


def imported(content: bytes, by: Context, name: str = "人员.csv") -> tuple[UUID, Mapping[str, int]]:
    """A file from end to end: (upload, counts of the application)."""
    upload = handed_in(content, by, name)
    previewed(upload, by)
    return upload, applied(upload, by)


def counts(upload: UUID, by: Context, step: str) -> Mapping[str, int]:
    """What a step counted."""
    with entered(by):
        result = importing.result(upload, by=by)
    assert step in result.counts, (result.state, result.busy, result.said)
    return result.counts[step]


def digest(keys: Keyring) -> str:
    """Of everything people's tables hold, without ids, moments and nonces."""
    lines = sorted(orjson.dumps(row, option=orjson.OPT_SORT_KEYS) for row in _everything(keys))
    return hashlib.sha256(b"\n".join(lines)).hexdigest()


def _everything(keys: Keyring) -> Iterable[dict[str, Any]]:
    with login(None), connection.cursor() as cursor:
        names = _names(cursor)
        for table in PEOPLE:
            cursor.execute(f"SELECT * FROM people_{table}")  # noqa: S608 our own names
            columns = [column.name for column in cursor.description]
            for row in cursor.fetchall():
                values = dict(zip(columns, row, strict=True))
                plain = {k: str(v) for k, v in values.items() if k not in LEFT_OUT}
                yield plain | _told(table, values, names, keys)


def _names(cursor: Any) -> dict[Any, str]:
    """What a person or household goes by, instead of its id."""
    cursor.execute("SELECT id, number, region FROM people_household")
    homes = {home: f"{number} {region}" for home, number, region in cursor.fetchall()}
    cursor.execute("SELECT id, household_id, name, birth_date FROM people_person")
    people = {i: f"{homes[home]} {name} {birth}" for i, home, name, birth in cursor.fetchall()}
    return homes | people


def _told(
    table: str, values: Mapping[str, Any], names: Mapping[Any, str], keys: Keyring
) -> dict[str, Any]:
    out: dict[str, Any] = {"of": table}
    for name in ("person_id", "household_id"):
        if name in values:
            out[name] = names[values[name]]
    for field in (*CONTACT_SEALED, *SECRET_SEALED):
        if values.get(field) is not None:
            bound = Cell(f"people_{table}", field, values["person_id"])
            out[field] = unseal(keys, bound, bytes(values[field]))
    return out
