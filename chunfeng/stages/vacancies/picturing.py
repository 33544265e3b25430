"""Photos of the work: made anew from their points, in two sizes below the home's files."""

import hashlib
import os
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from django.db import transaction

from chunfeng.foundation.access import OFFICERS, Context
from chunfeng.foundation.database.url import HOME
from chunfeng.foundation.photos import Photo as Made
from chunfeng.foundation.photos import reencode
from chunfeng.kit.texts import text
from chunfeng.stages.vacancies import rules, writing
from chunfeng.stages.vacancies.models import Photo, Vacancy
from chunfeng.stages.vacancies.refusals import NotAllowed, NotFound, Refused
from chunfeng.stages.vacancies.states import State

FOLDER = "photos"
_DIGEST = re.compile(r"[0-9a-f]{64}")
SUFFIXES: Mapping[bool, str] = {False: ".jpg", True: "-small.jpg"}


def add_photo(vacancy: UUID, data: bytes, *, by: Context, at: datetime, alt: str = "") -> UUID:
    """Adds a photo; UnusablePhoto where the file is none.

    alt: what it shows, for whoever does not see it. One that a member adds to what is published is
    reviewed first.
    """
    _must_write(by)
    made = reencode(data)
    held = writing.locked(vacancy)
    there = Photo.objects.filter(vacancy=vacancy)
    positions = list(there.order_by("position").values_list("position", flat=True))
    if len(positions) >= rules.MOST_PHOTOS:
        raise Refused(text("A vacancy has {n} photos at most.", n=rules.MOST_PHOTOS))
    writing.save(held, _review_first(held, by, at), at=at)
    photo = Photo(
        id=uuid4(),
        vacancy_id=vacancy,
        region=held.region,
        digest=_stored(made, vacancy),
        alt=" ".join(alt.split())[:120],
        width=made.width,
        height=made.height,
        position=positions[-1] + 1 if positions else 0,
        at=at,
    )
    photo.save(force_insert=True)
    told = {"photo": str(photo.id), "version": held.version - 1}
    writing.tell("vacancy.photo_added", held, by=by, at=at, fields=["photos"], **told)
    return photo.id


def remove_photo(photo: UUID, *, by: Context, at: datetime) -> None:
    """Takes a photo away; its files go when that is certain."""
    _must_write(by)
    found = Photo.objects.filter(id=photo).values("vacancy_id", "digest").first()
    if found is None:
        raise NotFound
    held = writing.locked(found["vacancy_id"])
    if not Photo.objects.filter(id=photo).delete()[0]:
        raise NotFound
    writing.save(held, [], at=at)
    told = {"photo": str(photo), "version": held.version - 1}
    writing.tell("vacancy.photo_removed", held, by=by, at=at, fields=["photos"], **told)
    same = Photo.objects.filter(vacancy=held.id, digest=found["digest"])
    if not same.exists():
        transaction.on_commit(lambda: _dropped(found["digest"]))


def shown_file(photo: UUID, *, small: bool) -> Path | None:
    """The file of a photo that whoever asks may see; for anybody: of a published vacancy."""
    found = Photo.objects.filter(id=photo).values_list("digest", flat=True).first()
    return file_of(found, small=small) if found else None


def file_of(digest: str, *, small: bool) -> Path | None:
    """Where one size of a photo lies; None where it is not there."""
    if not _DIGEST.fullmatch(digest):
        return None
    path = _path(digest, small=small)
    return path if path.is_file() else None


def _must_write(by: Context) -> None:
    if by.role not in OFFICERS and by.employer is None:
        raise NotAllowed


def _review_first(held: Vacancy, by: Context, at: datetime) -> list[str]:
    """A member's photo is seen by an officer before it is shown; the columns to save."""
    if by.employer is None or State(held.state) not in (State.PUBLISHED, State.PAUSED):
        return []
    held.state, held.submitted_at, held.state_reason = State.REVIEW, at, ""
    return ["state", "submitted_at", "state_reason"]


def _stored(made: Made, vacancy: UUID) -> str:
    """Both sizes in the files, by a name of their content and the vacancy's alone."""
    digest = hashlib.sha256(vacancy.bytes + made.large).hexdigest()
    for small, data in ((False, made.large), (True, made.small)):
        path = _path(digest, small=small)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_suffix(f".{uuid4().hex}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(data)
        draft.replace(path)
    return digest


def _dropped(digest: str) -> None:
    for small in SUFFIXES:
        _path(digest, small=small).unlink(missing_ok=True)


def _path(digest: str, *, small: bool) -> Path:
    return HOME / "files" / FOLDER / digest[:2] / f"{digest}{SUFFIXES[small]}"
