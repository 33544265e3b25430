"""Photos of vacancies: made anew, kept in two sizes in the files folder, shown where the row is."""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import IO
from uuid import UUID, uuid4

from chunfeng.foundation.access import OFFICERS, Context
from chunfeng.foundation.database.url import HOME
from chunfeng.foundation.photos.encoding import UnusablePhoto, reencode
from chunfeng.foundation.photos.limits import MOST_BYTES
from chunfeng.kit.texts import text
from chunfeng.stages.vacancies import writing
from chunfeng.stages.vacancies.models import Photo
from chunfeng.stages.vacancies.refusals import NotAllowed, NotFound, Refused
from chunfeng.stages.vacancies.rules import MOST_PHOTOS
from chunfeng.stages.vacancies.states import State

FOLDER = HOME / "files" / "photos"
LARGE, SMALL = "large", "small"
LONGEST_ALT = 120  # signs


def add_photo(
    vacancy: UUID, stream: IO[bytes], *, alt: str, by: Context, at: datetime
) -> UUID:  # fmt: skip
    """Adds a photo (JPEG, PNG, WebP) to a vacancy; its id. alt: what is seen on it.

    A member adds none to a published vacancy: nobody would have looked at it.
    """
    if by.role not in OFFICERS and by.employer is None:
        raise NotAllowed
    held = writing.locked(vacancy)
    if by.employer and held.state == State.PUBLISHED:
        raise Refused(text("Pause it first: an officer looks at new photos before they are shown."))
    there = Photo.objects.filter(vacancy=vacancy)
    if there.count() >= MOST_PHOTOS:
        raise Refused(text("A vacancy has {n} photos at most.", n=MOST_PHOTOS))
    try:
        made = reencode(stream.read(MOST_BYTES + 1))
    except UnusablePhoto as unusable:
        raise Refused(unusable.text) from None
    digest = hashlib.sha256(made.large).hexdigest()
    _put(vacancy, digest, made.large, made.small)
    last = there.order_by("-position").values_list("position", flat=True).first()
    photo = Photo(
        id=uuid4(), vacancy_id=vacancy, region=held.region, digest=digest,
        alt=" ".join(alt.split())[:LONGEST_ALT], width=made.width, height=made.height,
        position=0 if last is None else last + 1, at=at,
    )  # fmt: skip
    photo.save(force_insert=True)
    writing.tell("vacancy.photo_added", held, by=by, at=at, photo=str(photo.id))
    return photo.id


def remove_photo(photo: UUID, *, by: Context, at: datetime) -> UUID:
    """Takes a photo away, its files too; the vacancy it was of."""
    if by.role not in OFFICERS and by.employer is None:
        raise NotAllowed
    found = Photo.objects.filter(id=photo).values("vacancy_id", "digest").first()
    if found is None:
        raise NotFound
    held = writing.locked(found["vacancy_id"])
    Photo.objects.filter(id=photo).delete()
    if not Photo.objects.filter(vacancy=held.id, digest=found["digest"]).exists():
        for size in (LARGE, SMALL):
            _path(held.id, found["digest"], size).unlink(missing_ok=True)
    writing.tell("vacancy.photo_removed", held, by=by, at=at, photo=str(photo))
    return held.id


def photo_bytes(photo: UUID, size: str = LARGE) -> bytes | None:
    """A photo as a JPEG file, where its row may be seen; else None. size: large or small."""
    found = Photo.objects.filter(id=photo).values_list("vacancy_id", "digest").first()
    if found is None or size not in (LARGE, SMALL):
        return None
    path = _path(*found, size)
    return path.read_bytes() if path.exists() else None


def _put(vacancy: UUID, digest: str, large: bytes, small: bytes) -> None:
    for size, content in ((LARGE, large), (SMALL, small)):
        path = _path(vacancy, digest, size)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _path(vacancy: UUID, digest: str, size: str) -> Path:
    return FOLDER / str(vacancy) / f"{digest}-{size}.jpg"
