"""A vacancy in three steps; what is marked; what a member does with what is published."""

import io
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from PIL import Image

from chunfeng.faces.workbench import vacant
from chunfeng.foundation.access import entered
from chunfeng.stages.vacancies import operations, queries, rules
from chunfeng.stages.vacancies.vocabulary import heading
from tests.cast import NOW, TODAY
from tests.faces.desk.counter import Counter
from tests.stages.vacancies import market

LAST_MONTH = date(2026, 10, 1)
WORK = {"title": "缝纫工", "occupation": "缝纫工", "headcount": "12", "description": "做毛绒玩具"}
PAY = {
    "pay_kind": "piece", "piece_price": "1.5", "daily_output": "110", "hours_per_day": "8",
    "days_per_week": "6", "place": "平利县城关镇", "end_date": "2027-03-31",
}  # fmt: skip
PEOPLE = {"meals": "yes", "insurance": "yes", "contact": "李秋实", "phone": "15400000017"}


def begun(counter: Counter, **values: Any) -> str:
    """The first step taken; the address of the vacancy."""
    to = counter.ours.send("/desk/vacancies/new", WORK | values).to
    assert to.endswith("/step/pay")
    return to.removesuffix("/step/pay")


def step(counter: Counter, address: str, name: str, values: dict[str, str]) -> str:
    form = counter.ours.page(f"{address}/step/{name}").form()
    return counter.ours.send(f"{address}/step/{name}", form | values).to


def test_three_steps_then_looked_at_and_handed_in(counter: Counter) -> None:
    address = begun(counter)
    assert step(counter, address, "pay", PAY) == f"{address}/step/people"
    assert step(counter, address, "people", PEOPLE) == address
    page = counter.ours.page(address)
    for words in ("缝纫工", "做毛绒玩具", "¥1.50/件", "每天 8 小时", "平利县城关镇", "春燕"):
        assert words in page.main
    assert counter.ours.send(f"{address}/act/submit").to == address
    held = counter.held(vacancy_of(address))
    assert held.state == "review"
    assert held.values["occupation"] == [["缝纫工", "6-05-01-03"]]
    assert held.values["piece_price"] == 1.5
    assert held.values["end_date"] == date(2027, 3, 31)
    assert held.phone_mask == "154****0017"


def test_after_the_first_step_it_waits_as_a_draft(counter: Counter) -> None:
    begun(counter)
    page = counter.ours.page("/desk/")
    assert "缝纫工：还没提交" in page.main


def test_what_is_wrong_keeps_what_was_typed_and_saves_nothing(counter: Counter) -> None:
    address = begun(counter)
    form = counter.ours.page(f"{address}/step/pay").form()
    wrong = form | PAY | {"pay_low": "5000", "pay_high": "3000", "address": "南大街9号"}
    page = counter.ours.send(f"{address}/step/pay", wrong, 422)
    assert page.soup.find(id="error_pay_high")
    assert page.form()["address"] == "南大街9号"
    assert counter.held(vacancy_of(address)).values["address"] == ""


@pytest.mark.parametrize("typed", ["sewing", "fengren"])
def test_an_occupation_is_found_by_pinyin_and_english_and_chosen(
    counter: Counter, typed: str
) -> None:
    page = counter.ours.send("/desk/vacancies/new", WORK | {"occupation": typed}, 422)
    codes = [box["value"] for box in page.soup.select("input[name=which-occupation]")]
    assert codes[0] == "6-05-01-03"
    assert codes[-1] == "none"
    address = begun(counter, **{"occupation": typed, "which-occupation": "6-05-01-03"})
    held = counter.held(vacancy_of(address))
    assert held.values["occupation"] == [["缝纫工", "6-05-01-03"]]


def test_an_occupation_nobody_knows_stands_as_typed(counter: Counter) -> None:
    address = begun(counter, **{"occupation": "捏泥人", "which-occupation": "none"})
    assert counter.held(vacancy_of(address)).values["occupation"] == [["捏泥人", None]]


def test_the_type_ahead_answers_with_the_same_choices(counter: Counter) -> None:
    page = counter.ours.page("/desk/occupations?occupation=fengren")
    assert page.soup.select_one("input[name=which-occupation]")["value"] == "6-05-01-03"
    assert counter.ours.page("/desk/occupations?occupation=").soup.select("input") == []


def test_unlawful_words_are_marked_with_how_to_mend_them_and_not_handed_in(
    counter: Counter,
) -> None:
    address = begun(counter, description="只招女工，入职交押金300元")
    page = counter.ours.page(address)
    marked = [mark.get_text() for mark in page.soup.select("article mark")]
    assert any("押金" in words for words in marked), page.main
    assert page.soup.select_one(f"a[href='{address}/step/work']")
    counter.ours.send(f"{address}/act/submit", status=409)
    assert counter.held(vacancy_of(address)).state == "draft"
    step(counter, address, "work", {"description": "做毛绒玩具"})
    counter.ours.send(f"{address}/act/submit")
    assert counter.held(vacancy_of(address)).state == "review"


def test_pay_below_the_floor_has_a_name_and_leads_to_the_step_of_pay(counter: Counter) -> None:
    address = begun(counter)
    step(counter, address, "pay", PAY | {"piece_price": "0.5"})
    page = counter.ours.page(address)
    assert "折合小时工资" in page.main
    assert "hourly" not in page.main
    assert page.soup.select_one(f"#marked a[href='{address}/step/pay']")
    found = vacant.marks(counter.held(vacancy_of(address)).findings)
    assert heading("hourly") in [one.field for one in found]


def test_what_is_sent_back_says_what_to_mend(counter: Counter) -> None:
    made = counter.draft()
    counter.ours.send(f"/desk/vacancies/{made}/act/submit")
    with entered(counter.officer.context) as by:
        operations.send_back(made, reason="请写明工作时间", by=by, at=NOW)
    assert "请写明工作时间" in counter.ours.page("/desk/").main
    assert "请写明工作时间" in counter.ours.page(f"/desk/vacancies/{made}").main


def test_what_a_member_changes_of_a_published_one_is_looked_at_again(counter: Counter) -> None:
    made = counter.published()
    form = counter.ours.page(f"/desk/vacancies/{made}/step/work").form()
    told = form | {"title": "缝纫熟练工"}
    assert counter.ours.send(f"/desk/vacancies/{made}/step/work", told).to.endswith(str(made))
    held = counter.held(made)
    assert (held.state, held.values["title"]) == ("review", "缝纫熟练工")


def test_two_members_changing_at_once_are_asked_to_look_again(counter: Counter) -> None:
    made = counter.draft()
    address = f"/desk/vacancies/{made}/step/work"
    first, second = counter.ours.page(address).form(), counter.ours.page(address).form()
    counter.ours.send(address, first | {"headcount": "7"})
    page = counter.ours.send(address, second | {"headcount": "9"}, 422)
    assert page.form()["headcount"] == "9"
    counter.ours.send(address, page.form())
    assert counter.held(made).values["headcount"] == 9


def test_pause_show_again_close(counter: Counter) -> None:
    made = counter.published()
    for act, state in (("pause", "paused"), ("resume", "published"), ("close", "closed")):
        counter.ours.send(f"/desk/vacancies/{made}/act/{act}")
        assert counter.held(made).state == state


def test_what_an_officer_paused_a_member_does_not_show_again(counter: Counter) -> None:
    made = counter.published()
    with entered(counter.officer.context) as by:
        operations.pause(made, by=by, at=NOW, reason="有人反映")
    counter.ours.send(f"/desk/vacancies/{made}/act/resume", status=409)
    assert counter.held(made).state == "paused"


def test_a_copy_is_a_draft_with_dates_a_month_on(counter: Counter) -> None:
    made = counter.published(end_date=date(2026, 12, 31))
    to = counter.ours.send(f"/desk/vacancies/{made}/act/copy").to
    held = counter.held(vacancy_of(to))
    assert (held.state, held.values["end_date"]) == ("draft", date(2027, 1, 31))
    assert held.phone_mask == "154****2222"


def test_several_are_renewed_at_once(counter: Counter) -> None:
    made = [counter.published(), counter.published(title="裁剪工")]
    told = {"vacancy": [str(one) for one in made], "until": "2027-06-30", "act": "renew"}
    look = counter.ours.send("/desk/vacancies/picked", told, 200)
    assert "裁剪工" in look.main
    counter.ours.send("/desk/vacancies/picked", told | {"sure": "1"})
    assert {counter.held(one).values["end_date"] for one in made} == {date(2027, 6, 30)}


def test_what_was_offered_last_month_is_copied_and_handed_in_at_once(counter: Counter) -> None:
    made = [
        counter.published(title=title, start_date=last, end_date=TODAY + timedelta(days=5))
        for title, last in (("缝纫工", LAST_MONTH), ("裁剪工", LAST_MONTH))
    ]
    told = {"act": "copy", "last": "1"}
    look = counter.ours.send("/desk/vacancies/picked", told, 200)
    sent = look.form() | {"vacancy": [str(one) for one in made], "months": "2", "sure": "1"}
    counter.ours.send("/desk/vacancies/picked", sent)
    with market.stands(counter.ours.context):
        copies, n = queries.of_employer(counter.ours.employer, on=TODAY, state=("review",))
    assert n == len(made)
    assert {one.start_date for one in copies} == {rules.moved_on(LAST_MONTH, 2)}
    again = counter.ours.send("/desk/vacancies/picked", told, 200)
    assert not again.soup.select_one("button[name=sure]"), "copied once is enough"


def test_where_none_is_picked_to_be_renewed_a_warning_says_so(counter: Counter) -> None:
    counter.ours.send("/desk/vacancies/picked", {"act": "renew", "until": "2027-06-30"})
    page = counter.ours.page("/desk/vacancies")
    assert page.soup.select_one(".notice-warn[role=alert]")
    assert not page.soup.select(".notice-good")


def test_seats_are_confirmed_without_a_new_review(counter: Counter) -> None:
    made = counter.published(headcount=5)
    counter.ours.send(f"/desk/vacancies/{made}/seats", {"headcount": "8"})
    held = counter.held(made)
    assert (held.state, held.values["headcount"]) == ("published", 8)
    page = counter.ours.send(f"/desk/vacancies/{made}/seats", {"headcount": "many"}, 422)
    assert page.soup.find(id="error_headcount")


def test_photos_are_made_anew_shown_and_taken_away(counter: Counter) -> None:
    made = counter.draft()
    counter.ours.send(f"/desk/vacancies/{made}/photos", {"photo": picture(), "alt": "缝纫车间"})
    (photo,) = counter.held(made).photos
    assert photo.alt == "缝纫车间"
    address = f"/desk/photos/{photo.id}/small"
    answer = counter.ours.client.get(address)
    assert answer["Content-Type"] == "image/jpeg"
    assert Image.open(io.BytesIO(answer.content)).size == (320, 240)
    assert counter.theirs.client.get(address).status_code == 404
    gone = f"/desk/vacancies/{made}/photos/{photo.id}/remove"
    counter.theirs.send(gone, status=404)
    counter.ours.send(gone)
    assert counter.held(made).photos == ()
    assert counter.ours.client.get(address).status_code == 404


def test_a_file_that_is_no_photo_is_refused_in_words(counter: Counter) -> None:
    made = counter.draft()
    wrong = io.BytesIO(b"%PDF-1.7 not a photo")
    wrong.name = "photo.jpg"
    page = counter.ours.page(counter.ours.send(
        f"/desk/vacancies/{made}/photos", {"photo": wrong}).to.removesuffix("#photos"))  # fmt: skip
    assert "不是照片" in page.main
    assert counter.held(made).photos == ()


def picture() -> io.BytesIO:
    """A photo of 640 by 480 points."""
    out = io.BytesIO()
    Image.new("RGB", (640, 480), (31, 122, 77)).save(out, "JPEG")
    out.seek(0)
    out.name = "workshop.jpg"
    return out


def vacancy_of(address: str) -> Any:
    """The id in an address."""
    return UUID(address.rsplit("/", 1)[1])
