"""The follow-up list, the form of a call, difficulties, services and the five ones as pages."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from chunfeng.foundation.access import entered
from chunfeng.stages.casework import operations, queries
from chunfeng.stages.casework.vocabulary import Severity
from chunfeng.stages.people import operations as people
from chunfeng.stages.placements.vocabulary import EndReason
from tests.cast import NOW, TODAY
from tests.faces.workbench.desk import VILLAGE, Desk

CALL = {"how": "phone", "reached": "yes", "at_work": "yes"}


def worker(desk: Desk, days: int = 30, **who: Any) -> UUID:
    """Somebody whose work began so many days ago."""
    number = str(uuid4())[:8]
    person = desk.enrol(**{"household_no": number, "name": "周春苗"} | who)
    begun = TODAY - timedelta(days)
    at = NOW - timedelta(days)
    with entered(desk.county.context) as by:
        people.begin_spell(person, by=by, at=at, begun=begun, kind="employed", place=VILLAGE,
                           employer="春燕厂", post="缝纫工", evidence="D")  # fmt: skip
    return person


def calls(desk: Desk, person: UUID) -> list[queries.ContactLine]:
    with entered(desk.county.context):
        return queries.contacts_of(person)


def open_difficulty(desk: Desk, person: UUID) -> UUID:
    desk.send(
        f"/people/{person}/difficulty", {"kind": "care", "severity": "light", "task": "问村医"}
    )
    with entered(desk.county.context):
        (row,) = queries.difficulties_of(person)
    return row.id


def test_the_list_shows_who_is_due_and_why(desk: Desk) -> None:
    worker(desk)
    worker(desk, 3, name="吴小满")
    page = desk.page("/follow-up/")
    assert "周春苗" in page.main
    assert "就业满 30 天" in page.main
    assert "吴小满" not in page.main
    assert "吴小满" in desk.page("/follow-up/?when=soon").main
    assert "周春苗" not in desk.page("/follow-up/?when=overdue").main
    assert "周春苗" not in desk.page("/follow-up/?cause=ended").main
    assert "周春苗" in desk.page("/follow-up/?cause=step&whose=village").main


def test_the_list_is_counted_by_village_and_leaves_as_a_file(desk: Desk) -> None:
    worker(desk)
    assert desk.page("/follow-up/?when=villages").links("/follow-up/?region=")
    file = desk.page("/follow-up/?as=csv", by=desk.township).answer.content.decode("utf-8-sig")
    assert "周春苗" in file


def test_a_foreign_officer_finds_nobody(desk: Desk) -> None:
    person = worker(desk)
    assert "周春苗" not in desk.page("/follow-up/", by=desk.neighbour).text
    for address in (f"/follow-up/call/{person}", f"/people/{person}/service",
                    f"/people/{person}/difficulty"):  # fmt: skip
        desk.page(address, by=desk.neighbour, status=404)
        desk.send(address, CALL, by=desk.neighbour, status=404)


def test_a_list_takes_as_many_statements_for_three_as_for_one(desk: Desk) -> None:
    worker(desk)
    for address in ("/follow-up/", "/follow-up/difficulties", "/follow-up/?when=villages"):
        desk.statements(address)
    one = desk.statements("/follow-up/")
    worker(desk)
    worker(desk)
    assert desk.statements("/follow-up/") <= one
    assert one <= 20


def test_a_call_is_noted_from_the_form(desk: Desk) -> None:
    person = worker(desk)
    page = desk.page(f"/follow-up/call/{person}")
    assert "就业满 30 天" in page.main
    sent = page.form() | CALL | {"pay": "3,200", "hard": ["care", "injury"], "note": "都好"}
    answer = desk.send(f"/follow-up/call/{person}", sent)
    assert answer.to == f"/people/{person}#care"
    (one,) = calls(desk, person)
    assert (one.pay, one.at_work, one.step, one.to_look) == (3200, True, 30, False)
    record = desk.page(f"/people/{person}")
    assert "都好" in record.main
    assert "工伤" in record.main
    desk.send(f"/follow-up/call/{person}", sent)
    assert len(calls(desk, person)) == 1


def test_who_has_left_needs_a_last_day_and_nothing_typed_is_lost(desk: Desk) -> None:
    person = worker(desk)
    sent = desk.page(f"/follow-up/call/{person}").form() | CALL
    sent |= {"at_work": "no", "note": "回家了", "end_reason": "family"}
    page = desk.send(f"/follow-up/call/{person}", sent, status=422)
    assert "回家了" in page.answer.content.decode()
    assert page.hidden("key") == sent["key"]
    desk.send(f"/follow-up/call/{person}", sent | {"end_on": TODAY.isoformat()})
    (spell,) = desk.facts(person).spells
    assert (spell.ended, spell.end_reason) == (TODAY, EndReason.FAMILY)


@pytest.mark.parametrize(
    "wrong", [{"pay": "many"}, {"next_on": "soon"}, {"next_on": "2026-01-01"}, {"how": "pigeon"}]
)
def test_what_cannot_be_read_is_said_at_its_field(desk: Desk, wrong: dict[str, str]) -> None:
    person = worker(desk)
    sent = desk.page(f"/follow-up/call/{person}").form() | CALL | wrong
    page = desk.send(f"/follow-up/call/{person}", sent, status=422)
    assert page.soup.select(".field-wrong")
    assert calls(desk, person) == []


def by_script(desk: Desk, person: UUID, sent: Any) -> Any:
    return desk.county.client.post(
        f"/follow-up/call/{person}", sent, headers={"Accept": "application/json"}
    )


def test_the_script_is_answered_in_json(desk: Desk) -> None:
    person = worker(desk)
    sent = desk.page(f"/follow-up/call/{person}").form() | CALL
    wrong = by_script(desk, person, sent | {"pay": "x"})
    assert (wrong.status_code, wrong.json()) == (422, {"said": ["请填一个月的工资（元）。"]})
    late = sent | {"done_at": (NOW - timedelta(hours=5)).isoformat()}
    assert by_script(desk, person, late).json() == {"next": f"/people/{person}#care"}
    assert by_script(desk, person, late).json() == {"next": f"/people/{person}#care"}
    (one,) = calls(desk, person)
    assert one.done_at == NOW - timedelta(hours=5)


def test_what_came_late_is_looked_at_by_an_officer(desk: Desk) -> None:
    person = worker(desk)
    first = desk.page(f"/follow-up/call/{person}").form() | CALL
    desk.send(f"/follow-up/call/{person}", first)
    desk.send(f"/follow-up/call/{person}", first | {"key": "late", "note": "补传"})
    page = desk.page("/follow-up/")
    assert "补传的回访，请核看（1）" in page.main
    late = next(one for one in calls(desk, person) if one.to_look)
    desk.send(f"/follow-up/calls/{late.id}/looked", by=desk.neighbour, status=404)
    desk.send(f"/follow-up/calls/{late.id}/looked")
    assert "补传的回访" not in desk.page("/follow-up/").main


def test_a_phone_takes_names_and_no_numbers_along(desk: Desk) -> None:
    person = worker(desk, phone="13800001111")
    page = desk.page("/follow-up/")
    button = page.soup.select_one("[data-carry]")
    assert button
    (one,) = json.loads(str(button["data-carry"]))
    assert set(one) == {"id", "name", "seen"}
    assert one["id"] == str(person)
    assert one["seen"] == desk.page(f"/follow-up/call/{person}").hidden("seen")
    for address in json.loads(str(button["data-shells"]))[:2]:
        assert "周春苗" not in desk.page(address).text
    assert (
        desk.county.client.get("/follow-up/worker.js")
        .headers["Content-Type"]
        .startswith("text/javascript")
    )


def test_a_difficulty_is_noted_changed_and_settled(desk: Desk) -> None:
    person = worker(desk)
    held = open_difficulty(desk, person)
    assert "问村医" in desk.page("/follow-up/difficulties").main
    assert "问村医" not in desk.page("/follow-up/difficulties?kind=injury").main
    assert "问村医" in desk.page("/follow-up/difficulties?as=csv").answer.content.decode()
    address = f"/follow-up/difficulties/{held}"
    due = (TODAY + timedelta(3)).isoformat()
    desk.send(address, {"severity": "urgent", "task": "陪诊", "due_on": due})
    assert "陪诊" in desk.page(address).answer.content.decode()
    desk.send(address, {"severity": "urgent", "task": "x", "due_on": "2020-01-01"}, status=422)
    desk.send(f"{address}/settle", {"outcome": "", "on": TODAY.isoformat()}, status=422)
    desk.send(f"{address}/settle", {"outcome": "solved", "said": "好了", "on": TODAY.isoformat()})
    assert "已解决" in desk.page(f"/people/{person}").main
    assert "陪诊" in desk.page("/follow-up/difficulties?state=settled").main
    desk.send(f"{address}/reopen")
    assert "陪诊" in desk.page("/follow-up/difficulties").main
    for part in ("", "/settle"):
        desk.page(address + part, by=desk.neighbour, status=404)
    desk.send(f"{address}/reopen", by=desk.neighbour, status=404)


def test_a_service_is_noted_for_one_and_for_many(desk: Desk) -> None:
    one, other = desk.enrol(), desk.enrol(name="李秋", household_no="H2")
    page = desk.page(f"/people/{one}/service")
    sent = page.form() | {"kind": "journey", "minutes": "90"}
    desk.send(f"/people/{one}/service", sent | {"minutes": "x"}, status=422)
    desk.send(f"/people/{one}/service", sent)
    assert "护送同行" in desk.page(f"/people/{one}").main
    picked = {"act": "service", "person": [str(one), str(other)], "key": "many"}
    assert "李秋" in desk.send("/people/picked", picked, status=200).main
    sure = picked | {"sure": "1", "kind": "policy", "on": TODAY.isoformat(), "result": "done"}
    desk.send("/people/picked", sure | {"kind": ""}, status=422)
    desk.send("/people/picked", sure)
    desk.send("/people/picked", sure)
    with entered(desk.county.context):
        assert [row.kind for row in queries.services_of(other)] == ["policy"]
        assert len(queries.services_of(one)) == 2


def test_the_five_ones_open_to_what_they_rest_on(desk: Desk) -> None:
    person = worker(desk, 200, certificates=("电工证",), categories=("exited",))
    home = desk.facts(person).household
    address = f"/households/{home}"
    sent = desk.page(f"/follow-up/call/{person}").form() | CALL | {"insured": "yes"}
    desk.send(f"/follow-up/call/{person}", sent)
    told = {"year": "2025", "amount": "60000", "heads": "2", "source": "papers"}
    desk.send(f"{address}/income", told)
    desk.send(f"{address}/income", told | {"year": "2016", "amount": "5,000"})
    desk.send(f"{address}/income", told | {"amount": "much"}, status=422)
    page = desk.page(address)
    marks = [one.get_text() for one in page.soup.select("#ones summary .tag")]
    assert marks == ["是"] * 5
    assert page.links(f"/people/{person}#care")
    assert "人均收入：2016 年 ¥2,500/年 → 2025 年 ¥30,000/年" in page.main
    assert "稳定就业" in desk.page(f"/people/{person}").main


def test_each_member_who_can_work_has_one_next_step(desk: Desk) -> None:
    person = worker(desk)
    idle = desk.enrol(name="李秋", household_no="H9", willing=None)
    home = desk.facts(person).household
    assert desk.page(f"/households/{home}").links(f"/follow-up/call/{person}")
    other = desk.page(f"/households/{desk.facts(idle).household}")
    assert other.links(f"/people/{idle}/edit/missing")


def test_today_shows_who_is_to_be_asked_and_what_is_to_be_done(desk: Desk) -> None:
    person = worker(desk)
    held = open_difficulty(desk, person)
    page = desk.page("/")
    assert page.links(f"/follow-up/call/{person}")
    assert not page.links(f"/follow-up/difficulties/{held}")
    with entered(desk.county.context) as by:
        operations.change_difficulty(
            held, severity=Severity.URGENT, task="急", due_on=TODAY, by=by, at=NOW
        )
    assert desk.page("/").links(f"/follow-up/difficulties/{held}")
