"""Employers: entered, asked for, changed, verified, suspended, closed; each act one event."""

import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from chunfeng.foundation.access import Context, Role, entered
from chunfeng.foundation.accounts import members
from chunfeng.stages.employers import operations, reactions
from chunfeng.stages.employers.inside import inside
from chunfeng.stages.employers.models import Employer
from chunfeng.stages.employers.refusals import (
    ChangedMeanwhile,
    CodeTaken,
    NotAllowed,
    NotFound,
    NotNow,
    Refused,
    Wrong,
)
from chunfeng.stages.employers.states import EMPLOYER_NEXT
from chunfeng.stages.employers.vocabulary import Kind
from chunfeng.stages.vacancies.sheets import VACANCIES
from tests.cast import NOW, PINGLI, SHIQUAN
from tests.stages.employers.office import VILLAGE, Office, credit_code, events

LATER = NOW + timedelta(minutes=1)
SUZHOU = 320508 * 10**6  # a district of a partner city


def stands(office: Office, employer: uuid.UUID, *columns: str) -> Any:
    with entered(office.an):
        told: dict[str, Any] = dict(inside([employer])[employer])
        told |= Employer.objects.values("id", *set(columns) - told.keys()).get(id=employer)
    found = tuple(told[name] for name in columns)
    return found if len(found) > 1 else found[0]


def test_kinds_are_those_of_the_vacancy_ledger() -> None:
    column = VACANCIES.column("employer_kind")
    assert {choice.code for choice in column.choices} == set(Kind)


def test_an_employer_is_entered_to_be_verified(office: Office, unwalled: Any) -> None:
    made = office.add(name="  平利县  春燕厂 ")
    columns = ("name", "name_key", "state", "region", "phone_mask", "how")
    assert stands(office, made, *columns) == (
        "平利县 春燕厂", "pinglixianchunyanchang", "applied", PINGLI, "154****0017", "form",
    )  # fmt: skip
    assert events(unwalled, made) == ["employer.added"]


def test_where_officers_answer_for_an_employer(office: Office) -> None:
    assert stands(office, office.add(), "region") == PINGLI
    away = office.add(place=SUZHOU, credit_code=credit_code(2))
    assert stands(office, away, "region") == PINGLI, "a partner city's employer is the officer's"
    town = office.add(by=office.town, credit_code=credit_code(3))
    assert stands(office, town, "region") == office.town.lo


@pytest.mark.parametrize("role", [Role.VILLAGE, Role.SUPERVISOR, Role.AUDITOR])
def test_who_only_reads_enters_nobody(office: Office, role: Role) -> None:
    with pytest.raises(NotAllowed):
        office.add(by=replace(office.an, role=role))


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"name": "  "}, "Give the name"),
        ({"credit_code": "91610926MA0000001X"}, "check character"),
        ({"credit_code": ""}, "Give the social credit code"),
        ({"credit_code": "", "kind": "cooperative"}, "Say why there is no"),
        ({"kind": "bank"}, "what kind"),
        ({"place": 1}, "where the employer is"),
        ({"phone": "12345"}, "not a telephone"),
    ],
)
def test_what_a_form_gets_wrong_is_said(office: Office, facts: Any, said: str) -> None:
    with pytest.raises(Refused, match=said):
        office.add(**facts)


def test_a_cooperative_without_a_code_says_why(office: Office) -> None:
    made = office.add(kind="cooperative", credit_code="", no_code_reason="登记办理中")
    assert stands(office, made, "no_code_reason") == "登记办理中"


def test_a_credit_code_stands_once_in_a_county_and_the_other_is_named(office: Office) -> None:
    first = office.add()
    with pytest.raises(CodeTaken) as refused:
        office.add(name="另一家")
    assert refused.value.employer == first
    assert "春燕毛绒玩具厂" in refused.value.said.to("zh")
    with pytest.raises(CodeTaken, match="Another office"):
        office.add(by=office.town, name="镇上的")
    office.add(by=office.neighbour, place=SHIQUAN, name="石泉的")


def test_anybody_may_ask_to_be_taken_in(office: Office, unwalled: Any) -> None:
    made = office.apply_public()
    assert stands(office, made, "state", "how", "region") == ("applied", "desk", PINGLI)
    assert events(unwalled, made) == ["employer.applied"]
    with entered(office.an):
        assert operations.reveal(made, keys=office.keys, by=office.an, at=NOW) == "15400000017"


@pytest.mark.parametrize("missing", ["phone", "contact"])
def test_who_asks_can_be_reached(office: Office, missing: str) -> None:
    with pytest.raises(Refused, match="reach"):
        office.apply_public(**{missing: ""})


def test_a_change_meets_another_one(office: Office) -> None:
    made = office.add()

    def change(seen: int, **facts: Any) -> None:
        with entered(office.an):
            operations.change(made, facts, seen=seen, keys=office.keys, by=office.an, at=NOW)

    change(1, contact="王新")
    change(1, about="做玩具")  # another field: no clash
    with pytest.raises(ChangedMeanwhile) as clash:
        change(1, contact="赵旧", about="缝纫")
    assert clash.value.fields == ("about", "contact")
    change(3, contact="赵旧", phone="")
    assert stands(office, made, "contact", "phone_mask", "version") == ("赵旧", "", 4)


def test_a_change_may_not_take_the_code_away(office: Office) -> None:
    made = office.add()
    facts = {"credit_code": ""}
    with entered(office.an), pytest.raises(Refused, match="credit code"):
        operations.change(made, facts, seen=1, keys=office.keys, by=office.an, at=NOW)


def test_an_act_is_possible_exactly_where_the_table_says(office: Office) -> None:
    assert {(before, act.after) for act in operations.ACTS.values() for before in act.before} == {
        (before, after) for before, nexts in EMPLOYER_NEXT.items() for after in nexts
    }


def test_an_employer_goes_its_way_each_step_one_event(office: Office, unwalled: Any) -> None:
    made, by = office.add(by=office.wen), office.an
    told: list[tuple[uuid.UUID, str]] = []

    def listener(employer: uuid.UUID, reason: str, *, by: Context, at: datetime) -> None:
        told.append((employer, reason))

    reactions.listeners.append(listener)
    try:
        with entered(by):
            operations.verify(made, by=by, at=NOW)
            operations.suspend(made, reason="欠薪", by=by, at=NOW)
            operations.resume(made, reason="已补发", by=by, at=NOW)
            operations.close(made, reason="停产", by=by, at=NOW)
            operations.reopen(made, reason="复工", by=by, at=NOW)
            operations.refuse(made, reason="材料不符", by=by, at=NOW)
    finally:
        reactions.listeners.remove(listener)
    kinds = ("added", "verified", "suspended", "resumed", "closed", "reopened", "refused")
    assert events(unwalled, made) == [f"employer.{kind}" for kind in kinds]
    assert told == [(made, "欠薪"), (made, "停产")]
    assert stands(office, made, "state_reason") == "材料不符"
    with unwalled():
        assert Employer.objects.get(id=made).verified_by == by.user


@pytest.mark.parametrize("verb", ["suspend", "resume", "reopen", "refuse"])
def test_a_reason_is_given_and_the_order_kept(office: Office, verb: str) -> None:
    made = office.add()
    with entered(office.an):
        if verb == "refuse":
            with pytest.raises(Refused, match="Say why"):
                operations.refuse(made, reason="  ", by=office.an, at=NOW)
        else:
            with pytest.raises(NotNow):
                getattr(operations, verb)(made, reason="x", by=office.an, at=NOW)


def test_a_neighbour_does_not_touch_an_employer(office: Office) -> None:
    for made in (office.add(), office.verified(credit_code=credit_code(2))):
        with entered(office.neighbour), pytest.raises(NotFound):
            operations.close(made, reason="x", by=office.neighbour, at=NOW)


def test_a_closed_employer_frees_its_code(office: Office) -> None:
    made = office.add()
    with entered(office.an):
        operations.close(made, reason="停产", by=office.an, at=NOW)
    office.add(name="新厂")
    with entered(office.an), pytest.raises(CodeTaken):
        operations.reopen(made, reason="复工", by=office.an, at=NOW)


def test_the_contact_is_invited_and_may_leave(office: Office, unwalled: Any) -> None:
    made, by = office.verified(), office.an
    with entered(by):
        member = operations.invite_contact(made, keys=office.keys, by=by, at=NOW)
        assert [line.name for line in members.of(made)] == ["李秋实"]
        operations.end_member(made, member, by=by, at=NOW)
        assert members.of(made)[0].ended_at
    assert events(unwalled, made)[2:] == ["employer.revealed", "member.added", "member.ended"]


def test_only_who_is_verified_has_members(office: Office) -> None:
    made = office.add()
    with entered(office.an), pytest.raises(NotNow):
        operations.invite(
            made, name="王", phone="15400000018", keys=office.keys, by=office.an, at=NOW
        )


def test_nobody_is_invited_whose_telephone_gets_no_code(office: Office) -> None:
    made, by = office.verified(phone="0915-8421234"), office.an
    with entered(by):
        with pytest.raises(Wrong, match="landline, which receives no messages"):
            operations.invite_contact(made, keys=office.keys, by=by, at=NOW)
        assert members.of(made) == []


def test_an_employer_whose_contact_has_a_landline_is_verified_without_a_welcome(
    office: Office,
) -> None:
    made = office.apply_public()
    with entered(office.an):
        seen = Employer.objects.values_list("version", flat=True).get(id=made)
        phone = {"phone": "0915-8421234"}
        operations.change(made, phone, seen=seen, keys=office.keys, by=office.an, at=NOW)
        operations.verify(made, by=office.an, at=NOW)
        told = operations.welcome(made, "x", keys=office.keys, by=office.an, at=NOW)
    assert not told


def test_a_desk_changes_its_own_contact_and_no_more(office: Office) -> None:
    made, other = office.verified(), office.verified(credit_code=credit_code(2))
    with office.at_the_desk(made) as member:
        facts = {"contact": "周新", "phone": "15400000019"}
        operations.change(made, facts, seen=2, keys=office.keys, by=member, at=NOW)
        with pytest.raises(Refused, match="Ask the office"):
            operations.change(made, {"name": "x"}, seen=3, keys=office.keys, by=member, at=NOW)
        with pytest.raises(ChangedMeanwhile):
            operations.change(made, facts, seen=2, keys=office.keys, by=member, at=NOW)
        with pytest.raises(NotFound):
            operations.change(other, facts, seen=2, keys=office.keys, by=member, at=NOW)
        with pytest.raises(NotAllowed):
            operations.verify(made, by=member, at=NOW)
    assert stands(office, made, "contact") == "周新"


def test_a_ledgers_employers_are_found_or_entered(
    office: Office, unwalled: Any, django_assert_max_num_queries: Any
) -> None:
    known = office.add()
    rows = [
        {"employer": "随便写", "credit_code": credit_code(), "place": VILLAGE},
        {"employer": "春燕 毛绒玩具厂", "place": VILLAGE + 100},
        {"employer": "新茶厂", "place": VILLAGE, "employer_kind": "workshop", "contact": "何",
         "phone": "15400000020"},
        {"employer": "新茶厂", "place": VILLAGE},
        {"employer": "苏州服装厂", "place": SUZHOU, "credit_code": credit_code(9)},
        {"employer": "春燕毛绒玩具厂", "place": VILLAGE, "credit_code": credit_code(7)},
    ]  # fmt: skip
    with entered(office.an), django_assert_max_num_queries(6):
        found = operations.ensure(
            rows, keys=office.keys, by=office.an, at=LATER, change=uuid.uuid4()
        )
    assert all(found)
    ids = [one.id for one in found if one]
    assert ids[:2] == [known, known]
    assert ids[2] == ids[3]
    assert [one.new for one in found if one] == [False, False, True, True, True, True]
    assert stands(office, ids[4], "region") == PINGLI
    assert events(unwalled, ids[2]) == ["employer.added"]
    with entered(office.an):
        again = operations.ensure(
            rows, keys=office.keys, by=office.an, at=LATER, change=uuid.uuid4()
        )
    assert [one.id for one in again if one] == ids
    assert not any(one.new for one in again if one)


def test_a_code_that_another_office_answers_for_is_said_row_by_row(office: Office) -> None:
    office.add()
    rows = [{"employer": "春燕厂", "credit_code": credit_code(), "place": VILLAGE}]
    with entered(office.town):
        found = operations.ensure(
            rows, keys=office.keys, by=office.town, at=NOW, change=uuid.uuid4()
        )
    assert found == [None]


def test_an_application_with_a_known_code_learns_no_more_than_is_public(office: Office) -> None:
    office.add()
    with pytest.raises(CodeTaken, match="Another office"):
        office.apply_public(name="冒名")
    office.verified(name="已核厂", credit_code=credit_code(2))
    with pytest.raises(CodeTaken) as refused:
        office.apply_public(name="冒名", credit_code=credit_code(2))
    assert "已核厂" in refused.value.said.to("zh")
