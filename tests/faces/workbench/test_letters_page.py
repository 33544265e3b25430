"""Letters at the workbench: the list and its file, whose they are, the answer and its message."""

import uuid
from datetime import timedelta

import pytest
import time_machine

from chunfeng.foundation.access import Role, entered
from chunfeng.stages.own import operations, queries
from chunfeng.stages.own.vocabulary import LetterKind
from tests.cast import NOW, PINGLI
from tests.faces.workbench.desk import VILLAGE, Desk
from tests.stages.own.at_home import linked

pytestmark = pytest.mark.django_db(transaction=True)
PHONE, ELSEWHERE = "15400000123", VILLAGE + 1_100  # 平利县老县镇
RIGHT = {"right": "yes", "words": "已改为初中。"}


def wrote(
    desk: Desk, name: str = "王小春", *, complains: bool = False, home: int = VILLAGE
) -> uuid.UUID:
    """A letter of somebody new, written on their own page."""
    person = desk.enrol(name=name, household_no=name, phone=PHONE, home=home)
    kind, field = LetterKind.CORRECTION, "education"
    if complains:
        kind, field = LetterKind.COMPLAINT, ""
    with linked(desk.county.context, person, desk.world.keys).acting() as by:
        return operations.write(kind, "我读完了初中", field=field, by=by, at=NOW)


def line(desk: Desk, made: uuid.UUID) -> queries.LetterLine:
    with entered(desk.county.context):
        found = queries.letter(made)
    assert found
    return found


def rows(desk: Desk, address: str) -> int:
    return len(desk.page(address).soup.select("main tbody tr"))


def test_an_office_sees_the_letters_of_its_own_region(desk: Desk) -> None:
    made = wrote(desk)
    for reader in (desk.county, desk.township, desk.village):
        assert "王小春" in desk.page("/letters", reader).main
        desk.page(f"/letters/{made}", reader)
    assert "王小春" not in desk.page("/letters", desk.neighbour).main
    desk.page(f"/letters/{made}", desk.neighbour, status=404)
    desk.send(f"/letters/{made}", RIGHT, by=desk.neighbour, status=404)


@pytest.mark.parametrize(
    ("phone", "tone", "said"),
    [(PHONE, "good", "链接"), ("09158421234", "warn", "固定电话，收不到短信")],
)
def test_whether_a_link_went_is_told_in_its_tone(
    desk: Desk, phone: str, tone: str, said: str
) -> None:
    person = desk.enrol(phone=phone)
    page = desk.page(desk.send(f"/people/{person}/link").to)
    assert said in page.soup.select_one(f".notice-{tone}").text


def test_a_complaint_stands_in_the_list_of_the_county_alone(desk: Desk) -> None:
    made = wrote(desk, complains=True)
    assert desk.page("/letters").links(f"/letters/{made}")
    for reader in (desk.township, desk.village):
        assert "王小春" not in desk.page("/letters", reader).main
        desk.page(f"/letters/{made}", reader, status=404)


def test_the_list_is_narrowed_to_a_township_or_village(desk: Desk) -> None:
    here, there = wrote(desk, "王小春"), wrote(desk, "李大山", home=ELSEWHERE)
    page = desk.page("/letters")
    assert page.soup.select_one("#filter_region option[value='610926100000']")
    assert page.links(f"/letters/{here}")
    assert page.links(f"/letters/{there}")
    assert rows(desk, "/letters?region=610926100000") == 1
    assert rows(desk, f"/letters?region={VILLAGE}") == 1
    assert rows(desk, "/letters?region=610926102000") == 0
    assert "李大山" not in desk.page("/letters?region=610926100000").main


def test_tab_and_region_stay_together(desk: Desk) -> None:
    desk.send(f"/letters/{wrote(desk)}", RIGHT)
    page = desk.page("/letters?region=610926100000")
    assert "/letters?region=610926100000&answered=1" in page.links("/letters")
    answered = desk.page("/letters?region=610926100000&answered=1")
    assert "王小春" in answered.main
    assert answered.soup.select_one("form.filters [name=answered][value='1']")
    assert "/letters?region=610926100000" in answered.links("/letters")


def test_the_list_leaves_as_a_file_without_what_was_written(desk: Desk) -> None:
    wrote(desk)
    wrote(desk, "李大山", home=ELSEWHERE)
    assert desk.page("/letters?region=610926100000").links("?region=610926100000&as=csv")
    content = desk.page("/letters?region=610926100000&as=csv").answer.content.decode("utf-8-sig")
    assert len(content.splitlines()) == 2
    assert "王小春" in content
    assert "我读完了初中" not in content
    assert desk.page("/letters?as=xlsx").answer.content[:2] == b"PK"
    assert "as=csv" not in str(desk.page("/letters", desk.village).soup)
    desk.page("/letters?as=csv", desk.village, status=403)


def test_the_list_takes_as_many_statements_for_many_as_for_few(desk: Desk) -> None:
    wrote(desk)
    few = desk.statements("/letters"), desk.statements("/letters?answered=1")
    for number in range(4):
        wrote(desk, f"王{number}春", complains=number % 2 == 0)
    assert rows(desk, "/letters") == 5
    assert (desk.statements("/letters"), desk.statements("/letters?answered=1")) == few


def test_the_person_was_right_and_reads_why(desk: Desk) -> None:
    made = wrote(desk)
    assert desk.page(f"/letters/{made}").links("/people/")
    answer = desk.send(f"/letters/{made}", RIGHT)
    assert "短信" in desk.page(answer.to).text
    held = line(desk, made)
    assert (held.state, held.answer) == ("accepted", "已改为初中。")
    assert "王小春" not in desk.page("/letters").main
    assert "已改为初中" in desk.page(f"/letters/{made}").main


def test_the_record_stays_with_a_reason(desk: Desk) -> None:
    made = wrote(desk)
    desk.send(f"/letters/{made}", {"right": "no", "words": "毕业证上是小学。"})
    assert line(desk, made).state == "refused"


@pytest.mark.parametrize("wrong", [{"words": " "}, {"right": ""}])
def test_an_answer_that_lacks_something_keeps_what_was_typed(
    desk: Desk, wrong: dict[str, str]
) -> None:
    made = wrote(desk)
    page = desk.send(f"/letters/{made}", RIGHT | wrong, status=422)
    typed = page.soup.select_one("textarea[name=words]")
    assert typed is not None
    assert typed.get_text().strip() == (RIGHT | wrong)["words"].strip()
    assert line(desk, made).state == "open"


def test_an_answer_is_given_once(desk: Desk) -> None:
    made = wrote(desk)
    desk.send(f"/letters/{made}", RIGHT)
    desk.send(f"/letters/{made}", RIGHT | {"words": "又一次"}, status=200)
    assert line(desk, made).answer == "已改为初中。"


def test_a_letter_that_waits_too_long_is_late(desk: Desk) -> None:
    wrote(desk)
    with time_machine.travel(NOW + timedelta(days=16), tick=False):
        later = desk.world.officer(Role.COUNTY, PINGLI)
        assert "已超期" in desk.page("/letters", later).main


def test_the_message_of_an_answer_stands_among_those_sent(desk: Desk) -> None:
    made = wrote(desk)
    desk.send(f"/letters/{made}", RIGHT)
    page = desk.page("/messages?kind=own.answered")
    assert page.links(f"/letters/{made}")
    assert PHONE not in page.text


def test_the_message_about_a_complaint_is_seen_by_the_county_alone(desk: Desk) -> None:
    made = wrote(desk, complains=True)
    desk.send(f"/letters/{made}", RIGHT)
    assert desk.page("/messages").links(f"/letters/{made}")
    assert not desk.page("/messages", desk.township).links("/letters/")
