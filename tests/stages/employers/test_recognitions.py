"""Recognitions: applied for, visited by two, decided by another, reviewed, ended."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from chunfeng.foundation.access import entered
from chunfeng.stages.employers import operations, payrolls, recognising, sites
from chunfeng.stages.employers.inside import of_recognitions
from chunfeng.stages.employers.models import Recognition, Step
from chunfeng.stages.employers.refusals import NotAllowed, NotFound, NotNow, Refused
from tests.cast import NOW, TODAY
from tests.stages.employers.office import PAPERS, Office, credit_code, decided, events

MONTH = date(2026, 10, 1)
PAID = {"workers": 12, "target_workers": 7, "paid": 24000.0, "hours": 1800.0}


def of(office: Office, recognition: uuid.UUID) -> Recognition:
    with entered(office.an):
        row = Recognition.objects.get(id=recognition)
        vars(row).update(of_recognitions([recognition])[recognition])
        return row


def kinds(unwalled: Any, office: Office, recognition: uuid.UUID) -> list[str]:
    found = events(unwalled, of(office, recognition).employer_id)
    return [kind.removeprefix("recognition.") for kind in found if kind.startswith("recognition.")]


def test_a_workshop_is_recognised_step_by_step(office: Office, unwalled: Any) -> None:
    made = office.recognised()
    row = of(office, made)
    assert (row.state, row.number, row.valid_until) == (
        "recognised",
        "PL-2026-001",
        date(2028, 11, 22),
    )
    assert kinds(unwalled, office, made) == [
        "applied",
        "complete",
        "visited",
        "noticed",
        "recognised",
    ]
    with entered(office.an):
        steps = Step.objects.filter(recognition=made).order_by("at", "id")
        assert {step.kind for step in steps} == {"complete", "visit", "notice", "decision"}
        assert steps.get(kind="visit").second == office.wen.user


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"kind": "bakery"}, "recognised as"),
        ({"kind": "workshop", "sub_kind": ""}, "kind of workshop"),
        ({"kind": "base"}, "A base has a level"),
        ({"kind": "public_welfare", "level": "county"}, "nothing else"),
        ({"kind": "public_welfare", "sub_kind": "station"}, "Only a workshop"),
    ],
)
def test_an_application_says_what_for(office: Office, facts: Any, said: str) -> None:
    owner = office.verified()
    site = office.site(owner) if facts["kind"] == "workshop" else None
    with entered(office.an), pytest.raises(Refused, match=said):
        recognising.apply(owner, **facts, site=site, by=office.an, at=NOW)


def test_a_workshop_has_a_site_of_its_own(office: Office) -> None:
    owner, other = office.verified(), office.verified(credit_code=credit_code(2))
    site = office.site(other)
    form = {"kind": "workshop", "sub_kind": "station", "by": office.an, "at": NOW}
    with entered(office.an):
        with pytest.raises(Refused, match="at a site"):
            recognising.apply(owner, **form)
        with pytest.raises(NotFound):
            recognising.apply(owner, **form, site=site)


def test_one_recognition_of_a_kind_lives_at_a_site(office: Office) -> None:
    first = office.applied()
    row = of(office, first)
    again = {"employer": row.employer_id, "site": row.site_id}
    with pytest.raises(Refused, match="under way"):
        office.applied(**again)
    with entered(office.wen):
        recognising.turn_down(first, reason="面积不够", by=office.wen, at=NOW)
    office.applied(**again)


def test_two_bases_of_an_employer_do_not_live_at_once(office: Office) -> None:
    base = {"employer": office.verified(), "kind": "base", "sub_kind": "", "level": "county"}
    office.applied(**base)
    with pytest.raises(Refused, match="under way"):
        office.applied(**base)


def test_documents_are_complete_when_each_is_on_file_or_seen_on_paper(office: Office) -> None:
    made = office.applied()
    with entered(office.an), pytest.raises(Refused) as refused:
        recognising.documents_complete(made, on_paper=PAPERS[1:], by=office.an, at=NOW)
    assert refused.value.said.to("zh").count("认定申请表（盖章）、营业执照或合作社登记证")
    office.document(made)
    with entered(office.an):
        recognising.documents_complete(made, on_paper=PAPERS, by=office.an, at=NOW)
        step = Step.objects.get(recognition=made)
    assert (step.checklist["licence"], step.checklist["roster"]) == ("file", "paper")


def test_a_visit_is_made_by_two_officers_of_the_county(office: Office) -> None:
    made = office.complete()
    form = {"on": TODAY, "checklist": office.seen(made), "by": office.an, "at": NOW}
    with entered(office.an):
        for other in (office.an.user, office.neighbour.user, office.village.user, uuid.uuid4()):
            with pytest.raises(Refused, match="Two officers"):
                recognising.visit(made, second=other, **form)
        for wrong in (TODAY + timedelta(1), TODAY - timedelta(21)):
            with pytest.raises(Refused, match="between"):
                recognising.visit(made, second=office.town.user, **form | {"on": wrong})
        for wrong_list in ({}, {"fire_exits": "yes"}, office.seen(made, "maybe")):
            with pytest.raises(Refused, match="every item"):
                recognising.visit(made, second=office.town.user, **form | {"checklist": wrong_list})
        step = recognising.visit(made, second=office.town.user, **form)
        kept = Step.objects.get(id=step).computed
    assert of(office, made).state == "visited"
    assert kept["months_shown_least"]["outcome"] == "not_met", "what records prove is kept"


def test_who_entered_an_application_does_not_decide_it(office: Office) -> None:
    made = office.noticed()
    with entered(office.an):
        with pytest.raises(Refused, match="Whoever entered"):
            recognising.recognise(made, **decided(), by=office.an, at=NOW)
        with pytest.raises(Refused, match="Whoever entered"):
            recognising.turn_down(made, reason="x", by=office.an, at=NOW)


def test_a_decision_needs_a_verified_employer_dates_and_a_number(office: Office) -> None:
    made, by = office.noticed(), office.wen
    owner = of(office, made).employer_id
    with entered(by):
        for facts, said in (
            ({"number": " "}, "number"),
            ({"valid_until": TODAY}, "cannot end"),
        ):
            with pytest.raises(Refused, match=said):
                recognising.recognise(made, **decided() | facts, by=by, at=NOW)
        operations.suspend(owner, reason="欠薪", by=by, at=NOW)
        with pytest.raises(Refused, match="Verify the employer"):
            recognising.recognise(made, **decided(), by=by, at=NOW)


def test_a_number_stands_once_in_a_county(office: Office) -> None:
    office.recognised()
    with pytest.raises(Refused, match="in use"):
        office.recognised(employer=office.verified(credit_code=credit_code(2)))


def test_a_decision_waits_for_the_public_notice(office: Office) -> None:
    made, by = office.visited(kind="base", sub_kind="", level="county"), office.wen
    week = {"begins": TODAY, "ends": TODAY + timedelta(6)}
    with entered(by):
        with pytest.raises(Refused, match="set it first"):
            recognising.recognise(made, **decided(), by=by, at=NOW)
        for wrong in ({"ends": TODAY + timedelta(5)}, {"begins": TODAY - timedelta(30)}):
            with pytest.raises(Refused, match=r"days at least|before the application"):
                recognising.notice(made, **week | wrong, by=by, at=NOW)
        recognising.notice(made, **week, by=by, at=NOW)
        with pytest.raises(Refused, match="still runs"):
            recognising.recognise(made, **decided(), by=by, at=NOW + timedelta(6))
        recognising.recognise(made, **decided(), by=by, at=NOW + timedelta(7))
    assert of(office, made).state == "recognised"


@pytest.mark.parametrize(
    ("outcome", "state"),
    [("keep", "recognised"), ("warn", "recognised"), ("suspend", "suspended"), ("end", "ended")],
)
def test_a_review_keeps_warns_suspends_or_ends(
    office: Office, unwalled: Any, outcome: str, state: str
) -> None:
    made, by = office.recognised(), office.wen
    with entered(by):
        if outcome != "keep":
            with pytest.raises(Refused, match="Say why"):
                recognising.review(made, outcome=outcome, by=by, at=NOW)
        recognising.review(made, outcome=outcome, reason="工资单不全", by=by, at=NOW)
    row = of(office, made)
    assert (row.state, row.reviewed_on) == (state, TODAY)
    assert row.warned_on == (TODAY if outcome == "warn" else None)
    assert kinds(unwalled, office, made)[-1] == "reviewed"


def test_a_review_may_renew(office: Office) -> None:
    made, by, later = office.recognised(), office.wen, date(2030, 11, 22)
    with entered(by):
        with pytest.raises(Refused, match="until a day to come"):
            recognising.review(made, outcome="warn", reason="x", valid_until=later, by=by, at=NOW)
        recognising.review(made, outcome="keep", valid_until=later, by=by, at=NOW)
    assert of(office, made).valid_until == later


def test_a_suspension_is_lifted(office: Office, unwalled: Any) -> None:
    made, by = office.recognised(), office.wen
    with entered(by):
        recognising.warn(made, reason="考勤缺失", by=by, at=NOW)
        recognising.suspend(made, reason="停工两月", by=by, at=NOW)
        with pytest.raises(NotNow):
            recognising.review(made, outcome="keep", by=by, at=NOW)
        recognising.resume(made, reason="已复工", by=by, at=NOW)
    assert of(office, made).state == "recognised"
    assert kinds(unwalled, office, made)[-3:] == ["warned", "suspended", "resumed"]


def test_a_withdrawal_says_what_becomes_of_the_workers(office: Office) -> None:
    made, by = office.recognised(), office.wen
    site = of(office, made).site_id
    with entered(by):
        payrolls.enter_payroll(site, MONTH, PAID, by=by, at=NOW)
        with pytest.raises(Refused, match="Say who informs"):
            recognising.withdraw(made, reason="骗取补贴", informs=" ", by=by, at=NOW)
        recognising.withdraw(made, reason="骗取补贴", informs="村干部逐户告知", by=by, at=NOW)
        step = Step.objects.get(recognition=made, kind="withdrawal")
    assert step.computed == {
        "workers": 12, "target_workers": 7, "month": "2026-10-01", "informs": "村干部逐户告知",
    }  # fmt: skip


def test_a_living_recognition_holds_its_site_and_employer(office: Office) -> None:
    made, by = office.recognised(), office.wen
    row = of(office, made)
    with entered(by):
        with pytest.raises(Refused, match="End its recognitions"):
            sites.close(row.site_id, on=TODAY, by=by, at=NOW)
        with pytest.raises(Refused, match="End its recognitions"):
            operations.close(row.employer_id, reason="停产", by=by, at=NOW)
        recognising.end(made, reason="closed", by=by, at=NOW)
        sites.close(row.site_id, on=TODAY, by=by, at=NOW)
        operations.close(row.employer_id, reason="停产", by=by, at=NOW)


@pytest.mark.parametrize(
    "act",
    [
        lambda r, by: recognising.warn(r, reason="x", by=by, at=NOW),
        lambda r, by: recognising.turn_down(r, reason="x", by=by, at=NOW),
        lambda r, by: recognising.documents_complete(r, by=by, at=NOW),
    ],
)
def test_only_township_and_county_act_and_only_at_home(
    office: Office, act: Callable[[uuid.UUID, Any], None]
) -> None:
    made = office.applied()
    for who, wrong in ((office.village, NotFound), (office.neighbour, NotFound)):
        with entered(who), pytest.raises(wrong):
            act(made, who)
    recognised = office.recognised(employer=office.verified(credit_code=credit_code(2)))
    with entered(office.village), pytest.raises(NotAllowed):
        act(recognised, office.village)
    with entered(office.neighbour), pytest.raises(NotFound):
        act(recognised, office.neighbour)


def test_a_desk_applies_and_does_nothing_else(office: Office) -> None:
    owner = office.verified()
    site = office.site(owner)
    with office.at_the_desk(owner) as member:
        made = recognising.apply(
            owner, kind="workshop", sub_kind="satellite_factory", site=site, by=member, at=NOW
        )
        with pytest.raises(NotFound):
            recognising.warn(made, reason="x", by=member, at=NOW)
    assert of(office, made).state == "applied"


def test_payroll_is_plausible_and_keeps_what_was_corrected(office: Office, unwalled: Any) -> None:
    owner = office.verified()
    site, by = office.site(owner), office.an

    def enter(month: date = MONTH, **figures: Any) -> uuid.UUID:
        with entered(by):
            return payrolls.enter_payroll(site, month, PAID | figures, by=by, at=NOW)

    for figures, said in (
        ({"target_workers": 13}, "More of them"),
        ({"insured": 13}, "More of them"),
        ({"lowest_hour": 14.0}, "above the mean"),
        ({"paid": 0.0}, "have hours and pay"),
        ({"hours": 9999.0}, "no month has"),
        ({"workers": -1}, "below nought"),
        ({"paid": float("nan")}, "below nought"),
        ({"paid_on": date(2026, 9, 30)}, "before the month"),
        ({"month": date(2026, 12, 1)}, "has begun"),
        ({"month": date(2026, 10, 2)}, "whole month"),
        ({"workers": None}, "Fill in"),
    ):
        with pytest.raises(Refused, match=said):
            enter(**figures)
    first = enter(lowest_hour=12.5)
    assert enter(lowest_hour=12.5) == first
    assert enter(workers=11, lowest_hour=12.5) == first
    with entered(by):
        row = payrolls.Payroll.objects.get(id=first)
    assert (row.workers, row.version) == (11, 2)
    assert [kept["figures"]["workers"] for kept in row.former] == [12]
    told = [kind for kind in events(unwalled, owner) if kind.startswith("payroll")]
    assert told == ["payroll.entered", "payroll.corrected"]


def test_a_desk_enters_its_payroll_and_no_other(office: Office) -> None:
    owner, other = office.verified(), office.verified(credit_code=credit_code(2))
    own, foreign = office.site(owner), office.site(other)
    with office.at_the_desk(owner) as member:
        made = payrolls.enter_payroll(own, MONTH, PAID, by=member, at=NOW)
        assert payrolls.enter_payroll(own, MONTH, PAID | {"workers": 13}, by=member, at=NOW) == made
        with pytest.raises(NotFound):
            payrolls.enter_payroll(foreign, MONTH, PAID, by=member, at=NOW)


def test_an_objection_waits_for_the_notice_to_begin(office: Office) -> None:
    made = office.visited()
    with entered(office.an), pytest.raises(Refused, match="not begun"):
        recognising.note_objection(made, reason="车间只有三个人", by=office.an, at=NOW)


def test_whoever_decides_for_it_says_how_objections_were_weighed(office: Office) -> None:
    made = office.noticed()
    with entered(office.an):
        recognising.note_objection(made, reason="车间只有三个人", by=office.an, at=NOW)
    with entered(office.wen):
        with pytest.raises(Refused, match="weighed"):
            recognising.recognise(made, **decided(), by=office.wen, at=NOW)
        reason = "三次清点均在十人以上"
        recognising.recognise(made, **decided(), reason=reason, by=office.wen, at=NOW)


def test_once_it_is_decided_nothing_is_objected_to_any_more(office: Office) -> None:
    made = office.recognised()
    with entered(office.an), pytest.raises(NotNow):
        recognising.note_objection(made, reason="晚了", by=office.an, at=NOW)


def test_an_employer_does_not_read_what_others_objected(office: Office) -> None:
    made = office.noticed()
    with entered(office.an):
        recognising.note_objection(made, reason="车间只有三个人", by=office.an, at=NOW)
        owner = Recognition.objects.values_list("employer_id", flat=True).get(id=made)
    with office.at_the_desk(owner):
        kinds = set(Step.objects.filter(recognition=made).values_list("kind", flat=True))
    assert "notice" in kinds
    assert "objection" not in kinds
