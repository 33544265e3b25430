"""Employers at the workbench: the list, one whole, entering, changing, verifying, papers, ties."""

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from chunfeng.foundation.access import entered
from chunfeng.foundation.accounts.models import User
from chunfeng.foundation.audit.models import Event
from chunfeng.stages.employers import conflicts, operations, queries, sites
from chunfeng.stages.vacancies import operations as vacancies
from tests.cast import NOW, TODAY
from tests.faces.workbench.desk import VILLAGE, Desk
from tests.security.office import Officer
from tests.stages.employers.office import PDF, credit_code
from tests.stages.vacancies import market

FORM = {
    "name": "春燕玩具厂", "kind": "company", "credit_code": credit_code(), "no_code_reason": "",
    "place": "平利县城关镇", "address": "工业园 3 号", "contact": "李秋实", "phone": "15400000017",
}  # fmt: skip


def add(desk: Desk, by: Officer | None = None, **facts: Any) -> uuid.UUID:
    """An employer entered behind the pages."""
    told = {"name": "春燕玩具厂", "kind": "company", "place": VILLAGE, "contact": "李秋实",
            "phone": "15400000017", "credit_code": credit_code()} | facts  # fmt: skip
    who = (by or desk.county).context
    with entered(who):
        return operations.add(told, keys=desk.world.keys, by=who, at=NOW)


def verified(desk: Desk, **facts: Any) -> uuid.UUID:
    """One that is verified."""
    made = add(desk, **facts)
    with entered(desk.second.context):
        operations.verify(made, by=desk.second.context, at=NOW)
    return made


def facts(desk: Desk, employer: uuid.UUID) -> queries.Facts:
    """What is known of an employer."""
    with entered(desk.county.context):
        found = queries.facts(employer, by=desk.county.context)
    assert found
    return found


def test_an_employer_is_entered_and_verified_by_hand(desk: Desk) -> None:
    answer = desk.send("/employers/add", FORM)
    page = desk.page(answer.to)
    assert "待核验" in page.main
    assert "154****0017" in page.main
    assert "15400000017" not in page.text
    asked = desk.page(page.links(f"{answer.to}/act/verify")[0])
    assert "营业执照" in asked.main
    own = desk.send(f"{answer.to}/act/verify", {"sure": "1"}, status=422)
    assert "请同事" in own.main
    desk.send(f"{answer.to}/act/verify", {"sure": "1"}, desk.second)
    assert "已核验" in desk.page(answer.to).main


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"credit_code": "91610926MA0000001X"}, "校验"),
        ({"place": "没有这个地方"}, ""),
        ({"name": ""}, "名称"),
        ({"kind": "cooperative", "credit_code": ""}, "为什么"),
    ],
)
def test_a_wrong_fact_is_said_at_its_field(desk: Desk, facts: Any, said: str) -> None:
    page = desk.send("/employers/add", FORM | facts, status=422)
    assert said in page.soup.select_one(".field-wrong").get_text()
    assert page.soup.select_one("input[name=address]")["value"] == "工业园 3 号"


def test_a_code_the_county_has_leads_to_the_other(desk: Desk) -> None:
    first = add(desk)
    page = desk.send("/employers/add", FORM, status=422)
    assert f"/employers/{first}" in str(page.soup)


def test_the_list_is_narrowed_sorted_and_counted(desk: Desk) -> None:
    add(desk)
    verified(desk, name="安达茶厂", kind="workshop", credit_code=credit_code(2))

    def names(query: str) -> list[str]:
        return [a.get_text() for a in desk.page(f"/employers?{query}").soup.select(".table-name")]

    assert names("") == ["安达茶厂", "春燕玩具厂"]
    assert names("sort=-name") == ["春燕玩具厂", "安达茶厂"]
    for query, expected in (
        ("words=wanju", ["春燕玩具厂"]),
        ("state=verified", ["安达茶厂"]),
        ("kind=workshop", ["安达茶厂"]),
        ("recognised=none&kind=company", ["春燕玩具厂"]),
        ("recognised=workshop/station", []),
        ("flag=any", []),
        (f"region={VILLAGE:012d}", ["安达茶厂", "春燕玩具厂"]),
    ):
        assert names(query) == expected, query


def test_a_village_reads_what_is_verified_and_changes_nothing(desk: Desk) -> None:
    hidden, made = add(desk), verified(desk, name="安达茶厂", credit_code=credit_code(2))
    page = desk.page("/employers", desk.village)
    assert "安达茶厂" in page.main
    assert "春燕玩具厂" not in page.main
    desk.page(f"/employers/{hidden}", desk.village, status=404)
    own = desk.page(f"/employers/{made}", desk.village)
    assert "154****0017" not in own.text
    for address in (
        f"/employers/{made}/edit/who",
        f"/employers/{made}/act/suspend",
        "/employers/add",
    ):
        desk.page(address, desk.village, status=403)


def test_a_neighbour_sees_what_is_public_of_a_verified_one(desk: Desk) -> None:
    made, hidden = verified(desk), add(desk, credit_code=credit_code(2))
    desk.page(f"/employers/{made}", desk.neighbour)
    for address in (f"/employers/{hidden}", f"/employers/{made}/edit/who",
                    f"/employers/{made}/act/close", f"/employers/{made}/ties"):  # fmt: skip
        desk.page(address, desk.neighbour, status=404)


def test_facts_change_by_topic_and_meet_another_change(desk: Desk) -> None:
    made = add(desk)
    address = f"/employers/{made}/edit/contact"
    form = desk.page(address).form()
    assert form["contact"] == "李秋实"
    assert form["phone"] == ""
    desk.send(address, form | {"contact": "王新"})
    assert facts(desk, made).phone_mask == "154****0017", "an empty field leaves the telephone"
    again = desk.send(address, form | {"contact": "赵旧"}, status=422)
    assert "王新" in again.main
    assert again.soup.select_one("input[name=contact]")["value"] == "赵旧"
    desk.send(address, again.form())
    assert facts(desk, made).contact == "赵旧"


@pytest.mark.parametrize("act", ["refuse", "close"])
def test_an_act_says_why(desk: Desk, act: str) -> None:
    made = add(desk)
    desk.send(f"/employers/{made}/act/{act}", {"reason": " "}, status=422)
    desk.send(f"/employers/{made}/act/{act}", {"reason": "地址不符"})
    assert "地址不符" in desk.page(f"/employers/{made}").main


def test_the_telephone_opens_after_the_second_step_and_is_noted(desk: Desk, unwalled: Any) -> None:
    made = add(desk)
    page = desk.send(f"/employers/{made}/phone", {"purpose": "contact"}, status=200)
    assert "15400000017" in page.main
    assert page.soup.select_one("[data-hides]")
    with unwalled():
        event = Event.objects.get(kind="employer.revealed")
    assert (event.purpose, event.subject_id) == ("contact", made)
    desk.send(f"/employers/{made}/phone", {}, by=desk.neighbour, status=404)
    desk.send(f"/employers/{made}/phone", {}, by=desk.village, status=404)


def test_the_contact_is_invited_and_ended(desk: Desk) -> None:
    made = verified(desk)
    desk.send(f"/employers/{made}/invite", {"name": "李秋实", "phone": ""})
    (member,) = facts(desk, made).members
    desk.send(f"/employers/{made}/members/{member.id}/end")
    assert facts(desk, made).members[0].ended_at


def test_a_declared_tie_takes_the_buttons_away(desk: Desk) -> None:
    made = verified(desk)
    page = desk.page(f"/employers/{made}/ties", desk.township, status=404)
    form = {"officer": str(desk.second.user.id), "kind": "tied", "reason": "配偶是股东"}
    desk.send(f"/employers/{made}/ties", form)
    page = desk.page(f"/employers/{made}", desk.second)
    assert "不参与" in page.main or "回避" in page.main
    assert not page.links(f"/employers/{made}/act")
    refused = desk.send(f"/employers/{made}/act/suspend", {"reason": "x"}, desk.second, 422)
    assert refused.soup.select_one(".field-wrong")
    (conflict,) = facts(desk, made).conflicts
    desk.send(f"/employers/{made}/ties/{conflict.id}", {"reason": "已转让"})
    desk.send(f"/employers/{made}/act/suspend", {"reason": "x"}, desk.second)


def test_a_namesake_is_cleared_on_the_same_page(desk: Desk) -> None:
    User.objects.filter(id=desk.second.user.id).update(name="李秋实")
    made = add(desk)
    refused = desk.send(f"/employers/{made}/act/verify", {"sure": "1"}, desk.second, 422)
    assert "李秋实" in refused.main
    form = {"officer": str(desk.second.user.id), "kind": "namesake", "reason": "同名不同人"}
    desk.send(f"/employers/{made}/ties", form)
    desk.send(f"/employers/{made}/act/verify", {"sure": "1"}, desk.second)
    with entered(desk.county.context):
        assert conflicts.of(made)[0].kind == "namesake"


def test_a_document_is_kept_sealed_and_opened_on_the_record(desk: Desk, unwalled: Any) -> None:
    made = add(desk)
    form = {"file": SimpleUploadedFile("x.pdf", PDF), "kind": "licence", "of": ""}
    desk.send(f"/employers/{made}/documents", form)
    (one,) = facts(desk, made).documents
    answer = desk.page(f"/employers/documents/{one.id}").answer
    assert answer.content == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    desk.page(f"/employers/documents/{one.id}", desk.neighbour, status=404)
    with unwalled():
        assert Event.objects.filter(kind="employer.document_opened").count() == 1


def test_another_kind_of_file_is_refused(desk: Desk) -> None:
    made = add(desk)
    for content in (b"MZ evil", b""):
        form = {"file": SimpleUploadedFile("x.pdf", content), "kind": "licence", "of": ""}
        desk.send(f"/employers/{made}/documents", form, status=422)
    desk.send(f"/employers/{made}/documents", {"kind": "licence", "of": ""}, status=422)


def test_a_site_is_added_changed_and_closed(desk: Desk) -> None:
    made = add(desk)
    form = desk.page(f"/employers/{made}/sites/add").form()
    desk.send(f"/employers/{made}/sites/add",
              form | {"name": "一车间", "seats": "30", "care_friendly": "yes"})  # fmt: skip
    (site,) = facts(desk, made).sites
    assert (site.seats, site.care_friendly, site.farm_friendly) == (30, True, None)
    address = f"/employers/sites/{site.id}"
    for wrong in ({"seats": "很多"}, {"lon": "109.3"}, {"lon": "1", "lat": "2"}):
        desk.send(address, desk.page(address).form() | wrong, status=422)
    desk.send(address, desk.page(address).form() | {"seats": "28", "lon": "109.3", "lat": "32.3"})
    assert (facts(desk, made).sites[0].seats, facts(desk, made).sites[0].lat) == (28, 32.3)
    desk.send(f"{address}/close", {"on": TODAY.isoformat()})
    assert facts(desk, made).sites[0].closed_on == TODAY


def test_a_month_of_pay_is_entered_corrected_and_doubted(desk: Desk) -> None:
    made = add(desk)
    with entered(desk.county.context):
        by = desk.county.context
        site = sites.add(made, {"place": VILLAGE, "seats": 20}, by=by, at=NOW)
    address = f"/employers/sites/{site}/payroll"
    form = desk.page(address).form()
    assert "2026-10" in desk.page(address).soup.h1.get_text()
    paid = {"workers": "12", "target_workers": "7", "hours": "1,800", "paid": "24000"}
    desk.send(address, form | paid | {"target_workers": "13"}, status=422)
    desk.send(address, form | paid | {"workers": ""}, status=422)
    desk.send(address, form | paid)
    held = desk.page(f"{address}?month=2026-10-01").form()
    assert held["paid"] == "24000"
    desk.send(address, held | {"workers": "11"})
    (one,) = facts(desk, made).payrolls
    assert (one.workers, len(one.former)) == (11, 1)
    assert "有更正" in desk.page(f"/employers/{made}").main


def test_lines_of_the_list_bring_no_statement_of_their_own(desk: Desk) -> None:
    for number in range(3):
        verified(desk, name=f"厂{number}", credit_code=credit_code(number + 1))
    few = desk.statements("/employers")
    for number in range(3, 9):
        verified(desk, name=f"厂{number}", credit_code=credit_code(number + 1))
    assert len(desk.page("/employers").soup.select("main tbody tr")) == 9
    assert desk.statements("/employers") <= few


def test_the_list_leaves_as_a_file_and_is_noted(desk: Desk, unwalled: Any) -> None:
    add(desk, name="=春燕")
    answer = desk.page("/employers?as=csv").answer
    assert "'=春燕" in answer.content.decode("utf-8-sig")
    assert "15400000017" not in answer.content.decode("utf-8-sig")
    with unwalled():
        noted = Event.objects.filter(kind="export.fetched").values_list("detail", flat=True)
        assert noted.last()["what"] == "employers"
    desk.page("/employers?as=csv", desk.village, status=403)


def test_a_flag_is_explained_until_a_day(desk: Desk) -> None:
    for number in range(1, 4):
        made = add(desk, name=f"厂{number}", credit_code=credit_code(number))
    page = desk.page(f"/employers/{made}")
    (address,) = page.links(f"/employers/{made}/flag")
    assert len(desk.page("/employers?flag=phone_shared").soup.select("main tbody tr")) == 3
    desk.send(address, {"reason": "同一老板", "until": "2026-13-01"}, status=422)
    desk.send(address, {"reason": "同一老板", "until": "2027-01-31"})
    assert "同一老板" in desk.page(f"/employers/{made}").main
    desk.page(f"/employers/{made}/flag?flag=nonsense", status=404)


def test_picked_employers_are_verified_at_once_and_each_refusal_is_said(desk: Desk) -> None:
    own = add(desk, desk.second)
    mine = add(desk, name="安达茶厂", credit_code=credit_code(2))
    done = verified(desk, name="老厂", credit_code=credit_code(3))
    boxes = desk.page("/employers").soup.select("td input[name=employer]")
    assert {box["value"] for box in boxes} == {str(own), str(mine)}
    sent = {"employer": [str(own), str(mine), str(done), "x"], "back": "state=applied"}
    asked = desk.send("/employers/picked", sent, status=200)
    assert "核验 3 家" in asked.main
    assert facts(desk, own).state == "applied"
    told = desk.send("/employers/picked", sent | {"sure": "1"}, status=200)
    assert "已核验 1 家，共 3 家" in told.main
    assert told.main.count("未改动") == 2
    assert "请同事" in told.main
    assert facts(desk, own).state == "verified"
    assert facts(desk, mine).state == "applied"
    assert desk.send("/employers/picked", {"back": "state=applied"}).to == (
        "/employers?state=applied"
    )
    desk.send("/employers/picked", sent, desk.village, status=403)


def test_an_employer_that_asks_for_more_than_it_can_hold_is_flagged(desk: Desk) -> None:
    made = verified(desk)
    with entered(desk.county.context) as by:
        sites.add(made, {"place": VILLAGE, "seats": 5}, by=by, at=NOW)
    assert "招聘人数" not in desk.page(f"/employers/{made}").main
    vacancy = market.draft(desk.county.context, desk.world.keys, made, headcount=50)
    with entered(desk.county.context) as by:
        vacancies.submit(vacancy, by=by, at=NOW)
        vacancies.publish(vacancy, by=by, at=NOW)
    (explain,) = desk.page(f"/employers/{made}").links(f"/employers/{made}/flag?flag=asks_too_many")
    listed = desk.page("/employers?flag=asks_too_many")
    assert listed.links(f"/employers/{made}#flags")
    desk.send(explain, {"reason": "新厂房下月投产", "until": TODAY.replace(month=12).isoformat()})
    assert not desk.page("/employers?flag=asks_too_many").links(f"/employers/{made}")
