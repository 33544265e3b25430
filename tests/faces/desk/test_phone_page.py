"""The telephone of whom we have taken on: shown by one press, on one page; why not said plainly."""

from typing import Any
from uuid import UUID

import pytest

from chunfeng.foundation.access import entered
from chunfeng.stages.employers import operations as employers
from chunfeng.stages.placements import operations
from chunfeng.stages.placements.vocabulary import EndReason
from tests.cast import NOW, TODAY
from tests.faces.desk.counter import Counter
from tests.faces.desk.test_proposed import TELEPHONE, agreed, begun, line, taken_on

LISTS = ("/desk/", "/desk/proposed", "/desk/proposed/arrivals", "/desk/proposed/there/2026-11")
MASKED = "154****0009"
WITHHELD = "本人不同意让用工单位看电话，有话请由村干部转达。"
OFFICE = "陕西省安康市平利县就业服务中心"


def address(offer: UUID) -> str:
    return f"/desk/proposed/{offer}/phone"


def buttons(counter: Counter) -> list[str]:
    """Whose telephone may be asked for."""
    forms = counter.ours.page("/desk/proposed").soup.select("main form[action$='/phone']")
    return [str(form["action"]) for form in forms]


def officer(counter: Counter, operation: Any, *said: Any, **more: Any) -> None:
    by = counter.officer.context
    with entered(by):
        operation(*said, by=by, at=NOW, **more)


def test_whom_we_have_taken_on_and_who_works_here_can_be_asked_for(counter: Counter) -> None:
    agreed(counter, counter.ours, "王一")
    expected, working = (
        taken_on(counter, counter.ours, "王二"),
        begun(counter, counter.ours, "王三"),
    )
    assert buttons(counter) == [address(expected), address(working)]


def test_one_press_shows_the_number_once_and_hides_it_again(counter: Counter) -> None:
    page = counter.ours.send(address(begun(counter, counter.ours)), status=200)
    content = page.answer.content.decode()
    (shown,) = page.soup.select("output[data-hides]")
    assert shown.get_text() == TELEPHONE
    assert content.count(TELEPHONE) == 1, "as text alone: in no attribute, no link"
    assert page.answer["Cache-Control"] == "no-store"
    for words in ("王小春", "只供贵单位安排工作的人", "离岗后请删除", "记入日志"):
        assert words in page.main, words


def test_no_list_and_no_address_holds_a_number(counter: Counter) -> None:
    offer = begun(counter, counter.ours)
    taken_on(counter, counter.ours, "王二")
    agreed(counter, counter.ours, "王三")
    counter.ours.send(address(offer), status=200)
    for page in LISTS:
        content = counter.ours.page(page).answer.content.decode()
        assert TELEPHONE not in content, page
        assert MASKED not in content, page
    counter.ours.page(address(offer), 405)


def test_who_does_not_want_it_is_reached_by_the_village_worker(counter: Counter) -> None:
    offer = begun(counter, counter.ours, phone=False)
    assert buttons(counter) == []
    main = counter.ours.page("/desk/proposed").main
    assert WITHHELD in main
    assert OFFICE in main
    page = counter.ours.send(address(offer), status=403)
    assert WITHHELD in page.main
    assert OFFICE in page.main
    assert TELEPHONE not in page.answer.content.decode()


def test_who_waits_for_our_answer_is_not_shown(counter: Counter) -> None:
    page = counter.ours.send(address(agreed(counter, counter.ours)), status=403)
    assert "双方都同意之后" in page.main
    assert TELEPHONE not in page.answer.content.decode()


def test_after_the_end_it_is_shown_no_more(counter: Counter) -> None:
    offer = begun(counter, counter.ours)
    officer(counter, operations.end, offer, on=TODAY, reason=EndReason.FAMILY)
    page = counter.ours.send(address(offer), status=403)
    assert "离岗之前" in page.main
    assert TELEPHONE not in page.answer.content.decode()


def test_a_suspended_employer_is_told_why_and_sees_neither_name_nor_number(
    counter: Counter,
) -> None:
    offer = begun(counter, counter.ours)
    officer(counter, employers.suspend, counter.ours.employer, reason="欠薪")
    page = counter.ours.send(address(offer), status=403)
    assert "不是已核验状态" in page.main
    for secret in (TELEPHONE, "王小春"):
        assert secret not in page.answer.content.decode()


def test_another_employers_people_are_nobody(counter: Counter) -> None:
    page = counter.ours.send(address(begun(counter, counter.theirs)), status=404)
    assert TELEPHONE not in page.answer.content.decode()


def test_the_fifty_first_ask_of_a_day_is_refused(counter: Counter) -> None:
    offer = begun(counter, counter.ours)
    withheld = taken_on(counter, counter.ours, "王二", phone=False)
    for _ in range(49):
        counter.ours.send(address(withheld), status=403)
    counter.ours.send(address(offer), status=200)
    page = counter.ours.send(address(offer), status=403)
    assert "请明天再看" in page.main
    assert TELEPHONE not in page.answer.content.decode()


def test_the_officers_see_the_look_on_the_timeline_of_person_and_offer(counter: Counter) -> None:
    offer = begun(counter, counter.ours)
    counter.ours.send(address(offer), status=200)
    for page in (f"/offers/{offer}", f"/people/{line(counter, offer).person}"):
        said = counter.officer.client.get(page).content.decode()
        assert "用工单位查看了电话" in said, page
        assert TELEPHONE not in said, page


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_speaks_both_languages(counter: Counter, language: str) -> None:
    counter.ours.send("/desk/manner", {"language": language})
    main = counter.ours.send(address(begun(counter, counter.ours)), status=200).main
    assert ("It is hidden again after half a minute" in main) is (language == "en")
