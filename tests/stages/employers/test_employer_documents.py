"""Documents of employers: what is taken, how it lies on the disk, who opens it."""

import io
import uuid
from typing import Any

import pytest
from PIL import Image

from chunfeng.foundation.access import entered
from chunfeng.foundation.ciphers import Broken
from chunfeng.foundation.database.url import HOME
from chunfeng.stages.employers import documents
from chunfeng.stages.employers.models import Document
from chunfeng.stages.employers.refusals import NotAllowed, NotFound, Refused
from tests.cast import NOW
from tests.stages.employers.office import PDF, Office, credit_code, events, picture
from tests.stages.employers.test_recognitions import of

WHERE = b"GPS: 32.39 N 109.36 E"


def add(office: Office, employer: uuid.UUID, content: bytes, **facts: Any) -> uuid.UUID:
    told = {"name": "x.pdf", "kind": "licence", "keys": office.keys, "by": office.an, "at": NOW}
    with entered(office.an):
        return documents.add_document(employer, io.BytesIO(content), **told | facts)


def test_a_file_lies_sealed_and_opens_for_its_own_office(office: Office, unwalled: Any) -> None:
    employer = office.verified()
    made = add(office, employer, PDF)
    with entered(office.an):
        path = HOME / "files" / Document.objects.get(id=made).path
        held, content = documents.open_document(made, keys=office.keys, by=office.an, at=NOW)
    assert (content, held.media) == (PDF, "application/pdf")
    assert PDF not in path.read_bytes()
    assert events(unwalled, employer)[-2:] == [
        "employer.document_added", "employer.document_opened",
    ]  # fmt: skip
    with entered(office.neighbour), pytest.raises(NotFound):
        documents.open_document(made, keys=office.keys, by=office.neighbour, at=NOW)


def test_a_file_that_was_altered_on_the_disk_does_not_open(office: Office) -> None:
    made = add(office, office.verified(), PDF)
    with entered(office.an):
        path = HOME / "files" / Document.objects.get(id=made).path
        path.write_bytes(path.read_bytes()[:-1] + b"x")
        with pytest.raises(Broken):
            documents.open_document(made, keys=office.keys, by=office.an, at=NOW)


def test_a_picture_is_made_anew_without_what_it_told_besides(office: Office) -> None:
    made = add(office, office.verified(), picture("JPEG", comment=WHERE), kind="photo")
    with entered(office.an):
        held, content = documents.open_document(made, keys=office.keys, by=office.an, at=NOW)
    assert held.media == "image/jpeg"
    assert Image.open(io.BytesIO(content)).size == (40, 30)
    assert WHERE not in content


@pytest.mark.parametrize(
    "content", [b"", b"MZ evil", b"<html><script>", b"%PDF-" + b"0" * documents.LARGEST]
)
def test_other_files_are_refused(office: Office, content: bytes) -> None:
    employer = office.verified()
    with pytest.raises(Refused):
        add(office, employer, content)
    with entered(office.an):
        assert not Document.objects.filter(employer=employer).exists()


def test_a_document_belongs_to_a_recognition_of_its_employer(office: Office) -> None:
    recognition = office.applied()
    employer, other = (
        of(office, recognition).employer_id,
        office.verified(credit_code=credit_code(2)),
    )
    add(office, employer, PDF, recognition=recognition)
    with pytest.raises(NotFound):
        add(office, other, PDF, recognition=recognition)
    with pytest.raises(NotFound):
        add(office, employer, PDF, step=uuid.uuid4())
    with pytest.raises(Refused, match="what the document is"):
        add(office, employer, PDF, kind="cat")


def test_a_desk_hands_in_and_opens_its_own(office: Office) -> None:
    own, other = office.verified(), office.verified(credit_code=credit_code(2))
    foreign = add(office, other, PDF)
    with office.at_the_desk(own) as member:
        told = {"name": "x.pdf", "kind": "licence", "keys": office.keys, "by": member, "at": NOW}
        made = documents.add_document(own, io.BytesIO(PDF), **told)
        assert documents.open_document(made, keys=office.keys, by=member, at=NOW)[1] == PDF
        with pytest.raises(NotFound):
            documents.open_document(foreign, keys=office.keys, by=member, at=NOW)
        with pytest.raises(NotFound):
            documents.add_document(other, io.BytesIO(PDF), **told)


def test_a_supervisor_opens_none(office: Office, cast: Any) -> None:
    made = add(office, office.verified(), PDF)
    with entered(cast.feng), pytest.raises(NotAllowed):
        documents.open_document(made, keys=office.keys, by=cast.feng, at=NOW)
