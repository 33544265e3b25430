"""One person's page: facts with their origin, sealed values one by one, spells, consent."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine

from chunfeng.foundation.access import entered
from chunfeng.foundation.audit.queries import timeline
from chunfeng.stages.people import operations
from tests.cast import NOW, PINGLI
from tests.faces.workbench.desk import Desk
from tests.stages.people.imports import id_number

PHONE = "15400000001"


def test_the_page_shows_facts_and_what_docking_misses(desk: Desk) -> None:
    person = desk.enrol(education="junior")
    page = desk.page(f"/people/{person}")
    assert "王小春" in page.main
    assert "初中" in page.main
    missing = page.links(f"/people/{person}/edit/")
    assert f"/people/{person}/edit/skills" in missing
    assert f"/people/{person}/edit/missing" in missing


def test_a_person_of_another_region_is_as_absent_as_nobody(desk: Desk) -> None:
    person = desk.enrol()
    foreign = desk.page(f"/people/{person}", by=desk.neighbour, status=404)
    nobody = desk.page(
        "/people/00000000-0000-4000-8000-000000000000", by=desk.neighbour, status=404
    )
    assert foreign.text == nobody.text


def test_unknown_refused_and_not_asked_read_differently(desk: Desk) -> None:
    person = desk.enrol()
    for field, state in (("education", "unknown"), ("pay_min", "refused")):
        form = desk.page(f"/people/{person}/edit/{field}").form()
        desk.send(f"/people/{person}/edit/{field}", form | {f"state-{field}": state})
    told = desk.page(f"/people/{person}")
    lines = [line.get_text(" ", strip=True) for line in told.soup.select(".summary > div")]
    assert any(line.startswith("文化程度") and "不清楚" in line for line in lines)
    assert any(line.startswith("期望月收入下限") and "不愿说" in line for line in lines)
    assert any(line.startswith("没有问") and "证书" in line for line in lines)


def test_a_value_says_where_it_comes_from(desk: Desk) -> None:
    person = desk.enrol(education="junior")
    assert "未另注明的信息：" in desk.page(f"/people/{person}").main
    form = desk.page(f"/people/{person}/edit/education").form()
    desk.send(f"/people/{person}/edit/education", form | {"education": "senior"})
    origins = desk.page(f"/people/{person}").soup.select(".origin")
    assert [origin.get_text().strip() for origin in origins] == ["手工录入，2026-11-23"]


# Sealed values


def test_sealed_values_are_never_on_the_page(desk: Desk) -> None:
    number = id_number(1, "19850401")
    person = desk.enrol(phone=PHONE, id_number=number, health=("chronic",))
    page = desk.page(f"/people/{person}").text
    assert "154****0001" in page
    for sealed in (PHONE, number, number[:6], number[-4:], "长期慢性病"):
        assert sealed not in page


def test_a_reveal_shows_the_value_once_and_stands_in_the_log(desk: Desk) -> None:
    person = desk.enrol(phone=PHONE, health=("chronic", "disabled"))
    page = desk.send(f"/people/{person}/reveal/phone", {"purpose": "contact"}, status=200)
    assert PHONE in page.main
    assert page.answer.headers["Cache-Control"] == "no-store"
    health = desk.send(f"/people/{person}/reveal/health", {"purpose": "verify"}, status=200)
    assert "长期慢性病、残疾" in health.main
    with entered(desk.county.context):
        latest = timeline(by=desk.county.context, person=person)[1]
    assert (latest.kind, latest.purpose, list(latest.fields)) == (
        "person.revealed", "contact", ["phone"],
    )  # fmt: skip


def test_a_purpose_the_post_does_not_have_opens_nothing(desk: Desk) -> None:
    person = desk.enrol(phone=PHONE)
    page = desk.send(f"/people/{person}/reveal/phone", {"purpose": "audit"}, status=403)
    assert PHONE not in page.text


def test_a_village_worker_enters_health_and_never_reads_it(desk: Desk) -> None:
    person = desk.enrol()
    address = f"/people/{person}/edit/health"
    form = desk.page(address, by=desk.village).form()
    desk.send(address, form | {"health": ["chronic"]}, by=desk.village)
    assert "health" in desk.facts(person).sealed
    assert desk.send(f"/people/{person}/reveal/health", by=desk.village, status=403)
    assert not desk.page(address, by=desk.village).form().get("health")


def test_nothing_sealed_opens_without_a_fresh_second_factor(desk: Desk) -> None:
    person = desk.enrol(phone=PHONE)
    with time_machine.travel(NOW + timedelta(minutes=11), tick=False):
        page = desk.send(f"/people/{person}/reveal/phone")
        proof = desk.page(page.to)
    assert PHONE not in page.text + proof.text
    assert proof.hidden("next") == f"/people/{person}"


@pytest.mark.parametrize("field", ["name", "nonsense"])
def test_only_sealed_fields_are_revealed(desk: Desk, field: str) -> None:
    desk.send(f"/people/{desk.enrol()}/reveal/{field}", status=404)


def test_a_foreign_persons_reveal_is_not_found_and_in_the_log(desk: Desk) -> None:
    person = desk.enrol(phone=PHONE)
    desk.send(f"/people/{person}/reveal/phone", by=desk.neighbour, status=404)


# Spells, leaving, consent


def test_work_begins_and_ends(desk: Desk) -> None:
    person = desk.enrol()
    address = f"/people/{person}/spells/add"
    form = desk.page(address).form()
    desk.send(address, form | {
        "kind": "employed", "begun": "2026年3月1日", "work_employer": "平利制衣厂",
        "work_place": "城关镇西城社区", "income": "2300元",
    })  # fmt: skip
    facts = desk.facts(person)
    (spell,) = facts.spells
    assert (spell.begun, spell.income, facts.status) == (date(2026, 3, 1), 2300, "transfer")
    page = desk.page(f"/people/{person}")
    assert "平利制衣厂" in page.main
    assert "¥2,300" in page.main
    end = f"/people/{person}/spells/{spell.id}/end"
    desk.send(end, {"ended": "2026-02-01", "reason": ""}, status=422)
    desk.send(end, {"ended": "2026-11-01", "reason": "厂子停工"})
    assert desk.facts(person).status == "not_in_work"


@pytest.mark.parametrize(
    "wrong", [{"kind": ""}, {"begun": "someday"}, {"begun": "2030-01-01"}, {"income": "很多"}]
)
def test_a_wrong_spell_is_not_saved_and_nothing_typed_is_lost(
    desk: Desk, wrong: dict[str, str]
) -> None:
    address = f"/people/{desk.enrol()}/spells/add"
    sent = {"kind": "casual", "begun": "2026-03-01", "work_employer": "厂", "channel": "own",
            "evidence": "C"} | wrong  # fmt: skip
    page = desk.send(address, sent, status=422)
    assert page.soup.select("[role=alert]")
    kept = page.form()
    assert kept["work_employer"] == "厂"
    assert kept["begun"] == sent["begun"]


def begun(desk: Desk, **about: Any) -> tuple[UUID, str]:
    """Somebody in work, and the address that puts the spell right."""
    person, by = desk.enrol(), desk.county.context
    told = {"kind": "employed", "begun": date(2026, 3, 1), "evidence": "D"} | about
    with entered(by):
        spell = operations.begin_spell(person, by=by, at=NOW, **told)
    return person, f"/people/{person}/spells/{spell}/correct"


def test_a_spell_entered_wrongly_is_put_right_and_the_history_says_why(desk: Desk) -> None:
    person, address = begun(desk, employer="平利制衣厂", income=2300.0)
    assert address in desk.page(f"/people/{person}").links(address)
    form = desk.page(address).form()
    assert (form["begun"], form["work_employer"]) == ("2026-03-01", "平利制衣厂")
    desk.send(address, form | {"begun": "2026-05-01"}, status=422)
    desk.send(address, form | {"begun": "2026-05-01", "kind": ["workshop"], "reason": "录错"})
    facts = desk.facts(person)
    (spell,) = facts.spells
    assert (spell.begun, spell.kind, spell.income) == (date(2026, 5, 1), "workshop", 2300)
    assert facts.status == "workshop"
    assert "录错" in desk.page(f"/people/{person}").text


def test_a_spell_that_never_was_is_taken_out(desk: Desk) -> None:
    person, address = begun(desk)
    form = desk.page(address).form() | {"also": "1"}
    desk.send(address, form, status=422)
    desk.send(address, form | {"reason": "张冠李戴"})
    assert desk.facts(person).spells == ()
    assert desk.facts(person).status == "not_in_work"
    desk.page(address, status=404)


def test_what_somebody_else_corrected_meanwhile_is_not_overwritten(desk: Desk) -> None:
    person, address = begun(desk)
    form = desk.page(address).form() | {"reason": "核实"}
    desk.send(address, form | {"income": "2500"}, by=desk.second)
    desk.send(address, form | {"income": "2600"}, status=422)
    assert desk.facts(person).spells[0].income == 2500


def test_of_two_spells_one_counts_as_the_main_one(desk: Desk) -> None:
    person, address = begun(desk)
    desk.send(f"/people/{person}/spells/add", {
        "kind": "farming", "begun": "2025-01-01", "channel": "own", "evidence": "C"})  # fmt: skip
    assert desk.facts(person).status == "transfer"
    farming = next(line for line in desk.facts(person).spells if line.kind == "farming")
    other = f"/people/{person}/spells/{farming.id}/correct"
    desk.send(other, desk.page(other).form() | {"primary": ["no"], "reason": "核实"})
    desk.send(other, desk.page(other).form() | {"primary": ["yes"], "reason": "以务农为主"})
    assert desk.facts(person).status == "farming"
    assert desk.page(address).form()["primary"] == ["no"]


def test_work_of_the_past_is_entered_beside_what_runs(desk: Desk) -> None:
    person, _ = begun(desk)
    add, past = f"/people/{person}/spells/add", {
        "kind": "employed", "begun": "2024-01-01", "channel": "own", "evidence": "C",
    }  # fmt: skip
    desk.send(add, past, status=422)
    desk.send(add, past | {"ended": "2023-01-01"}, status=422)
    desk.send(add, past | {"ended": "2025-06-30"})
    assert [line.ended for line in desk.facts(person).spells] == [None, date(2025, 6, 30)]


def test_a_foreign_persons_spell_is_not_found(desk: Desk) -> None:
    _, address = begun(desk)
    desk.page(address, by=desk.neighbour, status=404)


def test_a_person_leaves_and_comes_back(desk: Desk) -> None:
    person = desk.enrol(relation="")
    desk.send(f"/people/{person}/leave", {"reason": "moved_out", "on": "2026-11-20"})
    assert desk.facts(person).left_on == date(2026, 11, 20)
    page = desk.page(f"/people/{person}")
    assert not page.links(f"/people/{person}/edit/")
    desk.send(f"/people/{person}/come-back")
    assert desk.facts(person).left_on is None


def test_a_head_with_others_hands_over_first(desk: Desk) -> None:
    head = desk.enrol()
    desk.enrol(name="李秋", relation="spouse")
    page = desk.send(f"/people/{head}/leave", {"reason": "died", "on": "2026-11-20"}, status=422)
    assert page.soup.select("[role=alert]")


def test_consent_is_noted_and_withdrawn(desk: Desk) -> None:
    person = desk.enrol()
    desk.send(f"/people/{person}/consent")
    assert len(desk.facts(person).consents) == 1
    desk.send(f"/people/{person}/consent", {"withdraw": "1"})
    assert not desk.facts(person).consents


def test_the_page_takes_as_many_statements_with_ten_spells_as_with_one(desk: Desk) -> None:
    person = desk.enrol()
    by = desk.county.context

    def work(year: int) -> None:
        with entered(by):
            spell = operations.begin_spell(
                person, by=by, at=NOW, begun=date(year, 1, 1), kind="casual", evidence="D",
                place=PINGLI,
            )  # fmt: skip
            operations.end_spell(spell, ended=date(year, 6, 1), reason="", by=by, at=NOW)

    work(2010)
    few = desk.statements(f"/people/{person}")
    for year in range(2011, 2020):
        work(year)
    assert desk.statements(f"/people/{person}") == few


@pytest.mark.parametrize("act", ["consent", "come-back", "reveal/phone"])
def test_acts_are_sent_never_asked_for(desk: Desk, act: str) -> None:
    desk.page(f"/people/{desk.enrol()}/{act}", status=405)
