"""Photos of the work: added, seen by whom they may be seen, taken away with their files."""

from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from chunfeng.foundation.access import entered, in_public
from chunfeng.foundation.photos import UnusablePhoto
from chunfeng.stages.vacancies import operations, queries
from chunfeng.stages.vacancies.models import Photo, Shown
from chunfeng.stages.vacancies.picturing import file_of
from chunfeng.stages.vacancies.refusals import NotFound, Refused
from tests.cast import NOW, Cast
from tests.foundation.jobs.arranging import login
from tests.foundation.photos.test_photos import halves, saved
from tests.stages.vacancies.market import employer, member, published, stands, state

pytestmark = pytest.mark.django_db
JPEG = saved(halves())


def pictured(by: Any, vacancy: UUID, data: bytes = JPEG) -> UUID:
    with stands(by):
        return operations.add_photo(vacancy, data, by=by, at=NOW, alt="车间")


def seen_by_anybody(photo: UUID) -> queries.Picture | None:
    with login("chunfeng_portal"), in_public():
        return queries.photo(photo)


def test_a_photo_is_stored_in_two_sizes_and_shown_with_what_is_published(
    cast: Cast, keys: Any
) -> None:
    made = published(cast.an, keys, employer(cast.an))
    photo = pictured(cast.an, made)
    seen = seen_by_anybody(photo)
    assert seen is not None
    assert (seen.alt, seen.width, seen.height) == ("车间", 400, 300)
    large, small = (file_of(seen.digest, small=size) for size in (False, True))
    assert large is not None
    assert small is not None
    assert large.read_bytes().startswith(b"\xff\xd8")
    assert small.stat().st_size < large.stat().st_size
    assert large.stat().st_mode & 0o077 == 0
    with entered(cast.an):
        operations.pause(made, by=cast.an, at=NOW)
    assert seen_by_anybody(photo) is None


def test_what_a_member_adds_to_what_is_published_is_reviewed_first(cast: Cast, keys: Any) -> None:
    desk = member(employer(cast.an))
    assert desk.employer is not None
    made = published(cast.an, keys, desk.employer)
    photo = pictured(desk, made)
    assert state(cast.an, made) == "review"
    assert seen_by_anybody(photo) is None
    with entered(cast.an):
        operations.publish(made, by=cast.an, at=NOW)
    assert seen_by_anybody(photo) is not None


def test_no_statement_of_the_desk_puts_a_photo_into_the_window(cast: Cast, keys: Any) -> None:
    desk = member(employer(cast.an))
    assert desk.employer is not None
    made = published(cast.an, keys, desk.employer)
    row = {"vacancy_id": made, "region": cast.an.lo, "width": 1, "height": 1, "at": NOW}
    with (
        stands(desk),
        pytest.raises(Exception, match="row-level security"),
        transaction.atomic(),
    ):
        Photo.objects.create(**row)
    with stands(desk):
        operations.pause(made, by=desk, at=NOW)
        Photo.objects.create(**row)
        with pytest.raises(Refused):
            operations.resume(made, by=desk, at=NOW)
    with entered(cast.an):
        assert not Shown.objects.filter(id=made).exists()


def test_six_are_enough(cast: Cast, keys: Any) -> None:
    made = published(cast.an, keys, employer(cast.an))
    for number in range(6):
        pictured(cast.an, made, saved(halves(100 + number, 80)))
    with pytest.raises(Refused):
        pictured(cast.an, made)


def test_no_photo_is_taken_for_one(cast: Cast, keys: Any) -> None:
    made = published(cast.an, keys, employer(cast.an))
    with pytest.raises(UnusablePhoto):
        pictured(cast.an, made, b"<svg onload=alert(1)>")


@pytest.mark.django_db(transaction=True)
def test_a_photo_taken_away_leaves_no_file(cast: Cast, keys: Any) -> None:
    made = published(cast.an, keys, employer(cast.an))
    photo = pictured(cast.an, made)
    with entered(cast.an):
        facts = queries.facts(made)
        assert facts is not None
        (picture,) = facts.photos
        with pytest.raises(NotFound):
            operations.remove_photo(UUID(int=1), by=cast.an, at=NOW)
        operations.remove_photo(photo, by=cast.an, at=NOW)
        assert file_of(picture.digest, small=False) is not None, "not before it is certain"
    assert file_of(picture.digest, small=False) is None
    assert file_of(picture.digest, small=True) is None
    assert file_of("../../keys/session", small=False) is None
