"""Snapshots: what there is, and the files themselves, whole or a part at a time."""

import io
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from ninja import Router, Schema

from chunfeng.faces.api import cursors, opened
from chunfeng.faces.api.problems import Problem, absent
from chunfeng.faces.api.routes import changes
from chunfeng.faces.api.snapshots import stored
from chunfeng.foundation.partners.scopes import Scope
from chunfeng.kit.texts import text
from chunfeng.stages.vacancies import published

router = Router()
TYPES = {"ndjson": "application/zstd", "parquet": "application/vnd.apache.parquet"}
_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
_BLOCK = 1 << 16  # bytes


class FileOut(Schema):
    """A file of a snapshot and where it is fetched."""

    name: str
    content: str
    format: str
    rows: int
    bytes: int
    sha256: str
    link: str


class SnapshotOut(Schema):
    """A snapshot. ``cursor``: from there the feed goes on."""

    name: str
    made_at: datetime
    cursor: str
    files: list[FileOut]


class Snapshots(Schema):
    """The snapshots there are, the latest first."""

    items: list[SnapshotOut]


@router.get("", response=Snapshots, operation_id="snapshots", url_name="api-snapshots")
def snapshots(request: HttpRequest) -> HttpResponse:
    """Answers the snapshots of the last days."""
    found = stored.kept()
    if found:
        opened.changed(request, found[0].made_at)
    return opened.told({"items": [_shaped(one) for one in found]})


@router.get("/{snapshot}/{file}", operation_id="snapshot_file", url_name="api-snapshot-file")
def snapshot_file(request: HttpRequest, snapshot: str, file: str) -> HttpResponseBase:
    """Answers a file, or the part of it that is asked for."""
    opened.require(request, Scope.BULK)
    found = stored.file(snapshot, file)
    if found is None:
        raise absent()
    path, told = found
    etag = f'"{told.sha256}"'
    moment = path.stat().st_mtime
    head = {
        "ETag": etag,
        "Last-Modified": http_date(moment),
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, max-age=604800, immutable",
        "Content-Disposition": f'attachment; filename="{told.name}"',
    }
    same = get_conditional_response(request, etag, int(moment), HttpResponse(headers=head))
    if isinstance(same, HttpResponseNotModified) or (same and same.status_code == 412):
        return same
    return _file(path, told, head, _part(request, etag, told.bytes))


class Part(io.RawIOBase):
    """A part of a file, read as it is sent."""

    def __init__(self, path: Path, first: int, length: int) -> None:
        self._stream = path.open("rb")
        self._stream.seek(first)
        self._left = length

    def readable(self) -> bool:
        """It only reads."""
        return True

    def read(self, size: int = -1) -> bytes:
        """The next bytes of the part."""
        wanted = self._left if size < 0 else min(size, self._left)
        found = self._stream.read(wanted)
        self._left -= len(found)
        return found

    def close(self) -> None:
        """Lets the file go."""
        self._stream.close()
        super().close()


def _file(
    path: Path, told: stored.File, head: dict[str, str], part: tuple[int, int] | None
) -> HttpResponseBase:
    first, last = part or (0, told.bytes - 1)
    length = last - first + 1
    response = FileResponse(Part(path, first, length), status=206 if part else 200)
    for name, value in head.items():
        response[name] = value
    response["Content-Type"] = TYPES[told.format]
    response["Content-Length"] = str(length)
    if part:
        response["Content-Range"] = f"bytes {first}-{last}/{told.bytes}"
    return response


def _part(request: HttpRequest, etag: str, size: int) -> tuple[int, int] | None:
    """First and last byte asked for; None for all. Several parts at once are not given."""
    asked = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    given = request.headers.get("If-Range")
    if asked is None or not (asked[1] or asked[2]) or (given and given != etag):
        return None
    if asked[1]:
        first, last = int(asked[1]), min(int(asked[2] or size - 1), size - 1)
    else:
        first, last = max(0, size - int(asked[2])), size - 1
    if first > last:
        raise Problem(
            416,
            text("The file has {n} bytes.", n=size),
            {"Content-Range": f"bytes */{size}"},
        )
    return first, last


def _shaped(one: stored.Snapshot) -> dict[str, Any]:
    return {
        "name": one.name,
        "made_at": one.made_at,
        "cursor": changes.made(published.Mark(one.xact)),
        "files": list(_files(one)),
    }


def _files(one: stored.Snapshot) -> Iterator[dict[str, Any]]:
    for file in one.files:
        link = cursors.address(f"/api/v1/snapshot/{one.name}/{file.name}")
        yield {name: getattr(file, name) for name in stored.File.__dataclass_fields__} | {
            "link": link
        }
