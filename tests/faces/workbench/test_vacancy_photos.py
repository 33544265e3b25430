"""At the workbench too a vacancy has photos, and its occupation is found while one types."""

import io
import uuid

import pytest
from PIL import Image

from tests.faces.desk.test_publishing import picture
from tests.faces.workbench.desk import Desk
from tests.faces.workbench.test_vacancies_page import NEW, draft, facts
from tests.stages.vacancies import market


@pytest.fixture
def employer(desk: Desk) -> uuid.UUID:
    return market.employer(desk.county.context)


def test_an_officer_adds_sees_and_takes_away_a_photo(desk: Desk, employer: uuid.UUID) -> None:
    made = draft(desk, employer)
    page = f"/vacancies/{made}"
    assert (
        desk.send(f"{page}/photos", {"photo": picture(), "alt": "缝纫车间"}).to == f"{page}#photos"
    )
    (photo,) = facts(desk, made).photos
    small = f"/vacancies/photos/{photo.id}/small"
    shown = desk.page(page).soup.select_one("#photos img")
    assert (shown["src"], shown["alt"]) == (small, "缝纫车间")
    answer = desk.county.client.get(small)
    assert Image.open(io.BytesIO(answer.content)).size == (320, 240)
    desk.page(small, desk.neighbour, status=404)
    desk.send(f"{page}/photos/{photo.id}/remove", by=desk.neighbour, status=404)
    desk.send(f"{page}/photos/{uuid.uuid4()}/remove", status=404)
    desk.send(f"{page}/photos/{photo.id}/remove")
    assert facts(desk, made).photos == ()
    desk.page(small, status=404)


def test_what_is_no_photo_is_refused_in_words(desk: Desk, employer: uuid.UUID) -> None:
    made = draft(desk, employer)
    wrong = io.BytesIO(b"%PDF-1.7 not a photo")
    wrong.name = "photo.jpg"
    desk.send(f"/vacancies/{made}/photos", {"photo": wrong})
    assert "不是照片" in desk.page(f"/vacancies/{made}").text
    desk.send(f"/vacancies/{made}/photos")
    assert "请先选" in desk.page(f"/vacancies/{made}").text
    assert facts(desk, made).photos == ()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("fengren", [["缝纫工", "6-05-01-03"]]),
        ("保洁员、fengren", [["保洁员", "4-09-08-01"], ["缝纫工", "6-05-01-03"]]),
    ],
)
def test_an_occupation_is_offered_while_one_types_and_chosen(
    desk: Desk, employer: uuid.UUID, typed: str, kept: list[list[str]]
) -> None:
    assert desk.page("/vacancies/new").soup.select("[hx-get='/vacancies/occupations']")
    part = desk.page(f"/vacancies/occupations?occupation={typed}")
    assert part.soup.select_one("input[name=which-occupation]")["value"] == "6-05-01-03"
    sent = NEW | {"employer": str(employer), "occupation": typed, "which-occupation": "6-05-01-03"}
    address = desk.send("/vacancies/new", sent).to
    made = uuid.UUID(address.split("/")[2])
    assert [list(one) for one in facts(desk, made).values["occupation"]] == kept
    edit = f"/vacancies/{made}/edit/post"
    changed = desk.page(edit).form() | {"occupation": "baojie", "which-occupation": "4-09-08-01"}
    desk.send(edit, changed)
    assert facts(desk, made).values["occupation"] == [["保洁员", "4-09-08-01"]]
