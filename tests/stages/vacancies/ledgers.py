"""Vacancy ledgers to import, an import from end to end, and a digest of what is there after it."""

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from chunfeng.foundation.access import Context, entered
from chunfeng.stages.vacancies import tasks
from chunfeng.stages.vacancies.importing import IMPORTER
from tests.cast import NOW
from tests.foundation.jobs.arranging import login
from tests.stages.people.imports import as_csv, worked

assert tasks  # the jobs are declared by importing it
TOWN = "陕西省安康市平利县城关镇"
__all__ = ["TOWN", "as_csv", "worked"]
# Ids, moments and what is sealed differ from run to run.
LEFT_OUT = (
    "id", "employer_id", "version", "created_at", "updated_at", "added_by", "phone", "phone_index",
    "submitted_at", "site_id", "copied_from", "published_at", "published_by",
)  # fmt: skip


def post(number: int, **cells: str) -> dict[str, str]:
    """A row of the ledger; employers of three vacancies."""
    return {
        "岗位编号": f"V{number:04d}",
        "用工单位": f"平利县第{number // 3}玩具厂",
        "单位类型": "帮扶车间",
        "岗位名称": ("缝纫工", "锁边工", "包装工")[number % 3],
        "工作地点": TOWN,
        "招聘人数": str(5 + number % 7),
        "薪酬方式": "月薪",
        "薪酬下限": str(2800 + number),
        "薪酬上限": "4200",
        "每日工时": "8",
        "每周天数": "5",
        "联系人": "李主任",
        "联系电话": f"154{number:08d}",
        "截止日期": "2027-06-30",
    } | cells


def handed_in(content: bytes, by: Context, name: str = "岗位.csv", at: datetime = NOW) -> UUID:
    """An upload."""
    with entered(by):
        return IMPORTER.receive(io.BytesIO(content), name, by=by, at=at)


def previewed(upload: UUID, by: Context) -> Mapping[str, int]:
    """The counts of a preview."""
    with entered(by):
        look = IMPORTER.look(upload, by=by)
        run = IMPORTER.start_preview(upload, sheet=look.sheet, mapping=look.mapping, by=by, at=NOW)
    worked(run)
    return counts(upload, by, "preview")


def applied(upload: UUID, by: Context) -> Mapping[str, int]:
    """The counts of an application."""
    with entered(by):
        run = IMPORTER.start_apply(upload, by=by, at=NOW)
    worked(run, 2)
    return counts(upload, by, "apply")


def undone(upload: UUID, by: Context) -> Mapping[str, int]:
    """The counts of an undo."""
    with entered(by):
        run = IMPORTER.start_undo(upload, by=by, at=NOW)
    worked(run, 3)
    return counts(upload, by, "undo")


def imported(content: bytes, by: Context, name: str = "岗位.csv") -> tuple[UUID, Mapping[str, int]]:
    """A file from end to end: (upload, counts of the application)."""
    upload = handed_in(content, by, name)
    previewed(upload, by)
    return upload, applied(upload, by)


def counts(upload: UUID, by: Context, step: str) -> Mapping[str, int]:
    """What a step counted."""
    with entered(by):
        result = IMPORTER.result(upload, by=by)
    assert step in result.counts, (result.state, result.busy, result.said)
    return result.counts[step]


def everything() -> list[bytes]:
    """Of vacancies, employers and the shop window, without ids, moments and nonces."""
    lines: list[dict[str, Any]] = []
    with login(None), connection.cursor() as cursor:
        for statement in (
            "SELECT e.name AS of, v.* FROM vacancies_vacancy v"
            " JOIN employers_employer e ON e.id = v.employer_id",
            "SELECT name, kind, credit_code, place, state FROM employers_employer",
            "SELECT employer_name, title, headcount, month_pay FROM vacancies_shown",
        ):
            cursor.execute(statement)
            names = [column.name for column in cursor.description]
            for row in cursor.fetchall():
                told = dict(zip(names, row, strict=True))
                lines.append({k: str(v) for k, v in told.items() if k not in LEFT_OUT})
    return sorted(orjson.dumps(line, option=orjson.OPT_SORT_KEYS) for line in lines)
