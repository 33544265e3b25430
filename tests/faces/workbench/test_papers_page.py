"""The papers of a recognition leave as PDF, in the officer's language or the one asked for."""

import io
import uuid

import pypdf

from chunfeng.foundation.access import entered
from chunfeng.foundation.documents import pdf
from tests.faces.workbench.desk import Desk
from tests.faces.workbench.test_recognitions_page import applied, noticed
from tests.stages.employers import works


def test_a_certificate_is_a_pdf_of_its_own_name(desk: Desk) -> None:
    with entered(desk.county.context):
        recognition = works.in_order()
    answer = desk.page(f"/recognitions/{recognition.id}/certificate").answer
    assert answer["Content-Type"] == "application/pdf"
    named = f'inline; filename="certificate-{recognition.id.hex[:8]}-zh.pdf"'
    assert answer["Content-Disposition"] == named
    assert answer["Cache-Control"] == "no-store"
    english = desk.page(f"/recognitions/{recognition.id}/checklist?language=en").answer
    assert (
        "Checklist of a visit"
        in pypdf.PdfReader(io.BytesIO(english.content)).pages[0].extract_text()
    )


def test_one_that_is_not_in_force_says_why(desk: Desk) -> None:
    with entered(desk.county.context):
        recognition = works.recognised(works.site(works.employer()), state="suspended")
    page = desk.page(f"/recognitions/{recognition.id}/certificate", status=409)
    assert "认定已暂停" in page.main
    desk.page(f"/recognitions/{recognition.id}/checklist")


def test_a_foreign_one_answers_as_one_that_does_not_exist(desk: Desk) -> None:
    with entered(desk.county.context):
        recognition = works.in_order()
    for what in ("certificate", "checklist"):
        desk.page(f"/recognitions/{recognition.id}/{what}", desk.neighbour, status=404)
        desk.page(f"/recognitions/{uuid.uuid4()}/{what}", status=404)


def test_without_a_chinese_font_the_page_says_what_to_install(
    desk: Desk, monkeypatch: object
) -> None:
    with entered(desk.county.context):
        recognition = works.in_order()
    monkeypatch.setattr(pdf, "CHINESE", ())  # type: ignore[attr-defined]
    page = desk.page(f"/recognitions/{recognition.id}/certificate", status=503)
    assert "fonts-wqy-microhei" in page.main


def test_a_notice_says_whom_what_until_when_and_what_records_prove(desk: Desk) -> None:
    made = noticed(desk)
    page = desk.page(f"/recognitions/{made}/notice/paper?language=zh").answer
    said = "".join(
        pypdf.PdfReader(io.BytesIO(page.content)).pages[0].extract_text().split()
    )  # fmt: skip
    for part in ("公示", "春燕玩具厂", "2026年11月22日", "工位", "受理单位"):
        assert part in said
    desk.page(f"/recognitions/{made}/notice/paper", desk.neighbour, status=404)


def test_without_a_notice_set_none_is_printed(desk: Desk) -> None:
    made = applied(desk)
    desk.page(f"/recognitions/{made}/notice/paper", status=409)


def test_an_objection_stands_at_the_decision_and_has_to_be_weighed(desk: Desk) -> None:
    made = noticed(desk)
    desk.send(f"/recognitions/{made}/note-objection", {"reason": "车间只有三个人"}, desk.second)
    form = desk.page(f"/recognitions/{made}/decide", desk.second)
    assert "车间只有三个人" in form.main
    told = form.form() | {"outcome": "recognised"}
    desk.send(f"/recognitions/{made}/decide", told, desk.second, status=422)
    desk.send(f"/recognitions/{made}/decide", told | {"reason": "已核实"}, desk.second)
