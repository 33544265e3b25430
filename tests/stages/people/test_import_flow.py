"""A ledger on its way into the register and back out again."""

import io
import logging
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from openpyxl import load_workbook

from chunfeng.foundation.access import Context, Role, entered
from chunfeng.foundation.accounts.models import Post
from chunfeng.foundation.intake import UnreadableFile, UnusableLedger
from chunfeng.foundation.intake.models import Part, Upload
from chunfeng.foundation.intake.uploads import NotNow, NoUpload
from chunfeng.foundation.jobs.models import Run
from chunfeng.foundation.jobs.states import State
from chunfeng.stages.people import importing, operations
from chunfeng.stages.people.models import Duplicate, Person, Spell
from chunfeng.stages.people.refusals import NotAllowed
from tests.cast import NOW, PINGLI, SHIQUAN, TODAY
from tests.foundation.jobs.arranging import login, officer, run_of
from tests.stages.people.imports import (
    applied,
    as_csv,
    digest,
    handed_in,
    id_number,
    imported,
    person,
    previewed,
    undone,
    worked,
)

pytestmark = pytest.mark.django_db
SECRETS = (id_number(1, "19600101"), "15400000001", "王夏二")


def people(count: int, **cells: str) -> list[dict[str, str]]:
    return [person(n, **cells) for n in range(count)]


def found(by: Context, name: str) -> Person:
    with entered(by):
        return Person.objects.get(name=name)


def test_a_preview_counts_and_writes_nothing(keys: Any) -> None:
    by, before = officer(), digest(keys)
    counts = previewed(handed_in(as_csv(people(30)), by), by)
    assert (counts["new"], counts["changed"], counts["wrong"]) == (30, 0, 0)
    assert digest(keys) == before


def test_an_application_adds_everybody_and_a_second_one_changes_nobody(keys: Any) -> None:
    by = officer()
    _, counts = imported(as_csv(people(30)), by)
    assert counts["new"] == 30
    after = digest(keys)
    _, again = imported(as_csv(people(30)), by)
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 30)
    assert digest(keys) == after


def test_pages_are_quick_right_after_a_first_import() -> None:
    imported(as_csv(people(30)), officer())
    with login(None), connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, reltuples FROM pg_class WHERE relname"
            " IN ('people_household', 'people_person', 'people_profile', 'people_spell')"
        )
        assert {name: rows > 0 for name, rows in cursor.fetchall()} == dict.fromkeys(
            ("people_household", "people_person", "people_profile", "people_spell"), True
        )


def test_day_of_birth_and_sex_follow_from_the_id_number() -> None:
    by = officer()
    imported(as_csv([person(0)]), by)
    one = found(by, "王春一")
    assert (str(one.birth_date), one.sex) == ("1960-01-01", "female")


def test_a_date_that_contradicts_the_id_number_is_told_and_not_used() -> None:
    by = officer()
    upload, counts = imported(as_csv([person(0, 出生日期="1961-02-03", 性别="女")]), by)
    assert counts["new"] == 1
    assert str(found(by, "王春一").birth_date) == "1960-01-01"
    with entered(by):
        (issue,) = importing.issues(upload, by=by)
    assert (issue.row, issue.header) == (2, "出生日期")


def test_people_without_number_and_household_are_not_added_a_second_time(keys: Any) -> None:
    by = officer()
    rows = people(6, 证件号码="", 户编号="", 与户主关系="")
    imported(as_csv(rows), by)
    _, again = imported(as_csv(rows), by)
    assert (again["new"], again["unchanged"]) == (0, 6)


def test_changes_are_shown_field_by_field_and_secrets_only_as_changed() -> None:
    by = officer()
    imported(as_csv(people(3)), by)
    upload = handed_in(as_csv([person(1, 文化程度="大专", 联系电话="15499999999")]), by)
    assert previewed(upload, by)["field_phone"] == 1
    with entered(by):
        (change,) = importing.changes(upload, by=by)
    assert (change.row, change.name) == (2, "王夏二")
    assert change.fields == {"education": ("junior", "college"), "phone": None}


def test_undoing_an_import_leaves_what_stood_before(keys: Any) -> None:
    by = officer()
    imported(as_csv(people(12)), by)
    before = digest(keys)
    changed = [
        person(n, 文化程度="大专", 联系电话=f"1549{n:07d}", 就业状态="务农") for n in range(20)
    ]
    upload, counts = imported(as_csv(changed), by)
    assert (counts["new"], counts["changed"]) == (8, 12)
    assert digest(keys) != before
    did = undone(upload, by)
    assert (did["removed"], did["restored"], did["kept"]) == (8, 12, 0)
    assert digest(keys) == before


def test_undoing_brings_a_moved_household_home_again(keys: Any) -> None:
    by = officer()
    imported(as_csv(people(6)), by)
    before = digest(keys)
    elsewhere = "陕西省安康市平利县兴隆镇"
    upload, _ = imported(as_csv(people(6, 户籍地=elsewhere)), by)
    assert digest(keys) != before
    undone(upload, by)
    assert digest(keys) == before


@pytest.mark.parametrize("what", ["phone", "education", "spell"])
def test_an_undo_keeps_whoever_was_changed_since(keys: Any, what: str) -> None:
    by = officer()
    upload, _ = imported(as_csv(people(3)), by)
    held = found(by, "王夏二")
    with entered(by):
        if what == "spell":
            operations.begin_spell(held.id, by=by, at=NOW, begun=TODAY, kind="training")
        else:
            value = "15488888888" if what == "phone" else "college"
            operations.correct(held.id, {what: value}, seen=held.version, keys=keys, by=by, at=NOW)
    did = undone(upload, by)
    assert (did["removed"], did["kept"]) == (2, 1)
    with entered(by):
        assert importing.kept(upload, by=by) == [held.id]
        assert Person.objects.count() == 1


def test_a_number_let_go_by_an_undo_goes_to_the_record_that_waits_for_it(keys: Any) -> None:
    an, bo = officer(), officer(region=SHIQUAN)
    upload, _ = imported(as_csv([person(1)]), an)
    there = "陕西省安康市石泉县城关镇"
    imported(as_csv([person(1, 户籍地=there, 姓名="王冬九")]), bo)
    undone(upload, an)
    with login(None), connection.cursor() as cursor:
        cursor.execute("SELECT name FROM people_claim JOIN people_person ON id = person_id")
        assert cursor.fetchall() == [("王冬九",)]


def test_rows_of_another_region_are_counted_and_left_alone() -> None:
    by = officer(Role.TOWNSHIP, PINGLI + 100_000, 1000)
    upload = handed_in(as_csv([person(0), person(3, 户籍地="陕西省安康市平利县兴隆镇")]), by)
    assert previewed(upload, by)["elsewhere"] == 1
    assert applied(upload, by)["new"] == 1


def test_somebody_named_twice_is_added_once_and_both_rows_are_named() -> None:
    by = officer()
    upload, counts = imported(as_csv([*people(4), person(2, 文化程度="大专")]), by)
    assert (counts["new"], counts["twice"], counts["wrong"]) == (4, 1, 0)
    with entered(by):
        (issue,) = importing.issues(upload, by=by)
    assert (issue.row, issue.problem.values["row"]) == (6, 4)


def test_a_second_head_is_left_out_and_named() -> None:
    by = officer()
    upload, counts = imported(as_csv([person(0), person(1, 与户主关系="户主"), person(2)]), by)
    assert (counts["new"], counts["wrong"]) == (2, 1)
    with entered(by):
        (issue,) = importing.issues(upload, by=by)
    assert (issue.row, issue.problem.message) == (3, "The household has a head already.")


def test_two_who_change_places_as_heads_change_them() -> None:
    by = officer()
    imported(as_csv(people(3)), by)
    rows = [person(0, 与户主关系="配偶"), person(1, 与户主关系="户主")]
    for order in (rows, rows[::-1]):
        _, counts = imported(as_csv(order), by)
        assert counts["wrong"] == 0
        with entered(by):
            assert Person.objects.get(relation="head").name == "王夏二"
        imported(as_csv(people(3)), by)


def test_wrong_rows_come_back_as_a_workbook_that_can_be_corrected() -> None:
    by = officer()
    rows = people(4)
    rows[1]["证件号码"] = rows[1]["证件号码"][:-1] + "?"
    rows[2]["姓名"] = ""
    upload, counts = imported(as_csv(rows), by)
    assert (counts["new"], counts["wrong"], counts["wrong_cells"]) == (3, 1, 1)
    with entered(by):
        made = importing.error_workbook(upload, by=by, language="zh", at=NOW)
    sheet = load_workbook(io.BytesIO(made)).active
    headers = {cell.value: cell.column for cell in sheet[1]}
    assert sheet.max_row == 3
    bad = sheet.cell(2, headers["证件号码"])
    assert bad.value == rows[1]["证件号码"]
    assert bad.fill.fgColor.rgb == "FFFBE3E1"
    assert "证件号码" in sheet.cell(2, len(headers)).value
    assert sheet.cell(3, headers["户编号"]).value == "H0000"
    bad.value = id_number(1, "19600101")
    sheet.cell(3, headers["姓名"]).value = "王秋三"
    mended = io.BytesIO()
    sheet.parent.save(mended)
    _, again = imported(mended.getvalue(), by, "改好.xlsx")
    assert (again["new"], again["changed"], again["wrong"]) == (1, 1, 0)


def test_the_rows_handed_out_again_stand_in_the_log() -> None:
    by = officer()
    upload, _ = imported(as_csv([*people(2), person(2, 姓名="")]), by)
    with entered(by):
        importing.error_workbook(upload, by=by, language="zh", at=NOW)
    with login(None), connection.cursor() as cursor:
        cursor.execute("SELECT subject_id FROM audit_event WHERE kind = 'upload.exported'")
        assert cursor.fetchall() == [(upload,)]


def test_nothing_personal_is_kept_beside_the_register(caplog: pytest.LogCaptureFixture) -> None:
    by = officer()
    rows = people(4)
    rows[2]["证件号码"] = rows[1]["证件号码"][:-1] + "?"
    with caplog.at_level(logging.DEBUG):
        upload, _ = imported(as_csv(rows), by)
        handed_in(as_csv([person(1, 文化程度="大专")]), by)
    with login(None):
        kept = [*Run.objects.values(), *Upload.objects.values(), *Part.objects.values()]
        with connection.cursor() as cursor:
            cursor.execute("SELECT args FROM procrastinate_jobs")
            kept += cursor.fetchall()
    said = repr(kept) + caplog.text.replace("INSERT", "")
    assert upload.hex
    assert not [secret for secret in SECRETS if secret in repr(kept)], said[:0]


def test_the_stored_file_is_not_readable(tmp_path: Any) -> None:
    by = officer()
    upload = handed_in(as_csv(people(3)), by)
    with entered(by):
        held = Upload.objects.get(id=upload)
    from chunfeng.foundation.database.url import HOME

    stored = (HOME / "files" / held.path).read_bytes()
    assert SECRETS[0].encode() not in stored
    assert "姓名".encode() not in stored


def test_only_the_officer_who_handed_a_file_in_may_go_on_with_it() -> None:
    by, other = officer(), officer()
    upload = handed_in(as_csv(people(3)), by)
    with entered(other), pytest.raises(NoUpload):
        importing.look(upload, by=other)


def test_a_supervisor_may_not_import() -> None:
    by = officer(Role.SUPERVISOR, 610900 * 10**6, 10**8)
    with entered(by), pytest.raises(NotAllowed):
        importing.receive(io.BytesIO(as_csv(people(1))), "人员.csv", by=by, at=NOW)


def test_a_step_is_begun_once() -> None:
    by = officer()
    upload, _ = imported(as_csv(people(3)), by)
    with entered(by), pytest.raises(NotNow):
        importing.start_apply(upload, by=by, at=NOW)


def test_a_revoked_post_stops_an_import_and_the_same_officer_in_a_new_post_does_not_go_on() -> None:
    by = officer()
    upload = handed_in(as_csv(people(6)), by)
    previewed(upload, by)
    with entered(by):
        run = importing.start_apply(upload, by=by, at=NOW)
    with login(None):
        Post.objects.filter(id=by.post).update(revoked_at=NOW)
    worked(run)
    assert run_of(run).state == State.FAILED
    with login(None):
        assert Person.objects.count() == 0


def test_a_cancelled_import_can_be_begun_again(keys: Any) -> None:
    from chunfeng.foundation.jobs.operations import cancel

    by = officer()
    upload = handed_in(as_csv(people(6)), by)
    previewed(upload, by)
    with entered(by):
        cancel(importing.start_apply(upload, by=by, at=NOW), by=by, at=NOW)
    assert applied(upload, by)["new"] == 6


def test_a_mapping_made_once_is_proposed_the_next_time() -> None:
    by = officer()
    rows = [{("花名" if k == "姓名" else k): v for k, v in row.items()} for row in people(3)]
    upload = handed_in(as_csv(rows), by)
    with entered(by):
        seen = importing.look(upload, by=by)
        assert [str(m.to("zh")) for m in seen.missing] == ["姓名"]
        with pytest.raises(UnusableLedger):
            importing.start_preview(upload, sheet=seen.sheet, mapping={}, by=by, at=NOW)
        importing.start_preview(upload, sheet=seen.sheet, mapping={"花名": "name"}, by=by, at=NOW)
    again = handed_in(as_csv(rows), by)
    with entered(by):
        seen = importing.look(again, by=by)
    assert (seen.remembered, seen.mapping, seen.missing) == (True, {"花名": "name"}, [])


def test_a_look_shows_no_personal_value() -> None:
    by = officer()
    upload = handed_in(as_csv(people(3)), by)
    with entered(by):
        seen = importing.look(upload, by=by)
    assert not [s for s in SECRETS for h in seen.headings if s in h.samples]
    assert "小学" in next(h.samples for h in seen.headings if h.field == "education")


def test_duplicates_and_doubts_are_looked_for_after_an_import() -> None:
    by = officer()
    imported(as_csv([person(1, 证件号码="")]), by)
    upload, _ = imported(as_csv([person(1, 证件号码="", 户编号="H9")]), by)
    with entered(by):
        check = importing.result(upload, by=by).runs["check"]
    worked(check, 5)
    with entered(by):
        assert Duplicate.objects.filter(state="open").count() == 1


def test_a_picture_is_refused_when_it_is_handed_in() -> None:
    by = officer()
    with entered(by), pytest.raises(UnreadableFile):
        importing.receive(io.BytesIO(b"\x89PNG\r\n\x1a\n" + bytes(99)), "a.xlsx", by=by, at=NOW)


def test_a_file_that_turns_out_to_be_broken_says_so_and_writes_nothing() -> None:
    by = officer()
    content = as_csv(people(300)) + '"未完,'.encode()
    upload = handed_in(content, by)
    with entered(by):
        seen = importing.look(upload, by=by)
        run = importing.start_preview(upload, sheet=seen.sheet, mapping=seen.mapping, by=by, at=NOW)
    worked(run)
    with entered(by):
        result = importing.result(upload, by=by)
    assert result.state == "failed"
    assert result.said is not None
    assert "人员.csv" in result.said.to("zh")


def test_uploads_are_forgotten_after_thirty_days() -> None:
    from chunfeng.foundation.intake.uploads import forget
    from tests.foundation.jobs.arranging import WORKER

    by = officer()
    upload: UUID = imported(as_csv(people(3)), by)[0]
    with login(WORKER):
        assert forget(NOW + timedelta(days=29)) == 0
        assert forget(NOW + timedelta(days=40)) >= 3
    with entered(by), pytest.raises(NoUpload):
        importing.look(upload, by=by)


def test_spells_come_from_the_status_and_end_with_it() -> None:
    by = officer()
    imported(as_csv([person(1)]), by)
    imported(as_csv([person(1, 就业状态="未就业", 采集日期="2026-11-20")]), by)
    with entered(by):
        spell = Spell.objects.get()
    assert (spell.kind, str(spell.ended)) == ("employed", "2026-11-20")
