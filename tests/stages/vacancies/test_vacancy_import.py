"""A vacancy ledger on its way into the register and back out again."""

from typing import Any

import pytest

from chunfeng.foundation.access import Role, entered
from chunfeng.foundation.intake.uploads import NoUpload
from chunfeng.stages.employers.models import Employer
from chunfeng.stages.people.importing import IMPORTER as PEOPLE
from chunfeng.stages.vacancies import operations, queries
from chunfeng.stages.vacancies.importing import IMPORTER
from chunfeng.stages.vacancies.models import Shown, Vacancy
from chunfeng.stages.vacancies.refusals import NotAllowed
from tests.cast import NOW, PINGLI, SHIQUAN, TODAY
from tests.foundation.jobs.arranging import officer
from tests.stages.vacancies.ledgers import (
    TOWN,
    applied,
    as_csv,
    everything,
    handed_in,
    imported,
    post,
    previewed,
    undone,
)
from tests.stages.vacancies.market import Anything, employer, published

pytestmark = pytest.mark.django_db


def posts(count: int, **cells: str) -> list[dict[str, str]]:
    return [post(number, **cells) for number in range(count)]


def only(by: Any, title: str) -> Any:
    with entered(by):
        return Vacancy.objects.defer("phone").get(title=title)


def test_a_preview_counts_and_writes_nothing() -> None:
    by, before = officer(), everything()
    counts = previewed(handed_in(as_csv(posts(9)), by), by)
    told = {name: counts[name] for name in ("new", "new_employers", "changed", "wrong", "rows")}
    assert told == {"new": 9, "new_employers": 3, "changed": 0, "wrong": 0, "rows": 9}
    assert everything() == before


def test_what_comes_in_waits_for_review_with_all_that_follows(keys: Any) -> None:
    by = officer()
    _, counts = imported(as_csv(posts(9)), by)
    assert (counts["new"], counts["new_employers"]) == (9, 3)
    with entered(by):
        lines, total = queries.review_queue(on=TODAY)
        facts = queries.facts(lines[0].id)
    assert total == 9
    assert facts is not None
    assert facts.how == "ledger"
    assert (facts.values["channel"], facts.home_friendly) == ("near", True)
    assert facts.phone_mask.startswith("154****")
    with entered(by):
        seen = operations.reveal_phone(lines[0].id, keys=keys, by=by, at=NOW)
    assert seen[-4:] == facts.phone_mask[-4:]


def test_the_same_file_again_changes_nothing() -> None:
    by = officer()
    imported(as_csv(posts(9)), by)
    after = everything()
    _, again = imported(as_csv(posts(9)), by)
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 9)
    assert again["new_employers"] == 0
    assert everything() == after


def test_without_numbers_title_and_place_tell_vacancies_apart() -> None:
    by = officer()
    rows = posts(9, 岗位编号="")
    imported(as_csv(rows), by)
    _, again = imported(as_csv(rows), by)
    assert (again["new"], again["unchanged"]) == (0, 9)


def test_a_number_given_later_is_a_change_of_the_same_vacancy() -> None:
    by = officer()
    imported(as_csv([post(0, 岗位编号="")]), by)
    _, again = imported(as_csv([post(0)]), by)
    assert (again["new"], again["changed"], again["field_vacancy_no"]) == (0, 1, 1)


def test_changes_are_shown_field_by_field_and_a_phone_only_as_changed() -> None:
    by = officer()
    imported(as_csv(posts(3)), by)
    upload = handed_in(as_csv([post(1, 薪酬下限="3500", 联系电话="15499999999")]), by)
    counts = previewed(upload, by)
    assert (counts["changed"], counts["field_phone"], counts["field_pay_low"]) == (1, 1, 1)
    with entered(by):
        (change,) = IMPORTER.changes(upload, by=by)
    assert (change.row, change.name) == (2, "锁边工")
    assert change.fields == {"pay_low": (2801.0, 3500.0), "phone": None}


def test_undoing_an_import_leaves_what_stood_before(keys: Any) -> None:
    by = officer()
    imported(as_csv(posts(6)), by)
    before = everything()
    changed = [
        post(n, 薪酬下限="3900", 联系电话=f"1549{n:07d}", 岗位名称="普工") for n in range(12)
    ]
    upload, counts = imported(as_csv(changed), by)
    assert (counts["new"], counts["changed"], counts["new_employers"]) == (6, 6, 2)
    assert everything() != before
    did = undone(upload, by)
    assert (did["removed"], did["restored"], did["kept"], did["employers"]) == (6, 6, 0, 2)
    assert everything() == before
    with entered(by):
        first = Vacancy.objects.values_list("id", flat=True).get(vacancy_no="V0001")
        seen = operations.reveal_phone(first, keys=keys, by=by, at=NOW)
    assert seen == "15400000001"


def test_an_undo_keeps_what_was_changed_since(keys: Any) -> None:
    by = officer()
    upload, _ = imported(as_csv(posts(3)), by)
    held = only(by, "锁边工")
    with entered(by):
        operations.change(held.id, {"headcount": 9}, seen=held.version, keys=keys, by=by, at=NOW)
    did = undone(upload, by)
    assert (did["removed"], did["kept"], did["employers"]) == (2, 1, 0)
    with entered(by):
        assert IMPORTER.kept(upload, by=by) == [held.id]
        assert Employer.objects.count() == 1


def test_unlawful_rows_come_in_as_drafts_with_the_words_marked() -> None:
    by = officer()
    upload, counts = imported(as_csv([post(0, 岗位名称="缝纫工（限女性）"), post(1)]), by)
    assert (counts["new"], counts["marked"]) == (2, 1)
    with entered(by):
        (issue,) = IMPORTER.issues(upload, by=by)
        drafts, _ = queries.page(queries.Filters(state=("draft",)), on=TODAY)
    assert issue.row == 2
    assert "限女性" in issue.problem.to("zh")
    (draft,) = drafts
    finding = draft.findings[0]
    assert draft.title[finding["start"] : finding["end"]] == finding["words"]


def test_every_unlawful_wording_of_a_row_is_named_with_its_column() -> None:
    by = officer()
    row = post(0, 岗位名称="缝纫工（限女性）", 备注="入职交押金200元")
    upload, counts = imported(as_csv([row]), by)
    assert counts["marked"] == 1
    with entered(by):
        told = [issue.problem.to("zh") for issue in IMPORTER.issues(upload, by=by)]
    assert len(told) == 2
    assert "岗位名称" in told[0]
    assert "限女性" in told[0]
    assert "备注" in told[1]
    assert "押金" in told[1]


def test_a_published_vacancy_is_changed_in_place_and_reviewed_again_when_marked(keys: Any) -> None:
    by = officer()
    employer(by, name="平利县第0玩具厂")
    imported(as_csv(posts(2)), by)
    with entered(by):
        for line in queries.review_queue(on=TODAY)[0]:
            operations.publish(line.id, by=by, at=NOW, reasons=Anything(all=""))
    imported(as_csv([post(0, 薪酬下限="3300"), post(1, 年龄上限="35")]), by)
    with entered(by):
        states = dict(Vacancy.objects.values_list("title", "state"))
        assert Shown.objects.get(title="缝纫工").pay_low == 3300.0
    assert states == {"缝纫工": "published", "锁边工": "review"}


def test_an_undo_puts_what_was_published_back_into_the_window(keys: Any) -> None:
    by = officer()
    made = published(by, keys, employer(by, name="平利县第0玩具厂"), vacancy_no="V0000")
    before = everything()
    upload, counts = imported(as_csv([post(0, 岗位名称="缝纫工", 年龄上限="35")]), by)
    assert counts["changed"] == 1
    with entered(by):
        assert not Shown.objects.filter(id=made).exists()
    undone(upload, by)
    assert everything() == before


def test_wrong_rows_are_named_and_the_others_come_in() -> None:
    by = officer()
    rows = [post(0, 招聘人数=""), post(1, 薪酬下限="5000"), post(2)]
    upload, counts = imported(as_csv(rows), by)
    assert (counts["new"], counts["wrong"]) == (1, 2)
    with entered(by):
        issues = IMPORTER.issues(upload, by=by)
        book = IMPORTER.error_workbook(upload, by=by, language="zh", at=NOW)
    assert {issue.row for issue in issues} == {2, 3}
    assert book.startswith(b"PK")


def test_a_vacancy_named_twice_is_added_once_and_both_rows_are_named() -> None:
    by = officer()
    upload, counts = imported(as_csv([post(0), post(1), post(0)]), by)
    assert (counts["new"], counts["twice"]) == (2, 1)
    with entered(by):
        (issue,) = IMPORTER.issues(upload, by=by)
    assert issue.row == 4
    assert "2" in issue.problem.to("zh")


def test_work_elsewhere_of_an_employer_of_the_county_is_its_own(keys: Any) -> None:
    by = officer()
    made = employer(by, name="平利县第0玩具厂")
    _, counts = imported(as_csv([post(0, 工作地点="江苏省常州市武进区")]), by)
    assert (counts["new"], counts["new_employers"]) == (1, 0)
    with entered(by):
        lines, _ = queries.of_employer(made, on=TODAY)
        facts = queries.facts(lines[0].id)
    assert facts is not None
    assert not facts.home_friendly
    _, again = imported(as_csv([post(0, 工作地点="江苏省常州市武进区")]), by)
    assert again["unchanged"] == 1


def test_a_closed_vacancy_stays_closed_until_the_ledger_says_something_new() -> None:
    by = officer()
    imported(as_csv([post(0)]), by)
    held = only(by, "缝纫工")
    with entered(by):
        operations.close(held.id, by=by, at=NOW)
    _, again = imported(as_csv([post(0)]), by)
    assert again["unchanged"] == 1
    imported(as_csv([post(0, 截止日期="2027-12-31")]), by)
    assert only(by, "缝纫工").state == "review"


def test_a_slip_of_the_pen_in_the_point_does_not_count() -> None:
    by = officer()
    imported(as_csv([post(0, 经度="116.4", 纬度="39.9")]), by)
    held = only(by, "缝纫工")
    assert not held.own_point
    assert abs(held.lon - 109.36) < 0.3


def test_officers_of_other_counties_see_neither_file_nor_vacancies() -> None:
    an, bo = officer(), officer(region=SHIQUAN)
    upload, _ = imported(as_csv(posts(3)), an)
    with entered(bo):
        with pytest.raises(NoUpload):
            IMPORTER.result(upload, by=bo)
        assert queries.page(queries.Filters(), on=TODAY) == ([], 0)


def test_a_village_worker_imports_no_vacancies() -> None:
    by = officer(Role.VILLAGE, PINGLI + 100_001, 1)
    with pytest.raises(NotAllowed):
        handed_in(as_csv(posts(1)), by)


def test_each_ledger_has_its_own_door() -> None:
    by = officer()
    upload = handed_in(as_csv(posts(1)), by)
    with entered(by), pytest.raises(NoUpload):
        PEOPLE.look(upload, by=by)


def test_rows_by_a_township_are_the_townships() -> None:
    by = officer(Role.TOWNSHIP, PINGLI + 100_000, 1000)
    upload = handed_in(as_csv([post(0), post(3, 工作地点=TOWN)]), by)
    assert previewed(upload, by)["new"] == 2
    assert applied(upload, by)["new"] == 2
    with entered(by):
        assert set(Vacancy.objects.values_list("region", flat=True)) == {PINGLI + 100_000}
