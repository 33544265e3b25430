"""Files of an employer: sealed on the disk, opened on the record."""

import io
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import IO
from uuid import UUID, uuid4

from chunfeng.foundation.access import OFFICERS, Context, Role
from chunfeng.foundation.ciphers import Keyring
from chunfeng.foundation.database.url import HOME
from chunfeng.foundation.intake.errors import UnreadableFile
from chunfeng.foundation.intake.sealed_files import SealedFile, safe_name, seal_file
from chunfeng.foundation.photos import UnusablePhoto, reencode
from chunfeng.kit.texts import Text, text
from chunfeng.stages.employers.holding import held_of_own, tell
from chunfeng.stages.employers.models import Document, Recognition, Step
from chunfeng.stages.employers.policy import national
from chunfeng.stages.employers.refusals import NotAllowed, NotFound, Refused
from chunfeng.stages.employers.vocabulary import OTHER_DOCUMENTS

FOLDER = "employers"
LARGEST = 12 << 20  # bytes
PDF = b"%PDF-"
NOT_ONE = text("Only PDF files and pictures (JPEG, PNG, WebP) are taken.")


def kinds() -> Mapping[str, Text]:
    """{code: name} of what a document may be: what some recognition asks for, a photo, another."""
    policy = national()
    return {code: policy.document(code) for code in policy.file.documents} | dict(OTHER_DOCUMENTS)


def add_document(
    employer: UUID,
    stream: IO[bytes],
    *,
    name: str,
    kind: str,
    keys: Keyring,
    by: Context,
    at: datetime,
    recognition: UUID | None = None,
    step: UUID | None = None,
) -> UUID:
    """Keeps a file (PDF or picture, at most 12 MB) of an employer, or of one of its recognitions.

    step: the visit a photo is of.
    """
    owner = held_of_own(employer, by)
    if kind not in kinds():
        raise Refused(text("Say what the document is."))
    recognition = _belongs(owner.id, recognition, step)
    made, (media, stream) = uuid4(), _checked(stream)
    path = f"{FOLDER}/{made.hex[:2]}/{made}"
    try:
        size, digest = seal_file(stream, SealedFile(HOME / "files" / path, made, keys), LARGEST)
    except UnreadableFile as refused:
        raise Refused(refused.text) from None
    Document(
        id=made,
        employer_id=employer,
        recognition_id=recognition,
        step_id=step,
        region=owner.region,
        kind=kind,
        name=safe_name(name)[:120],
        media=media,
        size=size,
        sha256=digest,
        path=path,
        received_at=at,
        received_by=by.user,
    ).save(force_insert=True)
    detail = {"document": str(made), "kind": kind}
    detail |= {"recognition": str(recognition)} if recognition else {}
    tell("employer.document_added", owner, by=by, at=at, detail=detail)
    return made


def open_document(
    document: UUID, *, keys: Keyring, by: Context, at: datetime
) -> tuple[Document, bytes]:
    """A file and its bytes, the opening of it on the record."""
    if by.role not in OFFICERS | {Role.EMPLOYER}:
        raise NotAllowed
    found = Document.objects.select_related("employer").only(
        *(field.name for field in Document._meta.fields if field.name != "employer"),
        "employer__region",
    )
    held = found.filter(id=document).first()
    if held is None:
        raise NotFound
    path = HOME / "files" / held.path
    if not path.exists():
        raise Refused(text("This file is no longer there."))
    content = b"".join(_pieces(path, held.id, keys))
    detail = {"document": str(document)}
    tell("employer.document_opened", held.employer, by=by, at=at, detail=detail)
    return held, content


def _pieces(path: object, bound: UUID, keys: Keyring) -> Iterator[bytes]:
    return SealedFile(path, bound, keys).pieces()  # type: ignore[arg-type]


def _belongs(employer: UUID, recognition: UUID | None, step: UUID | None) -> UUID | None:
    """The recognition a document is of; NotFound where it, or the step, is not the employer's."""
    if step is not None:
        found = Step.objects.filter(id=step, recognition__employer=employer)
        of = found.values_list("recognition_id", flat=True).first()
        if of is None or recognition not in (None, of):
            raise NotFound
        return of
    if recognition is None:
        return None
    if not Recognition.objects.filter(id=recognition, employer=employer).exists():
        raise NotFound
    return recognition


def _checked(stream: IO[bytes]) -> tuple[str, IO[bytes]]:
    """(what a file is, its bytes): a PDF as it came, a picture made anew; Refused for others."""
    head = stream.read(len(PDF))
    stream.seek(0)
    if head == PDF:
        return "application/pdf", stream
    try:
        return "image/jpeg", io.BytesIO(reencode(stream.read(LARGEST + 1)).large)
    except UnusablePhoto as refused:
        raise Refused(NOT_ONE if refused.code == "kind" else refused.text) from None
