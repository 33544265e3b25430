"""Recognition at the workbench: from the application to the withdrawal, page by page."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from chunfeng.faces.workbench.employing import proved
from chunfeng.foundation.access import entered
from chunfeng.kit.texts import text
from chunfeng.stages.employers import payrolls, queries, recognising, sites
from chunfeng.stages.employers.findings import Finding
from chunfeng.stages.employers.proofs import Outcome
from chunfeng.stages.employers.seen import Seen
from chunfeng.stages.people import operations as people
from tests.cast import NOW, TODAY
from tests.faces.workbench.desk import VILLAGE, Desk
from tests.faces.workbench.test_employers_page import verified
from tests.stages.employers.office import PAPERS, picture

EARLIER = NOW - timedelta(20)


def site(desk: Desk, employer: uuid.UUID) -> uuid.UUID:
    """A site of an employer."""
    by = desk.county.context
    with entered(by):
        return sites.add(employer, {"place": VILLAGE, "seats": 20}, by=by, at=NOW)


def applied(desk: Desk, employer: uuid.UUID | None = None) -> uuid.UUID:
    """An application that the first county officer entered twenty days ago."""
    owner, by = employer or verified(desk), desk.county.context
    where = site(desk, owner)
    with entered(by):
        return recognising.apply(
            owner, kind="workshop", sub_kind="workshop", site=where, by=by, at=EARLIER
        )


def noticed(desk: Desk, employer: uuid.UUID | None = None) -> uuid.UUID:
    """One that is visited and whose public notice is over."""
    made, by = applied(desk, employer), desk.county.context
    with entered(by):
        recognising.documents_complete(made, on_paper=("licence", *PAPERS), by=by, at=EARLIER)
        row = recognising.terms_of(queries.Recognition.objects.get(id=made), NOW)
        recognising.visit(
            made, on=EARLIER.date(), second=desk.second.user.id,
            checklist=dict.fromkeys(row.checklist, "yes"), by=by, at=EARLIER,
        )  # fmt: skip
        begins, ends = TODAY - timedelta(8), TODAY - timedelta(1)
        recognising.notice(made, begins=begins, ends=ends, by=by, at=EARLIER)
    return made


def recognised(desk: Desk) -> uuid.UUID:
    """One in force, decided by the second officer."""
    made, by = noticed(desk), desk.second.context
    with entered(by):
        recognising.recognise(
            made, number="1", valid_from=TODAY, valid_until=date(2028, 11, 22), by=by, at=NOW
        )
    return made


def whole(desk: Desk, recognition: uuid.UUID) -> queries.Whole:
    """A recognition as it stands."""
    with entered(desk.county.context):
        found = queries.recognition(recognition, by=desk.county.context)
    assert found
    return found


def test_from_the_application_to_the_certificate(desk: Desk) -> None:
    employer = verified(desk)
    site(desk, employer)
    form = desk.page(f"/employers/{employer}/apply").form()
    answer = desk.send(f"/employers/{employer}/apply", form | {"what": "workshop/station"})
    page = desk.page(answer.to)
    assert page.soup.select_one(".stepper .now").get_text(strip=True).endswith("材料")
    desk.send(f"{answer.to}/documents", {}, status=422)
    every = [one["value"] for one in desk.page(f"{answer.to}/documents").soup.select(
        "main input[name=paper]")]  # fmt: skip
    desk.send(f"{answer.to}/documents", {"paper": every})
    visit = desk.page(f"{answer.to}/visit")
    seen = {one["name"]: "yes" for one in visit.soup.select("main input[type=radio]")}
    told = {"on": TODAY.isoformat(), "second": str(desk.second.user.id), "findings": "12 人在岗",
            "workers": "12", "target": "7", "seats": ""}  # fmt: skip
    desk.send(f"{answer.to}/visit", told | seen | {"workers": ""}, status=422)
    desk.send(f"{answer.to}/visit", told | seen | {"target": "13"}, status=422)
    desk.send(f"{answer.to}/visit", told | dict(list(seen.items())[1:]), status=422)
    desk.send(f"{answer.to}/visit", told | seen | {"second": str(desk.county.user.id)}, status=422)
    photo = SimpleUploadedFile("a.png", picture())
    desk.send(f"{answer.to}/visit", told | seen | {"photos": [photo]})
    made = uuid.UUID(answer.to.rsplit("/", 1)[1])
    (visited,) = [one for one in whole(desk, made).steps if one.kind == "visit"]
    assert visited.seen == {"workers": 12, "target": 7}
    assert [one.kind for one in whole(desk, made).documents] == ["photo"]
    begins, ends = date(2026, 11, 24), date(2026, 11, 28)
    days = {"begins": begins.isoformat(), "ends": ends.isoformat()}
    desk.send(f"{answer.to}/notice", days | {"ends": begins.isoformat()}, status=422)
    desk.send(f"{answer.to}/notice", days)
    assert "公示中" in desk.page(answer.to).main


def test_the_main_button_of_an_employer_is_what_its_recognition_waits_for(desk: Desk) -> None:
    def main(employer: uuid.UUID) -> str:
        (button,) = desk.page(f"/employers/{employer}").soup.select(".page-head .button-main")
        return str(button.get_text(strip=True))

    employer = verified(desk)
    assert main(employer) == "添加场所"
    site(desk, employer)
    assert main(employer) == "申请认定"
    made = noticed(desk, employer)
    assert main(employer) == "作出决定"
    by = desk.second.context
    with entered(by):
        recognising.recognise(
            made, number="1", valid_from=TODAY, valid_until=date(2028, 11, 22), by=by, at=NOW
        )
    assert main(employer) == "录入工资"


def test_whoever_entered_it_is_told_that_a_colleague_decides(desk: Desk) -> None:
    made = noticed(desk)
    mine, other = (
        desk.page(f"/recognitions/{made}"),
        desk.page(f"/recognitions/{made}", desk.second),
    )
    assert not mine.links(f"/recognitions/{made}/decide")
    assert "同事" in mine.main
    assert other.links(f"/recognitions/{made}/decide")
    form = desk.page(f"/recognitions/{made}/decide", desk.county).form()
    desk.send(f"/recognitions/{made}/decide", form | {"outcome": "recognised"}, status=422)


def test_a_decision_stands_beside_what_records_prove(desk: Desk) -> None:
    made = noticed(desk)
    address = f"/recognitions/{made}/decide"
    page = desk.page(address, desk.second)
    assert "工位" in page.main
    form = page.form()
    assert form["number"] == "平利车间〔2026〕1号"
    assert form["ends"] == "2028-11-22"
    desk.send(address, form, desk.second, status=422)
    desk.send(address, form | {"outcome": "refused"}, desk.second, status=422)
    desk.send(address, form | {"outcome": "recognised"}, desk.second)
    row = whole(desk, made).row
    assert (row.state, row.number) == ("recognised", "平利车间〔2026〕1号")
    assert whole(desk, made).steps[-1].computed["seats_least"]["outcome"] == "met"


def test_where_one_of_two_criteria_is_enough_the_other_alarms_nobody() -> None:
    def finding(code: str, outcome: Outcome, group: str = "enough") -> Finding:
        return Finding(
            code=code, outcome=outcome, said=text("Yes"), figure=1, threshold=2, group=group
        )

    few, many = finding("workers_least", Outcome.NOT_MET), finding("share", Outcome.MET)
    alone = finding("seats_least", Outcome.NOT_MET, "")
    assert [tone for *_, tone in proved([few, many, alone])] == ["plain", "good", "wrong"]
    assert [tone for *_, tone in proved([few, alone])] == ["wrong", "wrong"]


def test_what_is_enough_stands_beside_both_criteria(desk: Desk) -> None:
    page = desk.page(f"/recognitions/{noticed(desk)}/decide", desk.second)
    assert page.main.count("人数与占比满足其一即可") == 2


def test_a_refusal_says_why(desk: Desk) -> None:
    made = noticed(desk)
    form = {"outcome": "refused", "reason": "面积不够"}
    desk.send(f"/recognitions/{made}/decide", form, desk.second)
    page = desk.page(f"/recognitions/{made}", desk.second)
    assert "面积不够" in page.main
    assert not page.links(f"/recognitions/{made}/decide")


@pytest.mark.parametrize("outcome", ["keep", "warn", "suspend", "end"])
def test_a_review_comes_out_in_one_of_four_ways(desk: Desk, outcome: str) -> None:
    made = recognised(desk)
    address = f"/recognitions/{made}/review"
    form = desk.page(address, desk.second).form()
    if outcome != "keep":
        desk.send(address, form | {"outcome": outcome}, desk.second, status=422)
    desk.send(address, form | {"outcome": outcome, "reason": "工资单不全"}, desk.second)
    assert whole(desk, made).row.reviewed_on == TODAY


def test_a_withdrawal_names_the_workers_and_who_tells_them(desk: Desk) -> None:
    made, by = recognised(desk), desk.second
    paid = {"workers": 12, "target_workers": 7, "hours": 1800.0, "paid": 24000.0}
    where = whole(desk, made).row.site_id
    assert where
    with entered(by.context):
        payrolls.enter_payroll(where, date(2026, 10, 1), paid, by=by.context, at=NOW)
    address = f"/recognitions/{made}/withdraw"
    assert "12 人" in desk.page(address, by).main
    desk.send(address, {"reason": "骗补", "informs": ""}, by, status=422)
    desk.send(address, {"reason": "骗补", "informs": "村干部逐户告知"}, by)
    page = desk.page(f"/recognitions/{made}", by).main
    assert "12 人" in page
    assert "村干部逐户告知" in page


def test_what_a_visit_counted_stands_beside_payroll_and_seats(desk: Desk) -> None:
    made, by = applied(desk), desk.county.context
    where = whole(desk, made).row.site_id
    assert where
    paid = {"workers": 20, "target_workers": 7, "hours": 1800.0, "paid": 24000.0}
    with entered(by):
        payrolls.enter_payroll(where, date(2026, 10, 1), paid, by=by, at=NOW)
        recognising.documents_complete(made, on_paper=("licence", *PAPERS), by=by, at=EARLIER)
        terms = recognising.terms_of(queries.Recognition.objects.get(id=made), NOW)
        recognising.visit(
            made, on=TODAY, second=desk.second.user.id, by=by, at=NOW,
            checklist=dict.fromkeys(terms.checklist, "yes"),
            seen=Seen(workers=9, target=7, seats=18),
        )  # fmt: skip
    rows = [
        [cell.get_text(strip=True) for cell in row.select("th, td")]
        for row in desk.page(f"/recognitions/{made}").soup.select("#seen tbody tr")
    ]
    assert [row[1:3] for row in rows] == [["9", "20"], ["7", "7"], ["18", "20"]]
    assert rows[0][3] == "少见到 11"
    assert desk.page(f"/recognitions/{made}").soup.select("#seen .tag-wrong")


def worker(desk: Desk, name: str = "黄翠英") -> uuid.UUID:
    """Somebody of the register who works at the employer of these tests."""
    number = f"{name}户"
    person, by = desk.enrol(name=name, household_no=number), desk.county.context
    with entered(by):
        people.begin_spell(
            person, kind="workshop", evidence="D", place=VILLAGE, employer="春燕玩具厂",
            begun=TODAY - timedelta(100), by=by, at=NOW,
        )  # fmt: skip
    return person


def test_before_a_withdrawal_the_officer_sees_who_works_there(desk: Desk) -> None:
    made, by = recognised(desk), desk.second
    person = worker(desk)
    form = desk.page(f"/recognitions/{made}/withdraw", by)
    assert form.links(f"/recognitions/{made}/workers")
    assert "您的登记库里有 1 人在此务工" in form.main
    page = desk.page(f"/recognitions/{made}/workers", by)
    assert page.links(f"/people/{person}")
    assert desk.page(f"/recognitions/{made}/workers?as=csv", by).answer.content.decode(
        "utf-8-sig"
    ).count("黄翠英") == 1  # fmt: skip
    desk.page(f"/recognitions/{made}/workers", desk.neighbour, status=404)


def test_after_a_withdrawal_each_is_asked_and_can_be_free_for_docking_in_one_act(
    desk: Desk,
) -> None:
    made, by = recognised(desk), desk.second
    person = worker(desk)
    desk.send(f"/recognitions/{made}/withdraw", {"reason": "骗补", "informs": "村干部"}, by)
    assert "所在车间（单位）不再被认定" in desk.page("/follow-up/", by).main
    workers = f"/recognitions/{made}/workers"
    ticks = desk.page(workers, by).soup.select("tbody input[name=spell]")
    spells = [tick["value"] for tick in ticks]
    last = {"last": TODAY.isoformat()}
    assert "请勾选" in desk.send(f"{workers}/ended", last, status=422).main
    desk.send(f"{workers}/ended", last | {"spell": spells}, by)
    assert desk.facts(person).spells[0].ended == TODAY
    assert "仍无着落 1 人" in desk.page(f"/recognitions/{made}", by).main
    assert len(desk.page(f"{workers}?became=without", by).soup.select("tbody tr")) == 1
    assert not desk.page(f"{workers}?became=anew", by).soup.select("tbody tr")


def test_lines_of_who_works_there_bring_no_statement_of_their_own(desk: Desk) -> None:
    made = recognised(desk)
    worker(desk)
    few = desk.statements(f"/recognitions/{made}/workers")
    for name in ("张三妹", "李四妹", "王五妹"):
        worker(desk, name)
    assert len(desk.page(f"/recognitions/{made}/workers").soup.select("tbody tr")) == 4
    assert desk.statements(f"/recognitions/{made}/workers") <= few


def test_the_history_names_month_and_site_of_a_payroll(desk: Desk) -> None:
    made, by = applied(desk), desk.county.context
    one = whole(desk, made)
    paid = {"workers": 12, "target_workers": 7, "hours": 1800.0, "paid": 24000.0}
    assert one.row.site_id
    with entered(by):
        payrolls.enter_payroll(one.row.site_id, date(2026, 10, 1), paid, by=by, at=NOW)
    assert "月度工资已录入：2026-10、" in desk.page(f"/employers/{one.employer}").text


def test_other_acts_and_only_where_they_may_be(desk: Desk) -> None:
    made, by = recognised(desk), desk.second
    for act in ("warn", "suspend", "resume"):
        assert desk.page(f"/recognitions/{made}", by).links(f"/recognitions/{made}/{act}")
        desk.send(f"/recognitions/{made}/{act}", {"reason": "有原因"}, by)
    desk.send(f"/recognitions/{made}/resume", {"reason": "再来"}, by, status=422)
    desk.send(f"/recognitions/{made}/end", {"reason": "nonsense"}, by, status=422)
    desk.send(f"/recognitions/{made}/end", {"reason": "given_up"}, by)
    assert "自愿放弃" in desk.page(f"/recognitions/{made}", by).main
    desk.page(f"/recognitions/{made}/dance", by, status=404)


def test_the_queue_shows_what_waits_and_leaves_as_a_file(desk: Desk) -> None:
    applied(desk)
    page = desk.page("/recognitions")
    assert "审查材料" in page.main
    assert "20" in page.soup.select_one("td.number").get_text()
    for query, rows in (("kind=base", 0), ("state=applied", 1), ("state=visited", 0), ("all=1", 1)):
        found = desk.page(f"/recognitions?{query}").soup.select("main tbody tr")
        assert len(found) == rows, query
    assert "春燕玩具厂" in desk.page("/recognitions?as=csv").answer.content.decode("utf-8-sig")


def test_lines_of_the_queue_bring_no_statement_of_their_own(desk: Desk) -> None:
    owner = verified(desk)
    for _ in range(2):
        applied(desk, owner)
    few = desk.statements("/recognitions")
    for _ in range(5):
        applied(desk, owner)
    assert len(desk.page("/recognitions").soup.select("main tbody tr")) == 7
    assert desk.statements("/recognitions") <= few


def test_nobody_else_opens_or_acts_on_a_recognition(desk: Desk) -> None:
    made = recognised(desk)
    for path in ("", "/visit", "/decide", "/review", "/warn"):
        desk.page(f"/recognitions/{made}{path}", desk.neighbour, status=404)
        status = 404 if not path else 403
        desk.page(f"/recognitions/{made}{path}", desk.village, status=status)


def test_today_shows_what_is_due(desk: Desk) -> None:
    from tests.faces.workbench.test_employers_page import add
    from tests.stages.employers.office import credit_code

    add(desk, name="待核厂", credit_code=credit_code(8))
    made = noticed(desk)
    mine, other = desk.page("/"), desk.page("/", desk.second)
    assert "待核厂" in mine.main
    assert not mine.links(f"/recognitions/{made}/decide")
    assert other.links(f"/recognitions/{made}")


def test_a_workshop_says_how_far_it_is_to_the_places_around(desk: Desk) -> None:
    made, by = noticed(desk), desk.county.context
    held = whole(desk, made).site
    assert held
    assert "到周边各地的距离" not in desk.page(f"/recognitions/{made}").main, "no point"
    with entered(by):
        sites.change(held.id, {"lon": 109.36, "lat": 32.39}, seen=held.version, by=by, at=NOW)
    assert "到周边各地的距离" in desk.page(f"/recognitions/{made}").main
