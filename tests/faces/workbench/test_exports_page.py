"""Lists leave by request: alone up to a point, with a second officer beyond."""

from datetime import timedelta

import pytest
import time_machine

from tests.cast import NOW
from tests.faces.workbench.desk import Desk
from tests.stages.people.imports import id_number

ASK = {"ask": "1", "reason": "下月走访", "form": "csv", "what": "list"}
NUMBER = id_number(1, "19850401")


def fetched(desk: Desk) -> str:
    page = desk.page("/exports")
    (form,) = page.soup.select("main form[action$=fetch]")
    answer = desk.county.client.post(str(form["action"]))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return answer.content.decode("utf-8-sig")


def test_a_filtered_list_is_asked_for_and_fetched(desk: Desk) -> None:
    desk.enrol(phone="15400000001", id_number=NUMBER)
    desk.enrol(name="李秋", status="employed", household_no="H2")
    page = desk.page("/exports/ask?status=not_in_work")
    assert "1" in page.soup.find("h1").get_text()  # type: ignore[union-attr]
    desk.send("/exports/ask?status=not_in_work", ASK)
    made = fetched(desk)
    assert "王小春" in made
    assert "李秋" not in made
    assert "下月走访" in made.splitlines()[0]
    assert NUMBER not in made
    assert "15400000001" not in made


def test_picked_people_are_exported(desk: Desk) -> None:
    one = desk.enrol()
    desk.enrol(name="李秋", household_no="H2")
    page = desk.send("/people/picked", {"act": "export", "person": [str(one)]}, status=200)
    desk.send("/exports/ask", page.form() | ASK)
    assert "李秋" not in fetched(desk)


def test_sealed_columns_wait_for_a_second_officer(desk: Desk) -> None:
    desk.enrol(phone="15400000001", id_number=NUMBER)
    desk.send("/exports/ask", ASK | {"also": ["phone", "id_number"]})
    assert not desk.page("/exports").soup.select("form[action$=fetch]")
    (form,) = desk.page("/exports", by=desk.second).soup.select("form[action$=decide]")
    address = str(form["action"])
    desk.send(address, {"act": "approve"})
    assert not desk.page("/exports").soup.select("form[action$=fetch]")
    desk.send(address, {"act": "approve"}, by=desk.second)
    made = fetched(desk)
    assert NUMBER in made
    assert "15400000001" in made


def test_a_second_officer_refuses_with_a_reason(desk: Desk) -> None:
    desk.enrol()
    desk.send("/exports/ask", ASK | {"also": ["phone"]})
    (form,) = desk.page("/exports", by=desk.second).soup.select("form[action$=decide]")
    desk.send(str(form["action"]), {"act": "refuse", "reason": "用不着"}, by=desk.second)
    assert "用不着" in desk.page("/exports").main


def test_a_list_is_fetched_for_a_week_by_the_one_who_asked(desk: Desk) -> None:
    desk.enrol()
    desk.send("/exports/ask", ASK)
    (form,) = desk.page("/exports").soup.select("form[action$=fetch]")
    address = str(form["action"])
    for other in (desk.second, desk.township, desk.neighbour):
        desk.send(address, by=other, status=404)
    desk.page(address, status=405)


def test_without_a_fresh_second_factor_nothing_sealed_is_approved_or_fetched(desk: Desk) -> None:
    desk.enrol()
    desk.send("/exports/ask", ASK | {"also": ["phone"]})
    (form,) = desk.page("/exports", by=desk.second).soup.select("form[action$=decide]")
    with time_machine.travel(NOW + timedelta(minutes=11), tick=False):
        page = desk.send(str(form["action"]), {"act": "approve"}, by=desk.second)
    assert page.to == "/signin/prove?next=%2Fexports"
    assert desk.page("/exports", by=desk.second).soup.select("form[action$=decide]")


def test_a_township_is_offered_no_sealed_columns_and_a_village_no_exports(desk: Desk) -> None:
    desk.enrol()
    assert not desk.page("/exports/ask", by=desk.township).soup.select("[name=also]")
    sent = ASK | {"also": ["phone"]}
    desk.send("/exports/ask", sent, by=desk.township)
    assert desk.page("/exports", by=desk.township).soup.select("form[action$=fetch]")
    desk.page("/exports", by=desk.village, status=403)
    desk.page("/exports/ask", by=desk.village, status=403)


def test_a_list_without_a_reason_is_asked_for_again_with_all_that_was_chosen(desk: Desk) -> None:
    desk.enrol()
    page = desk.send("/exports/ask", ASK | {"reason": "", "what": "ledger"}, status=422)
    assert page.form()["what"] == ["ledger"]


@pytest.mark.parametrize(("item", "status"), [("车间务工补助", 200), ("残疾人补贴", 422)])
def test_a_public_notice_is_looked_at_first(desk: Desk, item: str, status: int) -> None:
    for number in range(3):
        desk.enrol(
            name=f"王{'一二三'[number]}春", household_no=f"H{number}", id_number=id_number(number)
        )
    sent = {"look": "1", "what": "notice", "item": item, "reason": "公示", "form": "xlsx"}
    page = desk.send("/exports/ask", sent, status=status)
    assert "王*春" in page.main
    assert "王一春" not in page.main
    assert "Notice(" not in page.main


def test_a_notice_of_two_people_is_not_made(desk: Desk) -> None:
    desk.enrol()
    sent = {"ask": "1", "what": "notice", "item": "补助", "reason": "公示", "form": "xlsx"}
    desk.send("/exports/ask", sent, status=422)
